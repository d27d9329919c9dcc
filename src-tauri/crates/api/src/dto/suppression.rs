//! The suppression list on the wire.

use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::words::SuppressionKind;

wire! {
    /// One rule of the list.
    out SuppressionView = sdr_domain::suppression::Suppression {
        id: Uuid, kind: SuppressionKind, value: String, reason: String, created_at: Timestamp,
    }
}

/// A rule to add.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct NewSuppression {
    pub(crate) kind: SuppressionKind,
    /// As people write it; the normal form is stored.
    pub(crate) value: String,
    pub(crate) reason: String,
}
