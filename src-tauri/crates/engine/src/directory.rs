//! The directory of people: searching it, buying contact data, completing leads.
//!
//! Searching is free. What costs credits is asked for only after a human saw the number and said yes to it.
//!
//! **Invariant:** nothing is spent beyond the number the human confirmed.
//!
//! **Invariant:** somebody who was bought is not bought again; somebody on the suppression list is never
//! asked for.

mod buying;
mod keeping;
mod settling;
mod trouble;

use std::sync::Arc;

use sdr_domain::id::{LeadId, SourceId};
use sdr_domain::lead::{Lead, LeadStatus};
use sdr_domain::people::{PeopleFilter, PersonQuery};
use sdr_domain::source::{Source, SourceKind, SourceSettings};
use sdr_domain::suppression::keys_for;
use sdr_domain::text::HandleKind;
use sdr_ports::PeopleDirectory;
use sdr_storage::{DirectoryAnswer, DirectoryKey};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{DirectoryEntryView, DirectoryEstimate, DirectoryOutcome, DirectorySearch};
use buying::Wanted;
use trouble::refused;

/// People one call may buy.
const MOST_AT_ONCE: usize = 500;

/// Leads to be completed, sorted by what that takes.
#[derive(Default)]
struct Completion {
    /// Bought before, for nothing.
    known: Vec<DirectoryAnswer>,
    wanted: Vec<Wanted>,
    /// Too little is known of them to ask.
    hopeless: u64,
    suppressed: u64,
}

impl Engine {
    /// One page of people, with who was bought already. Costs nothing.
    pub async fn search_people(
        &self,
        filter: &PeopleFilter,
        page: u32,
    ) -> Result<DirectorySearch, EngineError> {
        let project = self.need_project().await?;
        let directory = self.need_directory().await?;
        let found = directory.search(filter, page).await.map_err(|error| refused(&error))?;
        let ids: Vec<String> = found.entries.iter().map(|entry| entry.id.clone()).collect();
        let known = self.cx.store.directory_answers(project.id, DirectoryKey::Id, &ids).await?;
        let entries = found.entries.into_iter().map(|entry| DirectoryEntryView {
            known: known.contains_key(&entry.id),
            id: entry.id,
            name: entry.name,
            title: entry.title,
            company: entry.company,
            has_email: entry.has_email,
        });
        Ok(DirectorySearch {
            entries: entries.collect(),
            total: found.total,
            more: found.more,
            credits_per_match: directory.credits_per_match(),
        })
    }

    /// Buys people found in the directory and makes leads of them. `credits` is what the human confirmed.
    pub async fn reveal_people(
        &self,
        source: SourceId,
        ids: Vec<String>,
        credits: u32,
    ) -> Result<DirectoryOutcome, EngineError> {
        let engine = self.clone();
        in_its_own_task(async move { engine.reveal(source, ids, credits).await }).await
    }

    async fn reveal(
        &self,
        source: SourceId,
        mut ids: Vec<String>,
        credits: u32,
    ) -> Result<DirectoryOutcome, EngineError> {
        let project = self.need_project().await?;
        let source = self.need_source(source).await?;
        if source.kind() != SourceKind::Apollo {
            return Err(EngineError::invalid("source_id", "Choose a source of the kind Apollo."));
        }
        ids.retain(|id| !id.trim().is_empty());
        ids.sort_unstable();
        ids.dedup();
        check_number("ids", ids.len())?;
        let directory = self.need_directory().await?;
        // Two purchases at once could both buy the same person.
        let _one_at_a_time = self.cx.buying.lock().await;
        let mut known = self.cx.store.directory_answers(project.id, DirectoryKey::Id, &ids).await?;
        let mut answers = Vec::new();
        let mut wanted = Vec::new();
        for id in ids {
            match known.remove(&id) {
                Some(answer) => answers.push(answer),
                None => wanted.push(Wanted::by_id(id)),
            }
        }
        let bought = self.buy_people(directory.as_ref(), &source, wanted, credits).await?;
        self.keep_people(&project, &source, answers, bought).await
    }

    /// Completes leads with what the directory knows; nothing of theirs is replaced. `credits` is what the
    /// human confirmed.
    pub async fn enrich_from_directory(
        &self,
        leads: Vec<LeadId>,
        credits: u32,
    ) -> Result<DirectoryOutcome, EngineError> {
        let engine = self.clone();
        in_its_own_task(async move { engine.complete_leads(leads, credits).await }).await
    }

    async fn complete_leads(
        &self,
        leads: Vec<LeadId>,
        credits: u32,
    ) -> Result<DirectoryOutcome, EngineError> {
        let project = self.need_project().await?;
        check_number("lead_ids", leads.len())?;
        let directory = self.need_directory().await?;
        let _one_at_a_time = self.cx.buying.lock().await;
        let completion = self.completion(&leads).await?;
        let source = self.directory_source(project.id).await?;
        let mut bought = self.buy_people(directory.as_ref(), &source, completion.wanted, credits).await?;
        bought.unmatched += completion.hopeless;
        bought.suppressed += completion.suppressed;
        self.keep_people(&project, &source, completion.known, bought).await
    }

