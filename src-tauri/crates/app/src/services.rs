//! Services of this process, opened as the project has them connected at the time of asking.
//!
//! **Invariant:** keys are read from the keychain for each opening; none is kept here.

use std::sync::Arc;

use async_trait::async_trait;
use sdr_domain::connect::{Connect, secret_name};
use sdr_domain::handle_finding::{HandleFinding, MailFinding};
use sdr_domain::id::LeadId;
use sdr_domain::project::{LlmChoice, LlmProvider};
use sdr_domain::text::Handle;
use sdr_llm::Gateways;
use sdr_ports::lead_source::{LeadSearch, LeadSources, PeopleDirectory};
use sdr_ports::llm::{LlmGateway, Llms};
use sdr_ports::{HandleCheck, MailDomains, Secret, Secrets};

use crate::lookups::Lookups;
use crate::x::X;

/// Models, sources and checks.
pub(crate) struct ConnectedServices {
    pub(crate) secrets: Arc<dyn Secrets>,
    pub(crate) models: Gateways,
    pub(crate) x: Arc<X>,
    pub(crate) lookups: Lookups,
}

#[async_trait]
impl Llms for ConnectedServices {
    async fn open(&self, choice: &LlmChoice, secret: Option<&Secret>) -> Option<Arc<dyn LlmGateway>> {
        if choice.provider == LlmProvider::None {
            return None;
        }
        let key = match secret {
            Some(typed) => Some(typed.clone()),
            None => self.secrets.get(secret_name::LLM_KEY).await.unwrap_or_else(|error| {
                // Without its key the gateway itself says what is missing.
                tracing::warn!(%error, "the key of the language model could not be read");
                None
            }),
        };
        self.models.open(choice, key)
    }
}

#[async_trait]
impl LeadSources for ConnectedServices {
    async fn x(&self, connect: &Connect, secret: Option<&Secret>) -> Option<Arc<dyn LeadSearch>> {
        self.x.search(&connect.x, secret).await
    }

    async fn apollo(&self, _: &Connect, secret: Option<&Secret>) -> Option<Arc<dyn PeopleDirectory>> {
        self.lookups.apollo(secret).await
    }
}

#[async_trait]
impl HandleCheck for ConnectedServices {
    async fn check(&self, handles: &[(Handle, LeadId)]) -> Vec<HandleFinding> {
        self.lookups.names.check(handles).await
    }
}

#[async_trait]
impl MailDomains for ConnectedServices {
    async fn check(&self, domain: &str, about: &[LeadId]) -> MailFinding {
        self.lookups.domains.check(domain, about).await
    }
}
