//! Sources: list, make, change, restart, delete; what the wizard and the demo button make of them.
//!
//! **Invariant:** trouble of a source is shown as trouble, with what to do; it is never shown as "nothing
//! found".

mod collect;
mod generator;
mod pages;

use sdr_domain::activity::Actor;
use sdr_domain::id::{ProjectId, SourceId};
use sdr_domain::project::Project;
use sdr_domain::source::{Progress, Source, SourceKind, SourceSettings, name_problem};

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{SourceForm, SourceView};

/// Posts a pass of the search that the wizard makes.
const POSTS_A_PASS: u32 = 200;

impl Engine {
    /// Every source, newest first.
    pub async fn sources(&self) -> Result<Vec<SourceView>, EngineError> {
        let leads = self.cx.store.leads_by_source().await?;
        let sources = self.cx.store.sources().await?.into_iter();
        Ok(sources.map(|source| view(leads.get(&source.id).copied().unwrap_or_default(), source)).collect())
    }

    /// One source.
    pub async fn source(&self, id: SourceId) -> Result<SourceView, EngineError> {
        let source = self.need_source(id).await?;
        let leads = self.cx.store.leads_of_source(id).await?;
        Ok(view(leads, source))
    }

    /// Makes a source. A file's source comes with the file, and the one for people typed in by hand with
    /// the first of them.
    pub async fn add_source(&self, form: SourceForm) -> Result<SourceView, EngineError> {
        let project = self.need_project().await?;
        let form = read_form(form)?;
        let by_itself = match form.settings.kind() {
            SourceKind::XSearch | SourceKind::Apollo | SourceKind::Generator => false,
            SourceKind::Csv | SourceKind::Manual => true,
        };
        if by_itself {
            return Err(EngineError::invalid(
                "settings.kind",
                "Import the file, or add the person by hand: such a source appears by itself.",
            ));
        }
        let mut source = self.new_source(&form.name, form.settings, project.id);
        source.enabled = form.enabled;
        self.store_new_source(&source, Actor::Human).await?;
        self.source(source.id).await
    }

    /// Changes a source. What it is cannot change; what was read of the same question stays read.
    pub async fn change_source(&self, id: SourceId, form: SourceForm) -> Result<SourceView, EngineError> {
        let mut source = self.need_source(id).await?;
        let form = read_form(form)?;
        if form.settings.kind() != source.kind() {
            let sentence = "A source stays what it is. Make a new one for another kind.";
            return Err(EngineError::invalid("settings.kind", sentence));
        }
        source.change(form.settings);
        source.name = form.name;
        source.enabled = form.enabled;
        self.store_source(&source, Actor::Human, "source.changed", "Source changed").await?;
        self.source(id).await
    }

    /// Forgets how far a source was read, and its trouble: the next pass begins at the beginning.
    pub async fn restart_source(&self, id: SourceId) -> Result<SourceView, EngineError> {
        let mut source = self.need_source(id).await?;
        source.progress = Progress::default();
        source.trouble = None;
        self.store_source(&source, Actor::Human, "source.restarted", "Source starts over").await?;
        self.source(id).await
    }

    /// Deletes a source; its leads stay.
    pub async fn delete_source(&self, id: SourceId) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        if !tx.delete_source(id, self.cx.now()).await? {
            return Err(EngineError::NotFound { what: "source" });
        }
        let row = self.cx.activity((None, None), Actor::Human, "source.deleted", id, "Source deleted");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sources, id);
        Ok(())
    }

    pub(crate) async fn need_source(&self, id: SourceId) -> Result<Source, EngineError> {
        let source = self.cx.store.source(id).await?.filter(|source| source.deleted_at.is_none());
        source.ok_or(EngineError::NotFound { what: "source" })
    }

    pub(crate) fn new_source(&self, name: &str, settings: SourceSettings, project: ProjectId) -> Source {
        Source::new(self.cx.id(), project, name, settings, self.cx.now())
    }

    pub(crate) async fn store_new_source(&self, source: &Source, actor: Actor) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        tx.insert_source(source).await?;
        let about = (Some(source.project_id), None);
        let row = self.cx.activity(about, actor, "source.added", source.id, "Source added");
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sources, source.id);
        Ok(())
    }

    async fn store_source(
        &self,
        source: &Source,
        actor: Actor,
        kind: &str,
        detail: &str,
    ) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        if !tx.update_source(source).await? {
            return Err(EngineError::NotFound { what: "source" });
        }
        let about = (Some(source.project_id), None);
        tx.insert_activity(vec![self.cx.activity(about, actor, kind, source.id, detail)]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sources, source.id);
        self.cx.bus.announce_all(Topic::Leads);
        Ok(())
    }

    /// The one source of everybody typed in by hand, made with the first of them.
    pub(crate) async fn manual_source(&self, project: ProjectId) -> Result<Source, EngineError> {
        let known = self.cx.store.sources().await?;
        if let Some(source) = known.into_iter().find(|source| source.kind() == SourceKind::Manual) {
            return Ok(source);
        }
        let source = self.new_source("Added by hand", SourceSettings::Manual, project);
        self.store_new_source(&source, Actor::App).await?;
        Ok(source)
    }

    /// The search on X that a new project begins with; on only when X can be searched.
    pub(crate) async fn first_search(&self, project: &Project) -> Result<(), EngineError> {
        let settings = search_of(project);
        if !settings.problems().is_empty() {
            return Ok(());
        }
        let mut source = self.new_source("X search", settings, project.id);
        source.enabled = self.cx.sources.x(&project.connect, None).await.is_some();
        self.store_new_source(&source, Actor::App).await
    }

    /// The search that was made from the project's queries follows them; one that a human changed stays as
    /// it is. When X was connected meanwhile, it is switched on.
    pub(crate) async fn follow_project(&self, before: &Project, now: &Project) -> Result<(), EngineError> {
        let (was, is) = (search_of(before), search_of(now));
        let connected = before.connect.x.way != now.connect.x.way
            && self.cx.sources.x(&now.connect, None).await.is_some();
        if (was == is && !connected) || !is.problems().is_empty() {
            return Ok(());
        }
        let sources = self.cx.store.sources().await?;
        let Some(mut source) = sources.into_iter().find(|source| source.settings == was) else {
            return Ok(());
        };
        source.change(is);
        source.enabled |= connected;
        self.store_source(&source, Actor::App, "source.changed", "Search follows the project").await
    }
}

fn search_of(project: &Project) -> SourceSettings {
    SourceSettings::XSearch {
        queries: project.icp.queries.clone(),
        languages: project.icp.languages.clone(),
        most_posts: POSTS_A_PASS,
    }
    .tidy()
}

fn read_form(form: SourceForm) -> Result<SourceForm, EngineError> {
    let settings = form.settings.tidy();
    let name = name_problem(&form.name).map(|sentence| ("name".to_owned(), sentence));
    let rest = settings.problems().into_iter().map(|(field, sentence)| (field.to_owned(), sentence));
    let fields: Vec<_> = name.into_iter().chain(rest).collect();
    if !fields.is_empty() {
        return Err(EngineError::Invalid { fields });
    }
    Ok(SourceForm { name: form.name.trim().to_owned(), settings, enabled: form.enabled })
}

fn view(leads: u64, source: Source) -> SourceView {
    SourceView {
        id: source.id,
        resumable: source.resumable(),
        name: source.name,
        settings: source.settings,
        enabled: source.enabled,
        leads,
        created_at: source.created_at,
        last_at: source.last_at,
        last_sentence: source.last_sentence,
        trouble: source.trouble,
    }
}
