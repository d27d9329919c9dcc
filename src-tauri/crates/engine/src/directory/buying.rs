//! Buying: one request after the other, each written down before it goes, each answer the moment it comes.

use sdr_domain::id::{LeadId, ProjectId};
use sdr_domain::people::PersonQuery;
use sdr_domain::source::Source;
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::lead_source::{DirectoryPerson, Matches};
use sdr_ports::{PeopleDirectory, SourceError, SourceErrorKind};
use sdr_storage::{DirectoryAnswer, DirectoryEnd, DirectoryKey, DirectoryRequest};

use super::trouble::counted;
use crate::engine::Engine;
use crate::error::EngineError;

/// An answer with everything it will be found by.
type Filed = (DirectoryAnswer, Vec<(DirectoryKey, String)>);

/// Somebody to be bought.
pub(super) struct Wanted {
    query: PersonQuery,
    for_lead: Option<LeadId>,
}

impl Wanted {
    pub(super) fn by_id(id: String) -> Self {
        Self { query: PersonQuery { id: Some(id), ..PersonQuery::default() }, for_lead: None }
    }

    pub(super) fn for_lead(query: PersonQuery, lead: LeadId) -> Self {
        Self { query, for_lead: Some(lead) }
    }

    /// By what this person will be found again, whatever the answer says.
    fn keys(&self) -> Vec<(DirectoryKey, String)> {
        let normal = |kind, text: &Option<String>| {
            let handle = Handle::parse(kind, text.as_deref()?).ok()?;
            Some(handle.value().to_owned())
        };
        [
            (DirectoryKey::Id, self.query.id.clone()),
            (DirectoryKey::Email, normal(HandleKind::Email, &self.query.email)),
            (DirectoryKey::Linkedin, normal(HandleKind::Linkedin, &self.query.linkedin)),
        ]
        .into_iter()
        .filter_map(|(kind, value)| Some((kind, value?)))
        .collect()
    }
}

/// What was bought.
#[derive(Default)]
pub(super) struct Bought {
    pub(super) answers: Vec<DirectoryAnswer>,
    pub(super) credits: u32,
    pub(super) unmatched: u64,
    pub(super) suppressed: u64,
    /// Why it stopped before everybody was asked for.
    pub(super) stopped: Option<SourceError>,
}

impl Engine {
    /// Asks for people, as many at once as the directory allows. `credits` is what the human confirmed: when
    /// more would be needed nothing is asked, and it stops rather than go beyond.
    pub(super) async fn buy_people(
        &self,
        directory: &dyn PeopleDirectory,
        source: &Source,
        wanted: Vec<Wanted>,
        credits: u32,
    ) -> Result<Bought, EngineError> {
        let each = directory.credits_per_match();
        let cost = |people: usize| u32::try_from(people).unwrap_or(u32::MAX).saturating_mul(each);
        let needed = cost(wanted.len());
        if needed > credits {
            let (needed, said) = (counted(needed, "credit", "credits"), credits);
            return Err(EngineError::conflict(
                "credits_changed",
                format!("This may cost {needed} now, and you confirmed {said}. Nothing was spent."),
            ));
        }
        let mut bought = Bought::default();
        for part in wanted.chunks(directory.most_per_match().max(1)) {
            let most = cost(part.len());
            if bought.credits.saturating_add(most) > credits {
                bought.stopped = Some(dearer_than_said());
                break;
            }
            match self.buy_part(directory, source, part, most).await? {
                Ok(matches) => {
                    bought.credits = bought.credits.saturating_add(matches.credits);
                    bought.unmatched += matches.unmatched;
                    bought.answers.extend(matches.answers);
                }
                Err(error) => {
                    bought.stopped = Some(error);
                    break;
                }
            }
        }
        Ok(bought)
    }

    /// One request: written down, sent, its answer stored.
    async fn buy_part(
        &self,
        directory: &dyn PeopleDirectory,
        source: &Source,
        part: &[Wanted],
        most_credits: u32,
    ) -> Result<Result<Bought, SourceError>, EngineError> {
        let request = DirectoryRequest {
            id: self.cx.id(),
            project_id: source.project_id,
            source_id: source.id,
            people: u32::try_from(part.len()).unwrap_or(u32::MAX),
            most_credits,
            asked_at: self.cx.now(),
        };
        let tx = self.cx.store.begin().await?;
        tx.insert_directory_request(&request).await?;
        tx.commit().await?;
        let queries: Vec<PersonQuery> = part.iter().map(|wanted| wanted.query.clone()).collect();
        let about: Vec<LeadId> = part.iter().filter_map(|wanted| wanted.for_lead).collect();
        let answer = directory.match_people(&queries, &about).await;
        let tx = self.cx.store.begin().await?;
        let ended = match answer {
            Ok(matches) => {
                let credits = matches.credits;
                let (rows, unmatched) = self.answer_rows(source, part, matches);
                let answers = rows.iter().map(|(answer, _)| answer.clone()).collect();
                tx.insert_directory_answers(rows).await?;
                tx.end_directory_request(request.id, DirectoryEnd::Answered(credits), self.cx.now()).await?;
                Ok(Bought { answers, credits, unmatched, ..Bought::default() })
            }
            Err(error) => {
                let unclear = error.kind == SourceErrorKind::Unclear;
                let end = if unclear { DirectoryEnd::Unclear } else { DirectoryEnd::Refused };
                tx.end_directory_request(request.id, end, self.cx.now()).await?;
                Err(error)
            }
        };
        tx.commit().await?;
        Ok(ended)
    }

    /// The rows of an answer with their keys, and how many people it did not know.
    fn answer_rows(&self, source: &Source, part: &[Wanted], matches: Matches) -> (Vec<Filed>, u64) {
        let asked = part.len() as u64;
        let found = part.iter().zip(matches.people).filter_map(|(wanted, person)| Some((wanted, person?)));
        let rows: Vec<_> = found
            .map(|(wanted, person)| self.answer_row(source.project_id, source, wanted, person))
            .collect();
        let unmatched = asked - rows.len() as u64;
        (rows, unmatched)
    }

    fn answer_row(
        &self,
        project_id: ProjectId,
        source: &Source,
        wanted: &Wanted,
        person: DirectoryPerson,
    ) -> Filed {
        let mut keys = wanted.keys();
        keys.extend(person.id.map(|id| (DirectoryKey::Id, id)));
        for handle in &person.lead.handles {
            let kind = match handle.kind() {
                HandleKind::Email => DirectoryKey::Email,
                HandleKind::Linkedin => DirectoryKey::Linkedin,
                HandleKind::X | HandleKind::Telegram => continue,
            };
            keys.push((kind, handle.value().to_owned()));
        }
        let answer = DirectoryAnswer {
            id: self.cx.id(),
            project_id,
            source_id: source.id,
            person: Some(person.lead),
            for_lead: wanted.for_lead,
            lead_id: None,
            imported_at: None,
            at: self.cx.now(),
        };
        (answer, keys)
    }
}

fn dearer_than_said() -> SourceError {
    SourceError {
        kind: SourceErrorKind::Spent,
        sentence: "Apollo charged more than announced, so the rest was not asked for.".into(),
        fix: "Look at the credit usage in Apollo, then choose the rest again.".into(),
    }
}
