//! Replies on the wire: what came back from a lead, noted down by hand.

use jiff::Timestamp;
use sdr_engine::view;
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::wire::Wire;
use crate::dto::words::Channel;

words! {
    /// What came back, and so what it stops.
    ReplyKind = sdr_domain::reply::ReplyKind {
        Reply = "reply", Engagement = "engagement", OutOfOffice = "out_of_office", Bounce = "bounce",
        OptOut = "opt_out",
    }
}

wire! {
    /// Something that came back from a lead.
    out ReplyView = view::ReplyView {
        id: Uuid, channel: Channel, kind: ReplyKind, note: Option<String>,
        /// When somebody who is away is back.
        back_at: Option<Timestamp>,
        at: Timestamp,
    }
}

wire! {
    /// What a reply did.
    out ReplyResult = view::ReplyResult {
        reply: ReplyView,
        /// Enrollments of this lead that ended or rest now.
        stopped: u64,
        paused_colleagues: u64,
        /// Messages that were called back.
        canceled: u64,
        sentence: String,
    }
}

/// What came back, as a human notes it down.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ReplyForm {
    pub(crate) channel: Channel,
    pub(crate) kind: ReplyKind,
    pub(crate) note: Option<String>,
    /// For out of office: when they are back.
    pub(crate) back_at: Option<Timestamp>,
    /// When it came; now when null.
    pub(crate) at: Option<Timestamp>,
}

impl Wire<view::ReplyForm> for ReplyForm {
    fn wire(self) -> view::ReplyForm {
        let Self { channel, kind, note, back_at, at } = self;
        view::ReplyForm { channel: channel.wire(), kind: kind.wire(), note, back_at, at }
    }
}
