//! What is queued, lane by lane, in the order in which dispatch takes it.
//!
//! A lane is a channel and an action. Within it the earliest goes first; only one that waits for its lead's own
//! hours lets others pass. Among lanes whose turn it is, the earliest of all goes.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use jiff::tz::TimeZone;

use crate::Timestamp;
use crate::action::Action;
use crate::channel::Channel;
use crate::id::LeadId;
use crate::limits::{Lane as LaneName, Turn, WaitReason};

/// Place in the order of dispatch; the last number tells apart what is equal else.
type Place = (Timestamp, LeadId, usize);

/// Something queued.
pub(super) struct Slot {
    pub(super) lead_id: LeadId,
    /// Whose step it is: a place in the list of enrollments.
    pub(super) person: Option<usize>,
    pub(super) channel: Channel,
    pub(super) action: Action,
    pub(super) gap_secs: u32,
    pub(super) by_hand: bool,
    /// Whether its yes was taken for granted.
    pub(super) approved: bool,
    pub(super) zone: Option<TimeZone>,
    pub(super) wanted_at: Timestamp,
}

/// What the lanes hold at an instant.
pub(super) enum Next {
    /// This may go.
    Go {
        slot: Slot,
        /// What it waited for longest.
        delayed_by: Option<WaitReason>,
    },
    /// Nothing may before this instant.
    Wait(Option<Timestamp>),
}

/// Milliseconds waited for each reason so far.
#[derive(Clone, Default)]
struct Waited(Vec<(WaitReason, i64)>);

impl Waited {
    fn add(&mut self, reason: WaitReason, ms: i64) {
        match self.0.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, total)) => *total += ms,
            None => self.0.push((reason, ms)),
        }
    }

    /// The reason that took longest since `before`.
    fn longest_since(&self, before: &Self) -> Option<WaitReason> {
        let earlier = |reason| before.0.iter().find(|(known, _)| *known == reason).map_or(0, |(_, ms)| *ms);
        let took = self.0.iter().map(|(reason, ms)| (ms - earlier(*reason), *reason));
        took.filter(|(ms, _)| *ms > 0).max_by_key(|(ms, _)| *ms).map(|(_, reason)| reason)
    }
}

/// Everything of a lane whose leads live in one zone.
struct Row {
    zone: Option<TimeZone>,
    waiting: BinaryHeap<Reverse<Place>>,
    waited: Waited,
    /// Why it waits, and since when.
    reason: Option<(WaitReason, Timestamp)>,
}

impl Row {
    fn note(&mut self, now: Timestamp, reason: Option<WaitReason>) {
        if let Some((reason, since)) = self.reason {
            self.waited.add(reason, now.as_millisecond() - since.as_millisecond());
        }
        self.reason = reason.map(|reason| (reason, now));
    }

    fn head(&self) -> Option<Place> {
        self.waiting.peek().map(|Reverse(place)| *place)
    }
}

#[derive(Default)]
struct Lane {
    rows: Vec<Row>,
    /// Nothing of it can go before this instant; none when only a human or a new slot changes that.
    look_at: Option<Timestamp>,
}

/// A slot, and what its row had waited when it came.
struct Kept {
    slot: Slot,
    before: Waited,
}

/// Every lane.
#[derive(Default)]
pub(super) struct Lanes {
    numbers: HashMap<(LaneName, bool), usize>,
    all: Vec<Lane>,
    slots: Vec<Option<Kept>>,
}

impl Lanes {
    pub(super) fn push(&mut self, slot: Slot, eligible_at: Timestamp, now: Timestamp) {
        let lanes = &mut self.all;
        let number = *self
            .numbers
            .entry((LaneName::new(slot.channel, slot.action), slot.by_hand))
            .or_insert_with(|| {
                lanes.push(Lane::default());
                lanes.len() - 1
            });
        let Some(lane) = lanes.get_mut(number) else { return };
        let look_at = lane.look_at.map_or(eligible_at, |at| at.min(eligible_at));
        lane.look_at = Some(look_at.max(now));
        let row = lane.row(slot.zone.as_ref());
        row.note(now, row.reason.map(|(reason, _)| reason));
        row.waiting.push(Reverse((eligible_at, slot.lead_id, self.slots.len())));
        let before = row.waited.clone();
        self.slots.push(Some(Kept { slot, before }));
    }

