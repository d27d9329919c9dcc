//! Tables that define a wire type and its conversion in one place, so that the two cannot drift.
//!
//! `wire!(out T = view::T { field: Type, .. })` makes `T` from the engine's view, field by field;
//! `wire!(both T = domain::T { .. })` converts in both directions.
//! `words!(T = domain::T { A = "a", .. })` does the same for enums, exhaustively.

use jiff::Timestamp;
use sdr_domain::id;
use uuid::Uuid;

/// Turns a value of one floor into its shape on the next.
pub(crate) trait Wire<T> {
    /// Consumes the value; cannot fail.
    fn wire(self) -> T;
}

macro_rules! unchanged {
    ($($ty:ty),+ $(,)?) => {$(
        impl Wire<$ty> for $ty {
            fn wire(self) -> $ty {
                self
            }
        }
    )+};
}

unchanged!(String, bool, u8, u16, u32, u64, i64, f32, f64, Uuid, Timestamp);

macro_rules! ids {
    ($($ty:ident),+ $(,)?) => {$(
        impl Wire<Uuid> for id::$ty {
            fn wire(self) -> Uuid {
                self.0
            }
        }
    )+};
}

ids!(
    ProjectId,
    SourceId,
    LeadId,
    MergeId,
    PostId,
    JudgementId,
    ScoreId,
    EnrichmentId,
    TemplateId,
    BacktestId,
    DraftId,
    ApprovalId,
    DeliveryId,
    RunId,
    SuppressionId,
    ActivityId,
    SequenceId,
    SequenceVersionId,
    EnrollmentId,
    ExecutionId,
    ReplyId,
    ManualActId,
);

impl<From: Wire<To>, To> Wire<Option<To>> for Option<From> {
    fn wire(self) -> Option<To> {
        self.map(Wire::wire)
    }
}

impl<From: Wire<To>, To> Wire<Vec<To>> for Vec<From> {
    fn wire(self) -> Vec<To> {
        self.into_iter().map(Wire::wire).collect()
    }
}

impl Wire<String> for &'static str {
    fn wire(self) -> String {
        self.to_owned()
    }
}

impl Wire<u64> for usize {
    fn wire(self) -> u64 {
        self as u64
    }
}

macro_rules! wire {
    ($(#[$meta:meta])* out $name:ident = $source:ty { $($(#[$field_meta:meta])* $field:ident: $ty:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(serde::Serialize, utoipa::ToSchema)]
        pub(crate) struct $name { $($(#[$field_meta])* pub(crate) $field: $ty),* }

        impl $crate::dto::wire::Wire<$name> for $source {
            fn wire(self) -> $name {
                $name { $($field: $crate::dto::wire::Wire::wire(self.$field)),* }
            }
        }
    };
    ($(#[$meta:meta])* both $name:ident = $source:ty { $($(#[$field_meta:meta])* $field:ident: $ty:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub(crate) struct $name { $($(#[$field_meta])* pub(crate) $field: $ty),* }

        impl $crate::dto::wire::Wire<$name> for $source {
            fn wire(self) -> $name {
                $name { $($field: $crate::dto::wire::Wire::wire(self.$field)),* }
            }
        }

        impl $crate::dto::wire::Wire<$source> for $name {
            fn wire(self) -> $source {
                type Source = $source;
                Source { $($field: $crate::dto::wire::Wire::wire(self.$field)),* }
            }
        }
    };
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident = $source:ty { $($variant:ident = $word:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub(crate) enum $name { $(#[serde(rename = $word)] $variant),+ }

        impl $crate::dto::wire::Wire<$name> for $source {
            fn wire(self) -> $name {
                match self { $(<$source>::$variant => $name::$variant),+ }
            }
        }

        impl $crate::dto::wire::Wire<$source> for $name {
            fn wire(self) -> $source {
                match self { $($name::$variant => <$source>::$variant),+ }
            }
        }
    };
}
