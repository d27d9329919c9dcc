//! Limits on the wire: what of today is used up, and what the SDR did by hand.

use jiff::Timestamp;
use sdr_domain::id::LeadId;
use sdr_engine::view;
use serde::Deserialize;
use uuid::Uuid;

use crate::dto::wire::Wire;
use crate::dto::words::{Action, Channel};

wire! {
    /// One limit with what of it is used up.
    out LimitLine = view::LimitLine {
        label: String,
        /// Null for the limit over everything.
        channel: Option<Channel>,
        action: Option<Action>,
        used_hour: u32,
        /// Null where the hour has no limit.
        per_hour: Option<u32>,
        used_today: u32,
        /// Today's limit, the ramp included.
        per_day: u32,
        /// How the daily limit grows, in words.
        ramp: Option<String>,
        /// Of today's, how many the SDR did by hand outside the app.
        manual_today: u32,
        /// When the next one may go; null when it may now, or when a human has to act.
        next_free_at: Option<Timestamp>,
        /// Why none may go now.
        why: Option<String>,
        cool_down_until: Option<Timestamp>,
        /// Three failures in a row: a human must look.
        failing: bool,
    }
}

wire! {
    /// Every limit, and whether it is working time.
    out LimitsToday = view::LimitsToday {
        lines: Vec<LimitLine>,
        /// Working hours, holidays and vacation in a sentence.
        calendar: String,
        open: bool, next_open: Option<Timestamp>,
    }
}

/// Something the SDR did by hand outside the app; it counts against the limits.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ManualAct {
    pub(crate) channel: Channel,
    pub(crate) action: Action,
    /// To whom; null for several people, or somebody the app does not know.
    pub(crate) lead_id: Option<Uuid>,
    /// How many times, 1 to 500.
    #[schema(minimum = 1, maximum = 500)]
    pub(crate) count: u32,
    /// When; now when null.
    pub(crate) at: Option<Timestamp>,
}

impl Wire<view::ManualAct> for ManualAct {
    fn wire(self) -> view::ManualAct {
        let Self { channel, action, lead_id, count, at } = self;
        view::ManualAct {
            channel: channel.wire(),
            action: action.wire(),
            lead_id: lead_id.map(LeadId),
            count,
            at,
        }
    }
}
