//! Leads: list, look at one, add by hand, suppress, delete, export.

mod detail;
mod export;

use sdr_domain::activity::{Activity, Actor};
use sdr_domain::enrollment::EndReason;
use sdr_domain::id::LeadId;
use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::LeadFilter;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{ActivityView, LeadPage, NewLeadForm};

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
        let source = self.manual_source(project.id).await?;
        let now = self.cx.now();
        let tx = self.cx.store.begin().await?;
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
        self.run_soon().await?;
        Ok(id)
    }

    /// Puts a person on the suppression list: the person and every handle.
    pub async fn suppress_lead(&self, id: LeadId, reason: &str) -> Result<(), EngineError> {
        let lead = self.cx.store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
        let tx = self.cx.store.begin().await?;
        self.end_sequences_of(&tx, id, EndReason::Suppressed).await?;
        self.bar(&tx, &lead, reason).await?;
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
        self.cx.bus.announce_all(Topic::Enrollments);
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
