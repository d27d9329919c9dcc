//! The one error of every state machine: this event has no place in this state.

/// An event arrived in a state that does not allow it; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{machine}: {event} is not possible while {from}")]
pub struct InvalidTransition {
    /// Which machine refused, e.g. `delivery`.
    pub machine: &'static str,
    /// The state it was in.
    pub from: &'static str,
    /// The event that was refused.
    pub event: &'static str,
}
