//! Making, changing and putting away sequences.

use sdr_domain::activity::Actor;
use sdr_domain::id::{SequenceId, SequenceVersionId};
use sdr_domain::project::Project;
use sdr_domain::sequence::{
    Sequence, SequenceSettings, SequenceState, SequenceTemplate, SequenceVersion, Severity, Steps,
};
use sdr_storage::EnrollmentScope;

use crate::bus::Topic;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{NewSequence, SavedSteps, SequenceChange, SequenceDetail};

/// Letters of a name.
const LONGEST_NAME: usize = 80;
/// Letters of a description.
const LONGEST_DESCRIPTION: usize = 500;

impl Engine {
    /// Makes a sequence from a template or from steps; it takes leads at once.
    pub async fn create_sequence(&self, form: NewSequence) -> Result<SequenceDetail, EngineError> {
        let project = self.need_project().await?;
        let steps = match (form.template.as_deref(), form.steps) {
            (Some(key), None) => SequenceTemplate::find(key)
                .ok_or_else(|| {
                    EngineError::invalid("template", "There is no such template. Choose one of the list.")
                })?
                .steps(),
            (None, Some(steps)) => steps,
            (Some(_), Some(_)) | (None, None) => {
                return Err(EngineError::invalid(
                    "template",
                    "Start from a template or from steps, not both.",
                ));
            }
        };
        let sequence =
            self.new_sequence(&project, &form.name, &form.description, form.settings.unwrap_or_default());
        self.check_sequence(&sequence).await?;
        self.refuse_unsound(&steps).await?;
        self.insert_sequence(&sequence, steps, Actor::Human).await?;
        self.sequence(sequence.id).await
    }

    /// The project's first sequence, by its outreach style; steps ask for a yes only if the project does.
    pub(crate) async fn first_sequence(&self, project: &Project) -> Result<(), EngineError> {
        let template = SequenceTemplate::of(project.outreach.style);
        let mut steps = template.steps();
        if !project.outreach.approval {
            steps.0.iter_mut().for_each(|step| step.approval = false);
        }
        let settings = SequenceSettings::default();
        let sequence = self.new_sequence(project, template.name, template.description, settings);
        self.insert_sequence(&sequence, steps, Actor::App).await
    }

    /// Saves the steps as a new version, when they are sound and differ from the newest one. Leads stay on the
    /// version they are on.
    pub async fn save_steps(&self, id: SequenceId, steps: Steps) -> Result<SavedSteps, EngineError> {
        self.need_live_sequence(id).await?;
        self.refuse_unsound(&steps).await?;
        let tx = self.cx.store.begin().await?;
        // Locked, so that of two windows that save at once the later one counts on from the earlier.
        let mut sequence = tx.sequence(id).await?.ok_or(EngineError::NotFound { what: "sequence" })?;
        let newest = tx.sequence_version(sequence.version_id).await?;
        let changed = newest.as_ref().is_none_or(|newest| newest.steps != steps);
        if changed {
            let number = newest.map_or(0, |newest| newest.number) + 1;
            let version = self.new_version(id, number, steps);
            sequence.version_id = version.id;
            sequence.updated_at = version.created_at;
            tx.insert_sequence_version(&version).await?;
            tx.put_sequence(&sequence).await?;
            let detail = format!("Version {number} of {} saved", sequence.name);
            let about = (Some(sequence.project_id), None);
            let row = self.cx.activity(about, Actor::Human, "sequence.version_saved", id, detail);
            tx.insert_activity(vec![row]).await?;
            tx.commit().await?;
            self.cx.bus.announce(Topic::Sequences, id);
        }
        let sequence = self.sequence(id).await?;
        Ok(SavedSteps { changed, still_on_older: sequence.on_older_versions, sequence })
    }

    /// Changes name, description or settings; no new version.
    pub async fn update_sequence(
        &self,
        id: SequenceId,
        change: SequenceChange,
    ) -> Result<SequenceDetail, EngineError> {
        let before = self.need_live_sequence(id).await?;
        let mut sequence = before.clone();
        if let Some(name) = change.name {
            name.trim().clone_into(&mut sequence.name);
        }
        if let Some(description) = change.description {
            description.trim().clone_into(&mut sequence.description);
        }
        if let Some(settings) = change.settings {
            sequence.settings = settings;
        }
        if sequence != before {
            self.check_sequence(&sequence).await?;
            sequence.updated_at = self.cx.now();
            self.put_sequence(&sequence, "sequence.changed", "changed").await?;
        }
        self.sequence(id).await
    }

