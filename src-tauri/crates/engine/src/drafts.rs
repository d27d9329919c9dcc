//! The queue: drafts as a human reads them, with what a yes would do.

mod writing;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use sdr_domain::Timestamp;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::compose::LengthUse;
use sdr_domain::compose::limits::length_use;
use sdr_domain::delivery::Delivery;
use sdr_domain::draft::{Draft, DraftStatus, paragraphs};
use sdr_domain::id::{DraftId, LeadId};
use sdr_domain::lead::Lead;
use sdr_domain::limits::Decision;
use sdr_domain::project::Project;
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::DraftFilter;

use crate::channels::mode_of;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{DraftDetail, DraftPage, DraftRow, DraftVariant, LimitView};

impl Engine {
    /// One page of drafts; pending ones as one row a choice, best score first.
    pub async fn drafts_page(
        &self,
        filter: &DraftFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<DraftPage, EngineError> {
        let page = self.cx.store.drafts_page(filter, cursor, limit).await?;
        Ok(DraftPage { items: page.rows, next: page.next, total: page.total })
    }

    /// A draft with its variants, its lead and what a yes would do. Looking marks it as opened.
    pub async fn draft(&self, id: DraftId) -> Result<Option<DraftDetail>, EngineError> {
        let Some(draft) = self.cx.store.draft(id).await? else { return Ok(None) };
        let lead = self.cx.store.lead(draft.lead_id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        let project = self.need_project().await?;
        let variants = self.cx.store.choice(draft.choice_id).await?;
        self.mark_opened(&variants).await?;
        let mode = mode_of(draft.channel, &project.connect);
        let blocked = match draft.status {
            DraftStatus::Pending => self.block(&draft, &lead, false).await?.map(|(_, sentence)| sentence),
            DraftStatus::Approved | DraftStatus::Rejected | DraftStatus::Superseded => {
                Some(format!("This draft is {}.", draft.status.as_str()))
            }
        };
        Ok(Some(DraftDetail {
            id: draft.id,
            choice_id: draft.choice_id,
            channel: draft.channel,
            action: draft.action,
            mode,
            status: draft.status,
            variants: variants.iter().map(|d| variant(d, &lead)).collect(),
            consequence: self.consequence(&project, draft.channel, mode).await?,
            recipient: lead.handle(draft.channel.into()).map(|handle| handle.value().to_owned()),
            reply_to_url: draft.reply_to.as_deref().map(|post| post_url(&lead, post)),
            limit: limit_view(&length_use(draft.channel, &draft.body)),
            blocked,
            lead: self.lead_detail(lead).await?,
        }))
    }

    async fn mark_opened(&self, variants: &[Draft]) -> Result<(), EngineError> {
        let pending: Vec<DraftId> =
            variants.iter().filter(|d| d.status == DraftStatus::Pending).map(|d| d.id).collect();
        if self.cx.store.drafts_opened(&pending).await?.len() == pending.len() {
            return Ok(());
        }
        let tx = self.cx.store.begin().await?;
        for id in pending {
            tx.mark_draft_opened(id, self.cx.now()).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// What pressing the button does, in the button's own words.
    async fn consequence(
        &self,
        project: &Project,
        channel: Channel,
        mode: Mode,
    ) -> Result<String, EngineError> {
        let undo = project.outreach.undo_secs;
        if project.outreach.dry_run {
            return Ok(format!("Approve & record in {undo} s (dry run)"));
        }
        if self.is_paused().await? {
            return Ok("Approve & send after you resume".into());
        }
        if mode != Mode::Automatic {
            return Ok("Approve & get ready for your Enter".into());
        }
        let gate = self.gate(project.clone()).await?;
        let now = self.cx.now();
        Ok(match gate.decide_channel(channel, now) {
            Decision::Go => format!("Approve & send in {undo} s"),
            Decision::Wait { until: Some(until), .. } => {
                let earliest = now.saturating_add(SignedDuration::from_secs(i64::from(undo))).unwrap_or(now);
                when_button(project, now, until.max(earliest))
            }
            Decision::Wait { reason, until: None } => format!("Approve; {}", lower_first(reason.sentence())),
        })
    }

    /// What happens after a yes, in a sentence.
    pub(crate) async fn after_yes(
        &self,
        project: &Project,
        delivery: &Delivery,
    ) -> Result<String, EngineError> {
        let undo = project.outreach.undo_secs;
        if delivery.dry_run {
            return Ok(format!("Recorded in {undo} s; nothing leaves this machine in dry run."));
        }
        let gate = self.gate(project.clone()).await?;
        Ok(match (delivery.mode, gate.decide_channel(delivery.channel, self.cx.now())) {
            (Mode::Assisted | Mode::Forbidden, _) => "Ready under Deliveries for your Enter.".into(),
            (Mode::Automatic, Decision::Go) => format!("Goes out in {undo} s unless you undo it."),
            (Mode::Automatic, Decision::Wait { reason, until: Some(until) }) => {
                format!("{}: goes {}.", reason.sentence(), local_time(project, until))
            }
            (Mode::Automatic, Decision::Wait { reason, until: None }) => format!("{}.", reason.sentence()),
        })
    }

    pub(crate) async fn draft_row(&self, id: DraftId) -> Result<DraftRow, EngineError> {
        let (draft, _) = self.draft_and_lead(id).await?;
        let rows = self.draft_rows_of(draft.lead_id).await?;
        rows.into_iter().find(|row| row.id == id).ok_or(EngineError::NotFound { what: "draft" })
    }

    /// Every draft of one lead, newest first.
    pub(crate) async fn draft_rows_of(&self, lead: LeadId) -> Result<Vec<DraftRow>, EngineError> {
        let store = &self.cx.store;
        let Some(about) = store.lead(lead).await? else { return Ok(Vec::new()) };
        let verdict = store.judgement(lead).await?.map(|row| row.judgement.verdict);
        let drafts = store.drafts_of_lead(lead).await?;
        let ids: Vec<DraftId> = drafts.iter().map(|draft| draft.id).collect();
        let opened = store.drafts_opened(&ids).await?;
        let variants = |draft: &Draft| {
            let same = |d: &&Draft| d.choice_id == draft.choice_id && d.status == draft.status;
            u32::try_from(drafts.iter().filter(same).count()).unwrap_or(1)
        };
        let rows = drafts.iter().map(|draft| DraftRow {
            id: draft.id,
            choice_id: draft.choice_id,
            lead_id: lead,
            lead_name: about.profile.name.clone(),
            company: about.profile.company.clone(),
            channel: draft.channel,
            action: draft.action,
            status: draft.status,
            variant: draft.variant,
            variants: variants(draft),
            score: about.score,
            verdict,
            first_line: draft.subject.clone().unwrap_or_else(|| first_line(&draft.body)),
            opened: opened.contains(&draft.id),
            edited: draft.is_edited(),
            written_by: draft.author(),
            created_at: draft.created_at,
        });
        Ok(rows.collect())
    }
}

/// One phrasing with the fingerprint of exactly these words to this lead.
pub(crate) fn variant(draft: &Draft, lead: &Lead) -> DraftVariant {
    let split = match draft.channel {
        Channel::Telegram => paragraphs(&draft.body),
        Channel::Email | Channel::X | Channel::Linkedin => vec![draft.body.clone()],
    };
    DraftVariant {
        id: draft.id,
        variant: draft.variant,
        subject: draft.subject.clone(),
        body: draft.body.clone(),
        paragraphs: split,
        machine_subject: draft.machine_subject.clone(),
        machine_body: draft.machine_body.clone(),
        edited: draft.is_edited(),
        written_by: draft.author(),
        note: draft.note.clone(),
        fingerprint: lead.handle(draft.channel.into()).map(|handle| draft.fingerprint(handle)),
        status: draft.status,
    }
}

pub(crate) fn limit_view(length: &LengthUse) -> LimitView {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    LimitView { unit: length.unit.as_str(), max: Some(number(length.max)), used: number(length.used) }
}

/// Where a post on X can be read.
fn post_url(lead: &Lead, post: &str) -> String {
    let handle = lead.handle(HandleKind::X).map_or("i", Handle::value);
    format!("https://x.com/{handle}/status/{post}")
}

/// The button of a message that waits: today by its hour, later by its day too.
fn when_button(project: &Project, now: Timestamp, at: Timestamp) -> String {
    let zone = zone_of(project);
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    if day(now) == day(at) {
        format!("Approve & send at {}", at.to_zoned(zone).strftime("%H:%M"))
    } else {
        format!("Approve & schedule {}", local_time(project, at))
    }
}

pub(crate) fn zone_of(project: &Project) -> TimeZone {
    TimeZone::get(&project.outreach.working_hours.time_zone).unwrap_or(TimeZone::UTC)
}

/// `Tue 09:00` in the SDR's own zone.
pub(crate) fn local_time(project: &Project, at: Timestamp) -> String {
    at.to_zoned(zone_of(project)).strftime("%a %H:%M").to_string()
}

fn first_line(body: &str) -> String {
    body.lines().next().unwrap_or_default().to_owned()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
