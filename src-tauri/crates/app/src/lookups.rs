//! Apollo, Telegram names and mail domains, at their real addresses or at stand-ins.
//!
//! **Invariant:** Telegram is asked through one object a process: it keeps the pace.

use std::net::SocketAddr;
use std::sync::Arc;

use sdr_connectors::{APOLLO, Apollo, MailServers, TELEGRAM_WEB, TelegramWeb};
use sdr_domain::connect::secret_name;
use sdr_http::Http;
use sdr_ports::{Clock, EgressLedger, IdSource, PeopleDirectory, Secret, Secrets};
use url::Url;

use crate::start_error::StartError;

/// Addresses in place of the real ones.
#[derive(Debug, Clone, Default)]
pub struct StandIns {
    /// `SDR_APOLLO_BASE`.
    pub apollo: Option<Url>,
    /// `SDR_TELEGRAM_WEB_BASE`.
    pub telegram_web: Option<Url>,
    /// `SDR_DNS`: a name server with its port.
    pub name_server: Option<SocketAddr>,
}

/// What all lookups share.
pub(crate) struct LookupParts {
    pub(crate) http: Http,
    pub(crate) ledger: Arc<dyn EgressLedger>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) secrets: Arc<dyn Secrets>,
}

/// Lookups about people.
pub(crate) struct Lookups {
    pub(crate) names: TelegramWeb,
    pub(crate) domains: MailServers,
    http: Http,
    apollo: Url,
    secrets: Arc<dyn Secrets>,
}

impl Lookups {
    pub(crate) fn new(parts: LookupParts, stand_ins: StandIns) -> Result<Self, StartError> {
        let LookupParts { http, ledger, clock, ids, secrets } = parts;
        let base = |stand_in: Option<Url>, real: &str| match stand_in {
            Some(url) => Ok(url),
            None => real.parse().map_err(|_| StartError::Network(format!("{real} is no address"))),
        };
        let telegram = base(stand_ins.telegram_web, TELEGRAM_WEB)?;
        Ok(Self {
            names: TelegramWeb::new(http.clone(), Arc::clone(&clock), ids, telegram),
            domains: MailServers::new(ledger, clock, stand_ins.name_server, None),
            apollo: base(stand_ins.apollo, APOLLO)?,
            http,
            secrets,
        })
    }

    /// Apollo with the stored key, or with one that is being tested; `None` without any.
    pub(crate) async fn apollo(&self, tested: Option<&Secret>) -> Option<Arc<dyn PeopleDirectory>> {
        let key = match tested {
            Some(key) => key.clone(),
            None => match self.secrets.get(secret_name::APOLLO_KEY).await {
                Ok(key) => key?,
                Err(error) => {
                    tracing::warn!(%error, "the Apollo key cannot be read");
                    return None;
                }
            },
        };
        Some(Arc::new(Apollo::new(self.http.clone(), self.apollo.clone(), key)))
    }
}
