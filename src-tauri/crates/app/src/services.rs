//! Services of this process, opened as the project has them connected at the time of asking.
//!
//! **Invariant:** keys are read from the keychain for each opening; none is kept here.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::connect::Connect;
use sdr_domain::handle_finding::{HandleFinding, MailFinding};
use sdr_domain::id::LeadId;
use sdr_domain::project::LlmChoice;
use sdr_domain::text::Handle;
use sdr_ports::lead_source::{LeadSearch, LeadSources, PeopleDirectory};
use sdr_ports::llm::{LlmGateway, Llms};
use sdr_ports::{HandleCheck, MailDomains, Secret, Secrets};

/// Models, sources and checks.
pub(crate) struct ConnectedServices {
    pub(crate) secrets: Arc<dyn Secrets>,
}

#[async_trait]
impl Llms for ConnectedServices {
    async fn open(&self, _: &LlmChoice, _: Option<&Secret>) -> Option<Arc<dyn LlmGateway>> {
        let _ = &self.secrets;
        None
    }
}

#[async_trait]
impl LeadSources for ConnectedServices {
    async fn x(&self, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn LeadSearch>> {
        None
    }

    async fn apollo(&self, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn PeopleDirectory>> {
        None
    }
}

#[async_trait]
impl HandleCheck for ConnectedServices {
    async fn check(&self, handles: &[(Handle, LeadId)]) -> Vec<HandleFinding> {
        let unknown = |_| HandleFinding::Unknown { why: "There is no connection.".into() };
        handles.iter().map(unknown).collect()
    }
}

#[async_trait]
impl MailDomains for ConnectedServices {
    async fn check(&self, _: &str, _: &[LeadId]) -> MailFinding {
        MailFinding::Unknown { why: "There is no connection.".into() }
    }
}