    /// Takes out the first that may go at this instant, or says when to look again.
    pub(super) fn next(&mut self, now: Timestamp, mut turn: impl FnMut(&Slot) -> Turn) -> Next {
        let mut next: Option<Timestamp> = None;
        let mut first: Option<(Place, usize, usize)> = None;
        for (number, lane) in self.all.iter_mut().enumerate() {
            if lane.look_at.is_some_and(|at| at <= now)
                && let Some((place, row)) = lane.look(now, &self.slots, &mut turn)
            {
                if first.is_none_or(|(best, ..)| place < best) {
                    first = Some((place, number, row));
                }
            } else {
                next = earlier(next, lane.look_at);
            }
        }
        first.and_then(|(_, lane, row)| self.take(lane, row, now)).unwrap_or(Next::Wait(next))
    }

    fn take(&mut self, lane: usize, row: usize, now: Timestamp) -> Option<Next> {
        let row = self.all.get_mut(lane)?.rows.get_mut(row)?;
        let Reverse((_, _, number)) = row.waiting.pop()?;
        row.note(now, None);
        let Kept { slot, before } = self.slots.get_mut(number)?.take()?;
        let delayed_by = row.waited.longest_since(&before);
        Some(Next::Go { slot, delayed_by })
    }

    /// What is still queued, and what it waits for.
    pub(super) fn left(&self) -> impl Iterator<Item = (&Slot, Option<WaitReason>)> {
        self.all.iter().flat_map(|lane| &lane.rows).flat_map(|row| {
            let reason = row.reason.map(|(reason, _)| reason);
            let slots = row.waiting.iter().filter_map(|Reverse((_, _, number))| self.slots.get(*number));
            slots.flatten().map(move |kept| (&kept.slot, reason))
        })
    }
}

impl Lane {
    fn row(&mut self, zone: Option<&TimeZone>) -> &mut Row {
        let number = self.rows.iter().position(|row| row.zone.as_ref() == zone).unwrap_or_else(|| {
            let (zone, waiting) = (zone.cloned(), BinaryHeap::new());
            self.rows.push(Row { zone, waiting, waited: Waited::default(), reason: None });
            self.rows.len() - 1
        });
        &mut self.rows[number]
    }

    /// The first that may go now with its row; without one, `look_at` says when to look again.
    fn look(
        &mut self,
        now: Timestamp,
        slots: &[Option<Kept>],
        turn: &mut impl FnMut(&Slot) -> Turn,
    ) -> Option<(Place, usize)> {
        let mut heads: Vec<(Place, usize)> =
            self.rows.iter().enumerate().filter_map(|(number, row)| Some((row.head()?, number))).collect();
        heads.sort_unstable();
        let (mut next, mut whole_lane) = (None, None);
        for (place, number) in heads {
            let row = &mut self.rows[number];
            if place.0 > now {
                next = earlier(next, Some(place.0));
                row.note(now, None);
                continue;
            }
            let Some(Some(kept)) = slots.get(place.2) else { continue };
            if let Some(reason) = whole_lane {
                row.note(now, Some(reason));
                continue;
            }
            match turn(&kept.slot) {
                Turn::Go => return Some((place, number)),
                Turn::Step { reason, until } => {
                    row.note(now, Some(reason));
                    next = earlier(next, until);
                }
                Turn::Stop { reason, until } => {
                    row.note(now, Some(reason));
                    next = earlier(next, until);
                    whole_lane = Some(reason);
                }
            }
        }
        self.look_at = next;
        None
    }
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
