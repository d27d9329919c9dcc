//! From what a caller names to the enrollments that are meant.

use sdr_domain::enrollment::EnrollmentState;
use sdr_domain::lead::{Profile, company_key};
use sdr_storage::EnrollmentScope;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::Scope;

impl Engine {
    /// The enrollments that are meant; whoever or whatever is named must exist.
    pub async fn enrollment_scope(&self, scope: Scope) -> Result<EnrollmentScope, EngineError> {
        let store = &self.cx.store;
        match scope {
            Scope::Lead(id) => {
                store.lead(id).await?.ok_or(EngineError::NotFound { what: "lead" })?;
                Ok(EnrollmentScope::Lead(id))
            }
            Scope::Company(name) => {
                let profile = Profile { company: Some(name), ..Profile::default() };
                let key = company_key(&profile)
                    .ok_or_else(|| EngineError::invalid("scope.company", "Enter the company's name."))?;
                Ok(EnrollmentScope::Company(key))
            }
            Scope::Sequence(id) => {
                self.need_sequence(id).await?;
                Ok(EnrollmentScope::Sequence(id))
            }
            Scope::Enrollment(id) => {
                let found = store.enrollment(id).await?;
                let found = found.ok_or(EngineError::NotFound { what: "enrollment" })?;
                match found.state {
                    EnrollmentState::Active | EnrollmentState::WaitingApproval | EnrollmentState::Paused => {
                        Ok(EnrollmentScope::One(id))
                    }
                    EnrollmentState::Completed | EnrollmentState::Exited => {
                        let sentence = "This lead's sequence is over. Enroll them again to go on.";
                        Err(EngineError::precondition("over", sentence))
                    }
                }
            }
            Scope::All => Ok(EnrollmentScope::All(self.need_project().await?.id)),
        }
    }
}
