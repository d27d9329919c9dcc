//! The project: read, change, export and import as YAML.

use sdr_domain::activity::Actor;
use sdr_domain::id::ProjectId;
use sdr_domain::project::Project;
use sdr_storage::StoreError;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;

/// The project's text in a readable file; bumped when the shape changes.
const YAML_HEADER: &str = "# SDR Console project, version 1. It holds no passwords and no keys.\n";

impl Engine {
    /// The project, once the wizard made one.
    pub async fn project(&self) -> Result<Option<Project>, EngineError> {
        let Some((id, value)) = self.cx.store.project().await? else { return Ok(None) };
        let mut project: Project = serde_json::from_value(value).map_err(|_| StoreError::CorruptRow {
            table: "projects",
            column: "body",
            row: id.to_string(),
        })?;
        project.id = id;
        Ok(Some(project))
    }

    /// The project, or the sentence that sends the human to the wizard.
    pub(crate) async fn need_project(&self) -> Result<Project, EngineError> {
        self.project().await?.ok_or_else(|| {
            EngineError::precondition("setup_needed", "Finish the setup first: it takes five short steps.")
        })
    }

    /// Replaces the project after checking every field; deliveries already queued keep their text.
    pub async fn save_project(&self, project: Project) -> Result<Project, EngineError> {
        check(&project)?;
        let before = self.need_project().await?;
        let mut project = Project { id: before.id, ..project };
        // A passed self-test belongs to one handle.
        let (now, was) = (&mut project.connect.telegram, &before.connect.telegram);
        now.self_test_passed = was.self_test_passed && now.own_handle == was.own_handle;
        self.store_project(&project, "project.changed", "Settings changed").await?;
        self.follow_project(&before, &project).await?;
        Ok(project)
    }

    /// The project as YAML, without any secret.
    pub async fn project_yaml(&self) -> Result<String, EngineError> {
        let project = self.need_project().await?;
        let text = serde_norway::to_string(&project).map_err(|error| {
            EngineError::invalid("project", format!("The project cannot be written: {error}."))
        })?;
        Ok(format!("{YAML_HEADER}{text}"))
    }

    /// Takes a project from YAML: checked like any other change, under the current project's id. What
    /// this machine proved for itself (the self-test) does not travel.
    pub async fn load_project_yaml(&self, text: &str) -> Result<Project, EngineError> {
        let read: Project = serde_norway::from_str(text)
            .map_err(|error| EngineError::invalid("file", format!("This is not a project file: {error}")))?;
        check(&read)?;
        let mut project = read;
        project.id = match self.project().await? {
            Some(current) => current.id,
            None => self.cx.id::<ProjectId>(),
        };
        project.connect.telegram.self_test_passed = false;
        self.store_project(&project, "project.imported", "Project file imported").await?;
        Ok(project)
    }

    pub(crate) async fn store_project(
        &self,
        project: &Project,
        kind: &str,
        detail: &str,
    ) -> Result<(), EngineError> {
        let value = serde_json::to_value(project).map_err(|error| {
            EngineError::invalid("project", format!("The project cannot be stored: {error}."))
        })?;
        let tx = self.cx.store.begin().await?;
        tx.put_project(project.id, &value, self.cx.now()).await?;
        let about = (Some(project.id), None);
        tx.insert_activity(vec![self.cx.activity(about, Actor::Human, kind, project.id, detail)]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Settings, project.id);
        self.cx.wake.notify_one();
        Ok(())
    }
}

/// Every rule a project must keep, field by field.
pub(crate) fn check(project: &Project) -> Result<(), EngineError> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut need = |broken: bool, field: &str, sentence: &str| {
        if broken {
            fields.push((field.into(), sentence.into()));
        }
    };
    let company = &project.company;
    need(company.name.trim().is_empty(), "company.name", "Enter the name of your company.");
    need(company.problem.trim().is_empty(), "company.problem", "Say which problem your product solves.");
    let url_ok = company.product_url.trim().is_empty()
        || ["http://", "https://"].iter().any(|scheme| company.product_url.starts_with(scheme));
    need(!url_ok, "company.product_url", "A web address starts with https://");
    let icp_empty = project.icp.keywords.iter().all(|k| k.trim().is_empty());
    need(icp_empty, "icp.keywords", "Add at least one role or industry.");
    need(project.voice.persona.trim().is_empty(), "voice.persona", "Enter the name that signs the messages.");
    let outreach = &project.outreach;
    need(
        !(5..=120).contains(&outreach.undo_secs),
        "outreach.undo_secs",
        "The undo window is 5 to 120 seconds.",
    );
    need(
        !(1..=1000).contains(&outreach.actions_per_day),
        "outreach.actions_per_day",
        "Actions per day are 1 to 1000.",
    );
    for (field, pace) in outreach.paces() {
        for sentence in pace.problems() {
            need(true, &format!("outreach.{field}"), sentence);
        }
    }
    if let Err(error) = outreach.calendar() {
        need(true, &format!("outreach.{}", error.field()), &format!("{}.", upper_first(&error.to_string())));
    }
    let judging = &project.judging;
    need(judging.threshold > 100, "judging.threshold", "The threshold is 0 to 100.");
    need(judging.weights.sum() <= 0.0, "judging.weights", "At least one part of the score must count.");
    need(!(1..=64).contains(&project.llm.concurrency), "llm.concurrency", "Ask 1 to 64 questions at a time.");
    need(outreach.channels.is_empty(), "outreach.channels", "Choose at least one channel.");
    if let Some(account) = &project.connect.email {
        for (field, sentence) in account.problems() {
            need(true, &format!("connect.email.{field}"), &format!("{sentence}."));
        }
    }
    let x = &project.connect.x;
    let session = x.way == sdr_domain::connect::XWay::Session;
    need(session && !x.risk_acknowledged, "connect.x.risk_acknowledged", "Read and accept the risk first.");
    if fields.is_empty() { Ok(()) } else { Err(EngineError::Invalid { fields }) }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
