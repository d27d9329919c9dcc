//! The catalog: every sequence, what there is to start from, and what is wrong with steps while they are
//! being built.

mod funnel;
mod keeping;

use std::collections::HashMap;

use sdr_domain::enrollment::{EndReason, EnrollmentState};
use sdr_domain::id::{SequenceId, SequenceVersionId};
use sdr_domain::sequence::{
    Sequence, SequenceState, SequenceTemplate, SequenceVersion, Severity, StepProblem, Steps, TEMPLATES,
};
use sdr_storage::StoreError;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{
    CheckedSteps, EndCount, SequenceCounts, SequenceDetail, SequenceRow, SequenceTemplateView,
    SequenceVersionView, StepView,
};

impl Engine {
    /// Sequences to start from, the one of the project's outreach style recommended.
    pub async fn sequence_templates(&self) -> Result<Vec<SequenceTemplateView>, EngineError> {
        let style = self.project().await?.map(|project| project.outreach.style).unwrap_or_default();
        let recommended = SequenceTemplate::of(style).key;
        let view = |template: &SequenceTemplate| {
            let steps = template.steps();
            SequenceTemplateView {
                key: template.key,
                name: template.name,
                description: template.description,
                recommended: template.key == recommended,
                views: StepView::all(&steps),
                steps,
            }
        };
        Ok(TEMPLATES.iter().map(view).collect())
    }

    /// Everything worth saying about a set of steps, and the words for them.
    pub async fn check_steps(&self, steps: &Steps) -> Result<CheckedSteps, EngineError> {
        Ok(CheckedSteps { problems: self.step_problems(steps).await?, views: StepView::all(steps) })
    }

    /// Every sequence of the project, archived ones last.
    pub async fn sequences(&self) -> Result<Vec<SequenceRow>, EngineError> {
        let project = self.need_project().await?;
        let store = &self.cx.store;
        let mut all = store.sequences(project.id).await?;
        all.sort_by_key(|one| (one.state == SequenceState::Archived, one.created_at, one.id));
        let ids: Vec<SequenceId> = all.iter().map(|one| one.id).collect();
        let counts = store.sequence_counts(&ids).await?;
        let ends = store.sequence_ends(&ids).await?;
        let mut rows = Vec::with_capacity(all.len());
        for one in all {
            let version = self.need_version(one.version_id).await?;
            let replied = ends.get(&one.id).and_then(|ends| ends.get(&EndReason::Replied));
            rows.push(SequenceRow {
                counts: counted(counts.get(&one.id)),
                replied: replied.copied().unwrap_or_default(),
                next_at: store.sequence_wakes_at(one.id).await?,
                id: one.id,
                name: one.name,
                description: one.description,
                state: one.state,
                version: version.number,
                steps: version.steps.0.len(),
                auto_enroll_score: one.settings.auto_enroll_score,
                updated_at: one.updated_at,
            });
        }
        Ok(rows)
    }

    /// One sequence with its steps, its leads and what became of them.
    pub async fn sequence(&self, id: SequenceId) -> Result<SequenceDetail, EngineError> {
        let sequence = self.need_sequence(id).await?;
        let version = self.need_version(sequence.version_id).await?;
        let places = self.cx.store.places(id).await?;
        let mut counts = SequenceCounts::default();
        for place in &places {
            counts.add(place.state, place.count);
        }
        let older = places.iter().filter(|place| place.state.is_live() && place.version_id != version.id);
        let on_older_versions = older.map(|place| place.count).sum();
        Ok(SequenceDetail {
            id,
            funnel: self.funnel(&version, &places).await?,
            ends: self.ends(id).await?,
            problems: self.step_problems(&version.steps).await?,
            views: StepView::all(&version.steps),
            steps: version.steps,
            version: version.number,
            version_id: version.id,
            name: sequence.name,
            description: sequence.description,
            state: sequence.state,
            settings: sequence.settings,
            counts,
            on_older_versions,
            created_at: sequence.created_at,
            updated_at: sequence.updated_at,
        })
    }

    /// Every saved version, the newest first.
    pub async fn sequence_versions(&self, id: SequenceId) -> Result<Vec<SequenceVersionView>, EngineError> {
        self.need_sequence(id).await?;
        let places = self.cx.store.places(id).await?;
        let enrolled = |version: SequenceVersionId| {
            let on_it = places.iter().filter(|place| place.state.is_live() && place.version_id == version);
            on_it.map(|place| place.count).sum()
        };
        let mut versions = self.cx.store.sequence_versions(id).await?;
        versions.sort_by_key(|version| std::cmp::Reverse(version.number));
        let view = |version: SequenceVersion| SequenceVersionView {
            id: version.id,
            number: version.number,
            steps: version.steps,
            enrolled: enrolled(version.id),
            created_at: version.created_at,
        };
        Ok(versions.into_iter().map(view).collect())
    }

    /// The sequence of this id, or the refusal that there is none.
    pub(crate) async fn need_sequence(&self, id: SequenceId) -> Result<Sequence, EngineError> {
        self.cx.store.sequence(id).await?.ok_or(EngineError::NotFound { what: "sequence" })
    }

    async fn need_version(&self, id: SequenceVersionId) -> Result<SequenceVersion, EngineError> {
        let lost = StoreError::CorruptRow { table: "sequences", column: "version_id", row: id.to_string() };
        Ok(self.cx.store.sequence_version(id).await?.ok_or(lost)?)
    }

    /// What the steps say of themselves, and wordings that are gone.
    async fn step_problems(&self, steps: &Steps) -> Result<Vec<StepProblem>, EngineError> {
        let mut problems = steps.problems();
        if steps.0.iter().all(|step| step.template_id.is_none()) {
            return Ok(problems);
        }
        let Some(project) = self.project().await? else { return Ok(problems) };
        let templates = self.cx.store.templates(project.id).await?;
        for step in &steps.0 {
            let Some(chosen) = step.template_id else { continue };
            let found = templates.iter().find(|template| template.id == chosen);
            let fits =
                found.map(|template| step.act().is_some_and(|(_, channel)| channel == template.channel));
            let (code, sentence) = match fits {
                Some(true) => continue,
                Some(false) => ("template_channel", "This wording is for another channel. Choose another."),
                None => ("template_gone", "The wording of this step was deleted. Choose another."),
            };
            problems.push(StepProblem {
                step: Some(step.key.clone()),
                severity: Severity::Error,
                code,
                sentence: sentence.to_owned(),
            });
        }
        Ok(problems)
    }

    async fn ends(&self, id: SequenceId) -> Result<Vec<EndCount>, EngineError> {
        let ends = self.cx.store.sequence_ends(&[id]).await?.remove(&id).unwrap_or_default();
        let mut ends: Vec<EndCount> = EndReason::ALL
            .into_iter()
            .filter_map(|reason| {
                let count = ends.get(&reason).copied().filter(|count| *count > 0)?;
                Some(EndCount { reason, sentence: reason.sentence(), count })
            })
            .collect();
        ends.sort_by_key(|end| std::cmp::Reverse(end.count));
        Ok(ends)
    }
}

fn counted(states: Option<&HashMap<EnrollmentState, u64>>) -> SequenceCounts {
    let mut counts = SequenceCounts::default();
    for (state, count) in states.into_iter().flatten() {
        counts.add(*state, *count);
    }
    counts
}
