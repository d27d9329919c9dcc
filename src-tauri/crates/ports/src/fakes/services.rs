//! Services that are not connected: no model, no source, no checks; what a new workspace has.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::connect::Connect;
use sdr_domain::handle_finding::{HandleFinding, MailFinding};
use sdr_domain::id::LeadId;
use sdr_domain::project::LlmChoice;
use sdr_domain::text::Handle;

use crate::handle_check::{HandleCheck, MailDomains};
use crate::lead_source::{LeadSearch, LeadSources, PeopleDirectory};
use crate::llm::{LlmGateway, Llms};
use crate::secrets::Secret;
use crate::x_account::{SignInRefusal, SignInStatus, XAccount};

/// Nothing is connected.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoServices;

#[async_trait]
impl Llms for NoServices {
    async fn open(&self, _: &LlmChoice, _: Option<&Secret>) -> Option<Arc<dyn LlmGateway>> {
        None
    }
}

#[async_trait]
impl LeadSources for NoServices {
    async fn x(&self, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn LeadSearch>> {
        None
    }

    async fn apollo(&self, _: &Connect, _: Option<&Secret>) -> Option<Arc<dyn PeopleDirectory>> {
        None
    }
}

#[async_trait]
impl HandleCheck for NoServices {
    async fn check(&self, handles: &[(Handle, LeadId)]) -> Vec<HandleFinding> {
        let unknown = |_| HandleFinding::Unknown { why: "There is no connection.".into() };
        handles.iter().map(unknown).collect()
    }
}

#[async_trait]
impl MailDomains for NoServices {
    async fn check(&self, _: &str, _: &[LeadId]) -> MailFinding {
        MailFinding::Unknown { why: "There is no connection.".into() }
    }
}

#[async_trait]
impl XAccount for NoServices {
    async fn sign_in(&self, _: &str) -> Result<String, SignInRefusal> {
        Err(SignInRefusal::Unavailable("There is no connection.".into()))
    }

    async fn open_window(&self) -> Result<(), SignInRefusal> {
        Err(SignInRefusal::NoWindow("There is no window here.".into()))
    }

    fn status(&self) -> SignInStatus {
        SignInStatus::default()
    }

    fn cancel(&self) -> SignInStatus {
        SignInStatus::default()
    }

    async fn settled(&self) -> SignInStatus {
        SignInStatus::default()
    }
}