    /// Puts a sequence out of sight. Leads that are still in it leave it first.
    pub async fn archive_sequence(&self, id: SequenceId) -> Result<(), EngineError> {
        let mut sequence = self.need_sequence(id).await?;
        if sequence.state == SequenceState::Archived {
            return Ok(());
        }
        // Out of sight first: nobody can be enrolled between the two.
        sequence.state = SequenceState::Archived;
        sequence.updated_at = self.cx.now();
        self.put_sequence(&sequence, "sequence.archived", "archived").await?;
        self.exit_enrollments(EnrollmentScope::Sequence(id)).await?;
        Ok(())
    }

    /// A sequence that can still be changed.
    async fn need_live_sequence(&self, id: SequenceId) -> Result<Sequence, EngineError> {
        let sequence = self.need_sequence(id).await?;
        if sequence.state == SequenceState::Archived {
            let sentence = "This sequence is archived. Make a new one from its steps.";
            return Err(EngineError::precondition("archived", sentence));
        }
        Ok(sequence)
    }

    async fn put_sequence(&self, sequence: &Sequence, kind: &str, done: &str) -> Result<(), EngineError> {
        let tx = self.cx.store.begin().await?;
        tx.put_sequence(sequence).await?;
        let about = (Some(sequence.project_id), None);
        let detail = format!("{} {done}", sequence.name);
        let row = self.cx.activity(about, Actor::Human, kind, sequence.id, detail);
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sequences, sequence.id);
        Ok(())
    }

    async fn insert_sequence(
        &self,
        sequence: &Sequence,
        steps: Steps,
        actor: Actor,
    ) -> Result<(), EngineError> {
        let version = SequenceVersion { id: sequence.version_id, ..self.new_version(sequence.id, 1, steps) };
        let tx = self.cx.store.begin().await?;
        tx.put_sequence(sequence).await?;
        tx.insert_sequence_version(&version).await?;
        let about = (Some(sequence.project_id), None);
        let detail = format!("{} created", sequence.name);
        let row = self.cx.activity(about, actor, "sequence.created", sequence.id, detail);
        tx.insert_activity(vec![row]).await?;
        tx.commit().await?;
        self.cx.bus.announce(Topic::Sequences, sequence.id);
        Ok(())
    }

    fn new_sequence(
        &self,
        project: &Project,
        name: &str,
        description: &str,
        settings: SequenceSettings,
    ) -> Sequence {
        let now = self.cx.now();
        Sequence {
            id: self.cx.id::<SequenceId>(),
            project_id: project.id,
            name: name.trim().to_owned(),
            description: description.trim().to_owned(),
            state: SequenceState::Active,
            version_id: self.cx.id::<SequenceVersionId>(),
            settings,
            created_at: now,
            updated_at: now,
        }
    }

    fn new_version(&self, sequence_id: SequenceId, number: u32, steps: Steps) -> SequenceVersion {
        let created_at = self.cx.now();
        SequenceVersion { id: self.cx.id::<SequenceVersionId>(), sequence_id, number, steps, created_at }
    }

    /// Every rule a sequence must keep beside its steps, field by field.
    async fn check_sequence(&self, sequence: &Sequence) -> Result<(), EngineError> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut need = |broken: bool, field: &str, sentence: &str| {
            if broken {
                fields.push((field.into(), sentence.into()));
            }
        };
        let name = &sequence.name;
        need(name.is_empty(), "name", "Give the sequence a name.");
        need(name.chars().count() > LONGEST_NAME, "name", "A name has at most 80 letters.");
        let others = self.cx.store.sequences(sequence.project_id).await?;
        let taken = others.iter().any(|other| {
            other.id != sequence.id
                && other.state != SequenceState::Archived
                && other.name.to_lowercase() == name.to_lowercase()
        });
        need(taken, "name", "Another sequence has this name. Choose a different one.");
        let long = sequence.description.chars().count() > LONGEST_DESCRIPTION;
        need(long, "description", "A description has at most 500 letters.");
        let score = sequence.settings.auto_enroll_score;
        need(score.is_some_and(|score| score > 100), "settings.auto_enroll_score", "The score is 0 to 100.");
        if fields.is_empty() { Ok(()) } else { Err(EngineError::Invalid { fields }) }
    }

    /// Refuses steps a version cannot be made of, problem by problem: `steps.reply`, or `steps` for the whole.
    async fn refuse_unsound(&self, steps: &Steps) -> Result<(), EngineError> {
        let problems = self.step_problems(steps).await?;
        let errors = problems.into_iter().filter(|problem| problem.severity == Severity::Error);
        let fields: Vec<(String, String)> = errors
            .map(|problem| {
                let field = problem.step.map_or_else(|| "steps".to_owned(), |step| format!("steps.{step}"));
                (field, problem.sentence)
            })
            .collect();
        if fields.is_empty() { Ok(()) } else { Err(EngineError::Invalid { fields }) }
    }
}
