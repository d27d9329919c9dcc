//! How things stand at this instant, loaded in a few statements however many are enrolled.

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::enrollment::Enrollment;
use sdr_domain::id::{LeadId, SequenceVersionId};
use sdr_domain::lead_zone::lead_zone;
use sdr_domain::limits::LimitRules;
use sdr_domain::preview::{Enrolled, Queued, Standing};
use sdr_domain::project::{Outreach, Project};
use sdr_domain::sequence::Steps;

use crate::channels::mode_of;
use crate::engine::Engine;
use crate::error::EngineError;

/// The limits of these settings.
pub(super) fn limit_rules(outreach: &Outreach) -> Result<LimitRules, EngineError> {
    LimitRules::of(outreach).map_err(|error| {
        EngineError::precondition(error.field(), format!("The limits cannot be used: {error}."))
    })
}

impl Engine {
    /// Everything the preview starts from; `also` are enrollments that do not exist yet.
    pub(crate) async fn standing(
        &self,
        project: &Project,
        also: Vec<Enrollment>,
    ) -> Result<Standing, EngineError> {
        let store = &self.cx.store;
        let now = self.cx.now();
        let rules = limit_rules(&project.outreach)?;
        let mut enrollments = store.live_enrollments(project.id).await?;
        enrollments.extend(also);
        let asked: Vec<_> = enrollments.iter().map(|e| (e.id, e.lead_id, e.enrolled_at)).collect();
        let mut facts = store.facts_of(&asked).await?;
        let queued = store.queued_deliveries().await?;
        let leads = enrollments.iter().map(|e| e.lead_id).chain(queued.iter().map(|q| q.lead_id));
        let zones = self.zones_of(project, leads.collect()).await?;
        let zone = |lead: LeadId| zones.get(&lead).cloned();
        let versions = self.steps_of(enrollments.iter().map(|e| e.version_id)).await?;
        let enrolled = enrollments.into_iter().map(|enrollment| {
            let known = facts.remove(&enrollment.id).unwrap_or_default();
            let zone = zone(enrollment.lead_id);
            Enrolled { facts: known.facts, suppressed: known.suppressed, zone, enrollment }
        });
        let enrolled = enrolled.collect();
        let queued = queued.into_iter().map(|row| Queued {
            lead_id: row.lead_id,
            enrollment_id: row.enrollment_id,
            channel: row.channel,
            action: row.action,
            eligible_at: row.eligible_at,
            gap_secs: row.gap_secs,
            by_hand: row.mode != Mode::Automatic,
            zone: zone(row.lead_id),
        });
        let by_hand = Channel::ALL.into_iter().filter(|c| mode_of(*c, &project.connect) != Mode::Automatic);
        Ok(Standing {
            now,
            versions,
            enrolled,
            queued: queued.collect(),
            book: self.book(&rules, now).await?,
            rules,
            undo_secs: project.outreach.undo_secs,
            by_hand: by_hand.collect(),
        })
    }

    /// Where these leads are, as far as their profiles tell; nobody asks while there are no lead hours.
    async fn zones_of(
        &self,
        project: &Project,
        leads: HashSet<LeadId>,
    ) -> Result<HashMap<LeadId, TimeZone>, EngineError> {
        if project.outreach.lead_hours.is_none() {
            return Ok(HashMap::new());
        }
        let leads: Vec<LeadId> = leads.into_iter().collect();
        let places = self.cx.store.lead_places(&leads).await?;
        let known = places.into_iter().filter_map(|(id, place)| Some((id, lead_zone(Some(&place))?)));
        Ok(known.collect())
    }

    /// The steps of these versions; they never change, so each is read once.
    pub(super) async fn steps_of(
        &self,
        versions: impl Iterator<Item = SequenceVersionId>,
    ) -> Result<HashMap<SequenceVersionId, Steps>, EngineError> {
        let wanted: HashSet<SequenceVersionId> = versions.collect();
        let mut steps = HashMap::with_capacity(wanted.len());
        for id in wanted {
            steps.insert(id, self.version(id).await?.steps.clone());
        }
        Ok(steps)
    }
}
