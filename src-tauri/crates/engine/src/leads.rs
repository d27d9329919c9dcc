//! Leads: list, look at one, add by hand, suppress, delete, demo leads, export.

mod detail;
mod export;

use sdr_domain::activity::{Activity, Actor};
use sdr_domain::draft::DraftStatus;
use sdr_domain::generator::generate;
use sdr_domain::id::{LeadId, SourceId, SuppressionId};
use sdr_domain::lead::{LeadStatus, NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::suppression::{Suppression, SuppressionKind};
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::{LeadFilter, SourceRow};

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{ActivityView, ImportReport, LeadPage, NewLeadForm};

/// Generated at once; more is a benchmark, not a demo.
const MOST_DEMO_LEADS: u32 = 100_000;

impl Engine {
    /// One page of the lead list.
    pub async fn leads_page(
        &self,
        filter: &LeadFilter,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<LeadPage, EngineError> {
        let page = self.cx.store.leads_page(filter, cursor, limit).await?;
        Ok(LeadPage { items: page.rows, next: page.next, total: page.total })
    }

    /// Adds a person typed in by hand and judges them at once.
    pub async fn add_lead(&self, form: NewLeadForm) -> Result<LeadId, EngineError> {
        let project = self.need_project().await?;
        let lead = read_form(form)?;
        let keys = sdr_domain::suppression::keys_for(None, &lead.handles);
        if !self.cx.store.suppressed(&keys).await?.is_empty() {
            return Err(EngineError::precondition("suppressed", "This person is on your suppression list."));
        }
        let id = self.cx.id::<LeadId>();
        let source = self.new_source("manual", "Added by hand", project.id);
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
        tx.insert_source(&source).await?;
        let outcome = tx.import_leads(project.id, source.id, vec![(id, lead)], now).await?;
        if outcome.created.is_empty() {
            return Err(EngineError::conflict(
                "known_lead",
                "This person is a lead already. Search for them in the list.",
            ));
        }
        let about = (Some(project.id), Some(id));
        tx.insert_activity(vec![self.cx.activity(about, Actor::Human, "lead.added", id, "Added by hand")])
            .await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Leads, id);
        self.run_pipeline_to_end().await?;
        Ok(id)
    }

    /// Puts a person on the suppression list: the person and every handle.
    pub async fn suppress_lead(&self, id: LeadId, reason: &str) -> Result<(), EngineError> {
        let lead = self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        let now = self.cx.now();
        let rule = |kind, value| Suppression {
            id: self.cx.id::<SuppressionId>(),
            kind,
            value,
            reason: reason.trim().chars().take(200).collect(),
            created_at: now,
        };
        let mut rules = vec![rule(SuppressionKind::Person, id.to_string())];
        rules.extend(lead.handles.iter().map(|h| rule(h.kind().into(), h.value().to_owned())));
        let tx = self.cx.store.begin().await?;
        tx.insert_suppressions(rules).await?;
        // Their drafts leave the queue; taken off the list again, the person gets fresh ones by a rewrite.
        for draft in self.cx.store.drafts_of_lead(id).await? {
            tx.set_draft_status(&[draft.id], DraftStatus::Pending, DraftStatus::Superseded, now).await?;
        }
        tx.set_lead_status(&[id], LeadStatus::Suppressed, now).await?;
        let about = (Some(lead.project_id), Some(id));
        tx.insert_activity(vec![self.cx.activity(
            about,
            Actor::Human,
            "lead.suppressed",
            id,
            "Never contact again",
        )])
        .await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Leads, id);
        self.cx.bus.announce_all(Topic::Suppressions);
        self.cx.bus.announce_all(Topic::Drafts);
        self.cx.wake.notify_one();
        Ok(())
    }

    /// Deletes a person and everything written about them; refused while a message to them is in flight.
    pub async fn delete_lead(&self, id: LeadId) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        if !tx.delete_lead(id, self.cx.now()).await? {
            return Err(EngineError::NotFound { what: "lead" });
        }
        tx.insert_activity(vec![self.cx.activity(
            (None, None),
            Actor::Human,
            "lead.deleted",
            id,
            "A lead was deleted",
        )])
        .await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Leads, id);
        Ok(())
    }

    /// Stores realistic made-up leads and starts a run over them. Same seed, same leads.
    pub async fn demo_leads(&self, count: u32, seed: u64) -> Result<ImportReport, EngineError> {
        let project = self.need_project().await?;
        if !(1..=MOST_DEMO_LEADS).contains(&count) {
            return Err(EngineError::invalid(
                "count",
                format!("Between 1 and {MOST_DEMO_LEADS} demo leads."),
            ));
        }
        let now = self.cx.now();
        let made = tokio::task::spawn_blocking(move || generate(count as usize, seed, now));
        let made =
            made.await.map_err(|_| EngineError::conflict("demo", "The generator stopped; see the log."))?;
        let source = self.new_source("generator", "Demo leads", project.id);
        let mut import = crate::imports::Tally::default();
        self.insert_source(&source).await?;
        let mut rest = made.into_iter();
        loop {
            let chunk: Vec<(u64, NewLead)> = rest.by_ref().take(5_000).map(|lead| (0, lead)).collect();
            if chunk.is_empty() {
                break;
            }
            self.import_chunk(&project, &source, chunk, &mut import).await?;
        }
        self.close_import(&source, import).await
    }

    pub(crate) fn new_source(
        &self,
        kind: &str,
        name: &str,
        project_id: sdr_domain::id::ProjectId,
    ) -> SourceRow {
        SourceRow {
            id: self.cx.id::<SourceId>(),
            project_id,
            kind: kind.to_owned(),
            name: name.chars().take(120).collect(),
            created_at: self.cx.now(),
        }
    }
}

fn read_form(form: NewLeadForm) -> Result<NewLead, EngineError> {
    let mut fields = Vec::new();
    if form.name.trim().is_empty() {
        fields.push(("name".to_owned(), "Enter the person's name.".to_owned()));
    }
    let mut handles = Vec::new();
    let typed = [
        (HandleKind::X, form.x),
        (HandleKind::Telegram, form.telegram),
        (HandleKind::Email, form.email),
        (HandleKind::Linkedin, form.linkedin),
    ];
    for (kind, text) in typed {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { continue };
        match Handle::parse(kind, &text) {
            Ok(handle) => handles.push(handle),
            Err(error) => fields.push((kind.as_str().to_owned(), format!("{error}."))),
        }
    }
    if handles.is_empty() && fields.is_empty() {
        fields.push(("email".to_owned(), "Add at least one way to reach this person.".to_owned()));
    }
    if !fields.is_empty() {
        return Err(EngineError::Invalid { fields });
    }
    let clean = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let post = clean(form.post).map(|text| NewPost { text, ..NewPost::default() });
    let profile = Profile {
        name: form.name.trim().to_owned(),
        role: clean(form.role),
        company: clean(form.company),
        industry: clean(form.industry),
        bio: clean(form.bio),
        website: clean(form.website),
        ..Profile::default()
    };
    Ok(NewLead { profile, handles, posts: post.into_iter().collect() })
}

pub(crate) fn activity_view(row: Activity) -> ActivityView {
    ActivityView { at: row.at, actor: row.actor, kind: row.kind, detail: row.detail }
}