    /// What completing these leads would cost.
    pub async fn estimate_enrichment(&self, leads: &[LeadId]) -> Result<DirectoryEstimate, EngineError> {
        self.need_project().await?;
        check_number("lead_ids", leads.len())?;
        let directory = self.need_directory().await?;
        let completion = self.completion(leads).await?;
        let people = u32::try_from(completion.wanted.len()).unwrap_or(u32::MAX);
        Ok(DirectoryEstimate {
            credits: people.saturating_mul(directory.credits_per_match()),
            known: completion.known.len() as u64,
        })
    }

    /// Sorts leads by what completing them takes.
    async fn completion(&self, ids: &[LeadId]) -> Result<Completion, EngineError> {
        let project = self.need_project().await?;
        let leads = self.cx.store.leads(ids).await?;
        let keys: Vec<_> = leads.iter().flat_map(|lead| keys_for(Some(lead.id), &lead.handles)).collect();
        let barred = self.cx.store.suppressed(&keys).await?;
        let values = |kind| -> Vec<String> {
            leads.iter().filter_map(|lead| Some(lead.handle(kind)?.value().to_owned())).collect()
        };
        let (emails, profiles) = (values(HandleKind::Email), values(HandleKind::Linkedin));
        let by_email = self.cx.store.directory_answers(project.id, DirectoryKey::Email, &emails).await?;
        let by_profile =
            self.cx.store.directory_answers(project.id, DirectoryKey::Linkedin, &profiles).await?;
        let mut completion = Completion::default();
        for lead in &leads {
            let listed = keys_for(Some(lead.id), &lead.handles).iter().any(|key| barred.contains(key));
            if listed || lead.status == LeadStatus::Suppressed {
                completion.suppressed += 1;
                continue;
            }
            let value = |kind| lead.handle(kind).map(sdr_domain::text::Handle::value);
            let known = value(HandleKind::Email).and_then(|email| by_email.get(email));
            let known = known.or_else(|| by_profile.get(value(HandleKind::Linkedin)?));
            match (known, query(lead)) {
                (Some(answer), _) => {
                    completion.known.push(DirectoryAnswer { for_lead: Some(lead.id), ..answer.clone() });
                }
                (None, Some(query)) => completion.wanted.push(Wanted::for_lead(query, lead.id)),
                (None, None) => completion.hopeless += 1,
            }
        }
        Ok(completion)
    }

    async fn need_directory(&self) -> Result<Arc<dyn PeopleDirectory>, EngineError> {
        let project = self.need_project().await?;
        let directory = self.cx.sources.apollo(&project.connect, None).await;
        directory.ok_or_else(|| {
            let sentence = "Apollo is not connected. Enter its key in the settings.";
            EngineError::precondition("apollo_not_connected", sentence)
        })
    }

    /// The source that leads completed from the directory name: the first of its kind, else one made now.
    async fn directory_source(&self, project: sdr_domain::id::ProjectId) -> Result<Source, EngineError> {
        let known = self.cx.store.sources().await?;
        if let Some(source) = known.into_iter().rfind(|source| source.kind() == SourceKind::Apollo) {
            return Ok(source);
        }
        let settings = SourceSettings::Apollo { filter: PeopleFilter::default() };
        let source = self.new_source("Apollo", settings, project);
        self.store_new_source(&source, sdr_domain::activity::Actor::App).await?;
        Ok(source)
    }
}

/// Runs to its end also when the caller goes away: an answer that is on its way is paid for.
async fn in_its_own_task<T: Send + 'static>(
    work: impl Future<Output = Result<T, EngineError>> + Send + 'static,
) -> Result<T, EngineError> {
    let ended = tokio::spawn(work).await;
    ended.map_err(|_| EngineError::conflict("apollo", "The purchase ended unexpectedly; see the log."))?
}

fn check_number(field: &str, number: usize) -> Result<(), EngineError> {
    if (1..=MOST_AT_ONCE).contains(&number) {
        return Ok(());
    }
    Err(EngineError::invalid(field, format!("Choose between 1 and {MOST_AT_ONCE} people.")))
}

/// What to ask the directory about a lead; `None` when too little is known to find the right person.
fn query(lead: &Lead) -> Option<PersonQuery> {
    let value = |kind| lead.handle(kind).map(|handle| handle.value().to_owned());
    let host = lead.profile.website.as_deref().and_then(|site| site.parse::<url::Url>().ok());
    let host = host.and_then(|url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned()));
    let query = PersonQuery {
        id: None,
        name: Some(lead.profile.name.clone()),
        email: value(HandleKind::Email),
        company: lead.profile.company.clone(),
        domain: host,
        linkedin: value(HandleKind::Linkedin),
    };
    let enough = query.email.is_some()
        || query.linkedin.is_some()
        || query.company.is_some()
        || query.domain.is_some();
    enough.then_some(query)
}
