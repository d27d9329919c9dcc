//! Enrolling leads: by hand, by a list, and by themselves after a run.
//!
//! **Invariant:** nobody goes twice through the same sequence at the same time, and nobody who must not be
//! written to is enrolled.

use std::collections::{BTreeMap, HashSet};

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::activity::Actor;
use sdr_domain::channel::Channel;
use sdr_domain::enrollment::{Enrollment, EnrollmentState};
use sdr_domain::id::{LeadId, SequenceId};
use sdr_domain::lead::{Lead, LeadStatus, company_key};
use sdr_domain::sequence::{Sequence, SequenceState, SequenceVersion};
use sdr_domain::suppression::keys_for;
use sdr_storage::LeadFilter;

use super::control::leads;
use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{EnrollWho, Enrolled};

/// Leads looked at together.
const PAGE: usize = 1_000;

/// Who can be enrolled, and who not.
#[derive(Default)]
pub(crate) struct Chosen {
    /// Those who can.
    pub(crate) leads: Vec<Lead>,
    /// Those who cannot: reason and how many.
    pub(crate) skipped: BTreeMap<&'static str, u64>,
}

/// How strict the choice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// A human chose; `again` is their yes to people who were written to before.
    Human { again: bool },
    /// Nobody looks: whoever went through the sequence once is left out.
    Automatic,
}

impl Engine {
    /// Enrolls leads in a sequence. `again` is the explicit yes to people who were written to before.
    pub async fn enroll(
        &self,
        id: SequenceId,
        who: &EnrollWho,
        again: bool,
    ) -> Result<Enrolled, EngineError> {
        let (sequence, version) = self.open_sequence(id).await?;
        let chosen = self.choose(&sequence, &version, who, Strictness::Human { again }).await?;
        let skipped = chosen.skipped.clone();
        let enrolled = self.insert(&sequence, &version, chosen.leads, (again, Actor::Human)).await?;
        Ok(enrolled_view(enrolled, &sequence, skipped))
    }

    /// A sequence that takes leads, with the version they are enrolled in.
    pub(crate) async fn open_sequence(
        &self,
        id: SequenceId,
    ) -> Result<(Sequence, std::sync::Arc<SequenceVersion>), EngineError> {
        let sequence = self.cx.store.sequence(id).await?;
        let sequence = sequence.ok_or(EngineError::NotFound { what: "sequence" })?;
        match sequence.state {
            SequenceState::Active => {}
            SequenceState::Paused => {
                let sentence = "This sequence is paused. Resume it, then enroll leads.";
                return Err(EngineError::precondition("sequence_paused", sentence));
            }
            SequenceState::Archived => {
                let sentence = "This sequence is archived. Make a new one from it, then enroll leads.";
                return Err(EngineError::precondition("sequence_archived", sentence));
            }
        }
        let version = self.version(sequence.version_id).await?;
        Ok((sequence, version))
    }

    /// Sorts out who can be enrolled.
    pub(crate) async fn choose(
        &self,
        sequence: &Sequence,
        version: &SequenceVersion,
        who: &EnrollWho,
        strictness: Strictness,
    ) -> Result<Chosen, EngineError> {
        let mut chosen = Chosen::default();
        match who {
            EnrollWho::Leads(ids) => {
                let mut seen = HashSet::new();
                let ids: Vec<LeadId> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
                for part in ids.chunks(PAGE) {
                    self.sort_out(sequence, version, part, strictness, &mut chosen).await?;
                }
            }
            EnrollWho::Filter { leads, min_score } => {
                let mut cursor: Option<String> = None;
                loop {
                    let filter: &LeadFilter = leads;
                    let page = self.cx.store.leads_page(filter, cursor.as_deref(), 1_000).await?;
                    let fits =
                        |score: Option<u8>| min_score.is_none_or(|min| score.is_some_and(|s| s >= min));
                    let ids: Vec<LeadId> =
                        page.rows.iter().filter(|row| fits(row.score)).map(|row| row.id).collect();
                    self.sort_out(sequence, version, &ids, strictness, &mut chosen).await?;
                    match page.next {
                        Some(next) => cursor = Some(next),
                        None => break,
                    }
                }
            }
        }
        Ok(chosen)
    }

