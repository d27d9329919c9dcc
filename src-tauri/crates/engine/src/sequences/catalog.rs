//! The catalog: what there is to start from, and what is wrong with steps while they are being built.

use sdr_domain::sequence::{SequenceTemplate, StepProblem, Steps, TEMPLATES};

use crate::engine::Engine;

impl Engine {
    /// Sequences to start from, the recommended one first.
    pub fn sequence_templates(&self) -> &'static [SequenceTemplate] {
        &TEMPLATES
    }

    /// Everything worth saying about a set of steps.
    pub fn check_steps(&self, steps: &Steps) -> Vec<StepProblem> {
        steps.problems()
    }
}
