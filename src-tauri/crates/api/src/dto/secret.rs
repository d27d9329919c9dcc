//! Secrets on the wire: values go in, only "stored or not" comes out.

use serde::{Deserialize, Serialize};

/// A secret to keep.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct NewSecret {
    pub(crate) value: String,
}

/// Where it is kept.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SecretPlace {
    /// In words, e.g. "system keychain".
    pub(crate) place: String,
}

/// Whether a secret of that name is kept.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SecretView {
    pub(crate) name: String,
    pub(crate) stored: bool,
}
