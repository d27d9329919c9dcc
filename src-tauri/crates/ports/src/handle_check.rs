//! Does a handle exist, does a mail domain take mail?
//!
//! **Invariant:** only positive knowledge counts: whatever is not surely known is `Unknown`, and unknown is
//! never shown as "does not exist".

use async_trait::async_trait;
use sdr_domain::handle_finding::{HandleFinding, MailFinding};
use sdr_domain::id::LeadId;
use sdr_domain::text::Handle;

/// Looks handles up in public.
#[async_trait]
pub trait HandleCheck: Send + Sync + 'static {
    /// Looks at each, in order, at a gentle pace; each with the lead it belongs to. One finding each.
    async fn check(&self, handles: &[(Handle, LeadId)]) -> Vec<HandleFinding>;
}

/// Looks mail domains up.
#[async_trait]
pub trait MailDomains: Send + Sync + 'static {
    /// Whether the domain of an address takes mail (MX, else A or AAAA; a null MX takes none).
    async fn check(&self, domain: &str, about: &[LeadId]) -> MailFinding;
}
