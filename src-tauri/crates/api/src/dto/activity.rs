//! The audit log on the wire.

use jiff::Timestamp;

use crate::dto::words::Actor;
use sdr_engine::view;

wire! {
    /// One thing that happened.
    out ActivityView = view::ActivityView { at: Timestamp, actor: Actor, kind: String, detail: String }
}
