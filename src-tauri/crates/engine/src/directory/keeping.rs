//! Keeping: answers that were paid for become leads, or complete the lead they were bought for.
//!
//! May be done again at any time with the same outcome: a person who is a lead already stays one lead.

use sdr_domain::activity::Actor;
use sdr_domain::enrichment::bought;
use sdr_domain::id::{DirectoryAnswerId, EnrichmentId, LeadId};
use sdr_domain::lead::{Lead, NewLead};
use sdr_domain::project::Project;
use sdr_domain::source::Source;
use sdr_domain::suppression::keys_for;
use sdr_storage::{DirectoryAnswer, SourceOutcome, Tx};

use super::buying::Bought;
use super::trouble::{counted, on_source, refused};
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{DirectoryOutcome, RunOrder, RunTrigger};

/// Answers a transaction.
const CHUNK: usize = 100;

/// What one answer is to become.
enum Fate {
    /// A lead of its own, or what a known lead lacks.
    Row(Box<(DirectoryAnswer, NewLead)>),
    /// On the suppression list.
    Suppressed(DirectoryAnswerId),
    /// The directory knows no way to reach this person.
    Unreachable(DirectoryAnswerId),
    /// Nothing of it was kept when it was bought.
    SetAside,
}

impl Engine {
    /// Turns answers into leads, notes on the source what it came to, and starts a run over new leads.
    pub(super) async fn keep_people(
        &self,
        project: &Project,
        source: &Source,
        known: Vec<DirectoryAnswer>,
        bought: Bought,
    ) -> Result<DirectoryOutcome, EngineError> {
        let Bought { answers, credits, unmatched, suppressed, stopped } = bought;
        let people = answers.len() + known.len();
        let mut outcome =
            DirectoryOutcome { credits_spent: credits, unmatched, suppressed, ..DirectoryOutcome::default() };
        let all: Vec<DirectoryAnswer> = answers.into_iter().chain(known).collect();
        for part in all.chunks(CHUNK) {
            self.keep_people_part(project, source, part.to_vec(), &mut outcome).await?;
        }
        outcome.sentence = sentence(&outcome);
        let now = self.cx.now();
        let trouble = stopped.as_ref().map(|error| on_source(error, now));
        if let Some(error) = &stopped {
            outcome.sentence = format!("{} Then it stopped: {}", outcome.sentence, error.sentence);
        }
        let tx = self.cx.store.begin().await?;
        let noted = SourceOutcome { at: now, sentence: outcome.sentence.clone(), trouble };
        tx.note_source(source.id, &noted).await?;
        let detail = format!("{}, {} new leads", counted(credits, "credit", "credits"), outcome.created);
        let about = (Some(project.id), None);
        tx.insert_activity(vec![self.cx.activity(about, Actor::Human, "people.bought", source.id, detail)])
            .await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sources, source.id);
        if outcome.created > 0 {
            self.run_pipeline(RunOrder::over_waiting(RunTrigger::Button)).await?;
        }
        match stopped {
            Some(error) if people == 0 && credits == 0 => Err(refused(&error)),
            Some(_) | None => Ok(outcome),
        }
    }

    /// One transaction: leads, what completes them, and that the answers are used.
    async fn keep_people_part(
        &self,
        project: &Project,
        source: &Source,
        answers: Vec<DirectoryAnswer>,
        outcome: &mut DirectoryOutcome,
    ) -> Result<(), EngineError> {
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
        let mut rows = Vec::with_capacity(answers.len());
        for answer in answers {
            match fate(&tx, answer).await? {
                Fate::Row(row) => rows.push(*row),
                Fate::Suppressed(answer) => {
                    outcome.suppressed += 1;
                    tx.blank_directory_answer(answer, now).await?;
                }
                Fate::Unreachable(answer) => {
                    outcome.unmatched += 1;
                    tx.blank_directory_answer(answer, now).await?;
                }
                Fate::SetAside => outcome.unmatched += 1,
            }
        }
        if !rows.is_empty() {
            let arrivals = rows.iter().map(|(_, row)| (self.cx.id::<LeadId>(), row.clone())).collect();
            let imported = tx.import_leads(project.id, source.id, arrivals, now).await?;
            outcome.created += imported.created.len() as u64;
            outcome.merged += imported.merged as u64;
            outcome.duplicates += imported.duplicates as u64;
        }
        for (answer, row) in &rows {
            let lead = tx.lead_of(project.id, row).await?;
            tx.directory_answer_became(answer.id, lead, now).await?;
            if let (Some(lead), Some(person)) = (lead, &answer.person) {
                self.add_bought_facts(&tx, lead, person).await?;
            }
        }
        tx.commit().await?;
        self.cx.bus.announce_all(Topic::Leads);
        Ok(())
    }

    /// Adds what the directory says of the company to what was known.
    async fn add_bought_facts(&self, tx: &Tx, lead: LeadId, person: &NewLead) -> Result<(), EngineError> {
        let before = tx.enrichment(lead).await?.and_then(|known| serde_json::from_value(known).ok());
        let enrichment = bought(&person.profile, before);
        let value = serde_json::to_value(enrichment).unwrap_or_default();
        tx.insert_enrichment(lead, self.cx.id::<EnrichmentId>(), &value, self.cx.now()).await?;
        Ok(())
    }
}

/// Decides inside the transaction that stores it, so that a suppression of this instant counts.
async fn fate(tx: &Tx, answer: DirectoryAnswer) -> Result<Fate, EngineError> {
    let Some(person) = answer.person.clone() else { return Ok(Fate::SetAside) };
    let keys = keys_for(answer.for_lead.or(answer.lead_id), &person.handles);
    if !tx.suppressed(&keys).await?.is_empty() {
        return Ok(Fate::Suppressed(answer.id));
    }
    let owner = match answer.for_lead {
        Some(lead) => tx.lead(lead).await?,
        None => None,
    };
    let row = match owner {
        Some(lead) => completing(&lead, person),
        None => person,
    };
    if row.handles.is_empty() {
        return Ok(Fate::Unreachable(answer.id));
    }
    Ok(Fate::Row(Box::new((answer, row))))
}

/// A row that surely names this lead: its own name and handles first, then what is new.
fn completing(lead: &Lead, person: NewLead) -> NewLead {
    let mut row = person;
    row.profile.name.clone_from(&lead.profile.name);
    let mut handles = lead.handles.clone();
    handles.extend(row.handles.into_iter().filter(|handle| lead.handle(handle.kind()).is_none()));
    row.handles = handles;
    row
}

fn sentence(outcome: &DirectoryOutcome) -> String {
    let credits = counted(outcome.credits_spent, "credit", "credits");
    let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let mut parts = vec![counted(number(outcome.created), "new lead", "new leads")];
    if outcome.merged > 0 {
        parts.push(format!("{} completed", counted(number(outcome.merged), "known lead", "known leads")));
    }
    if outcome.duplicates > 0 {
        parts.push(format!("{} with nothing new", counted(number(outcome.duplicates), "person", "people")));
    }
    if outcome.unmatched > 0 {
        parts.push(format!("{} not found, or without a way to reach them", outcome.unmatched));
    }
    if outcome.suppressed > 0 {
        parts.push(format!("{} on your suppression list, left out", outcome.suppressed));
    }
    format!("Spent {credits}: {}.", parts.join(", "))
}