    async fn sort_out(
        &self,
        sequence: &Sequence,
        version: &SequenceVersion,
        ids: &[LeadId],
        strictness: Strictness,
        chosen: &mut Chosen,
    ) -> Result<(), EngineError> {
        let store = &self.cx.store;
        let found = store.leads(ids).await?;
        let of = |lead: &Lead| keys_for(Some(lead.id), &lead.handles);
        let keys: Vec<_> = found.iter().flat_map(of).collect();
        let barred = store.suppressed(&keys).await?;
        let enrolled = store.enrolled_among(sequence.id, ids).await?;
        let contacted = store.contacted_among(ids).await?;
        let channels: HashSet<Channel> =
            version.steps.0.iter().filter_map(|step| step.act().map(|(_, channel)| channel)).collect();
        for lead in found {
            let reached = channels.is_empty() || lead.channels().iter().any(|c| channels.contains(c));
            let (again, automatic) = match strictness {
                Strictness::Human { again } => (again, false),
                Strictness::Automatic => (false, true),
            };
            let listed =
                lead.status == LeadStatus::Suppressed || of(&lead).iter().any(|k| barred.contains(k));
            let reason = match enrolled.get(&lead.id) {
                _ if listed => Some("On the suppression list"),
                _ if lead.status == LeadStatus::Replied => Some("Replied already"),
                Some(true) => Some("In this sequence already"),
                Some(false) if automatic => Some("Went through this sequence before"),
                Some(false) | None if lead.status == LeadStatus::Disqualified => Some("Not a fit"),
                Some(false) | None if !reached => Some("No channel of this sequence reaches them"),
                Some(false) | None if !again && contacted.contains(&lead.id) => Some("Written to before"),
                Some(false) | None => None,
            };
            match reason {
                Some(reason) => *chosen.skipped.entry(reason).or_default() += 1,
                None => chosen.leads.push(lead),
            }
        }
        Ok(())
    }

    async fn insert(
        &self,
        sequence: &Sequence,
        version: &SequenceVersion,
        chosen: Vec<Lead>,
        (again, actor): (bool, Actor),
    ) -> Result<u64, EngineError> {
        let mut enrolled = 0;
        for part in chosen.chunks(PAGE) {
            let now = self.cx.now();
            let rows: Vec<Enrollment> = part
                .iter()
                .map(|lead| enrollment(self.cx.id(), lead, (sequence, version), again, now))
                .collect();
            let said = rows.iter().map(|row| {
                let about = (Some(row.project_id), Some(row.lead_id));
                let detail = format!("Enrolled in {}", sequence.name);
                self.cx.activity(about, actor, "lead.enrolled", row.id, detail)
            });
            let said = said.collect();
            let tx = self.cx.store.begin().await?;
            enrolled += tx.insert_enrollments(rows).await?;
            tx.insert_activity(said).await?;
            tx.commit().await?;
        }
        if enrolled > 0 {
            self.cx.bus.announce_all(Topic::Enrollments);
            self.cx.bus.announce(Topic::Sequences, sequence.id);
            self.cx.wake.notify_one();
        }
        Ok(enrolled)
    }

    /// Enrolls the leads a run judged, in every sequence whose threshold they reach. May be called again for
    /// the same run: nobody is enrolled twice.
    pub(crate) async fn auto_enroll(&self, since: Timestamp) -> Result<u64, EngineError> {
        let Some(project) = self.project().await? else { return Ok(0) };
        let mut enrolled = 0;
        for sequence in self.cx.store.sequences(project.id).await? {
            let Some(threshold) = sequence.settings.auto_enroll_score else { continue };
            if sequence.state != SequenceState::Active {
                continue;
            }
            let version = self.version(sequence.version_id).await?;
            let judged = self.cx.store.leads_judged_since(since, threshold).await?;
            let who = EnrollWho::Leads(judged.into_iter().map(|(id, _)| id).collect());
            let chosen = self.choose(&sequence, &version, &who, Strictness::Automatic).await?;
            enrolled += self.insert(&sequence, &version, chosen.leads, (false, Actor::App)).await?;
        }
        Ok(enrolled)
    }
}

/// A lead at the beginning of a version.
pub(crate) fn enrollment(
    id: sdr_domain::id::EnrollmentId,
    lead: &Lead,
    (sequence, version): (&Sequence, &SequenceVersion),
    again: bool,
    now: Timestamp,
) -> Enrollment {
    let first = version.steps.first();
    let delay = first.map_or(0, |step| i64::from(step.delay_minutes) * 60);
    Enrollment {
        id,
        project_id: sequence.project_id,
        sequence_id: sequence.id,
        version_id: version.id,
        lead_id: lead.id,
        company_key: company_key(&lead.profile),
        state: EnrollmentState::Active,
        step: first.map(|step| step.key.clone()),
        visit: 0,
        due_at: Some(now.saturating_add(SignedDuration::from_secs(delay)).unwrap_or(now)),
        awaits: None,
        paused_by: None,
        resume_at: None,
        end_reason: None,
        again,
        enrolled_at: now,
        updated_at: now,
        ended_at: None,
    }
}

fn enrolled_view(enrolled: u64, sequence: &Sequence, skipped: BTreeMap<&'static str, u64>) -> Enrolled {
    let left = match skipped.values().sum() {
        0 => String::new(),
        n => format!(" {} left out.", leads(n)),
    };
    let sentence = format!("{} enrolled in {}.{left}", leads(enrolled), sequence.name);
    let skipped = skipped.into_iter().map(|(reason, count)| (reason.to_owned(), count)).collect();
    Enrolled { enrolled, skipped, sentence }
}
