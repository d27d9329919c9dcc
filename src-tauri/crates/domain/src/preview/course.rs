//! The virtual clock: from one instant at which something can happen to the next.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use jiff::SignedDuration;

use super::lanes::{Lanes, Next, Slot};
use super::{Assumed, Enrolled, Item, Order, Preview, Queued, Rest, Standing, What};
use crate::Timestamp;
use crate::action::Action;
use crate::channel::{Channel, Mode};
use crate::enrollment::{self, Awaits, EndReason, EnrollmentState, Outcome, PausedBy, Then};
use crate::id::{EnrollmentId, SequenceId, SequenceVersionId};
use crate::limits::{self, Act, Book, Candidate, Lane, LimitRules, Turn, WaitReason};
use crate::sequence::{StepKey, Steps};

/// The preview while it runs.
pub(super) struct Course {
    now: Timestamp,
    order: Order,
    versions: HashMap<SequenceVersionId, Steps>,
    people: Vec<Enrolled>,
    /// Queued deliveries of enrollments that rest or have not been looked at yet.
    kept_back: HashMap<EnrollmentId, Queued>,
    book: Book,
    rules: LimitRules,
    undo: SignedDuration,
    by_hand: Vec<Channel>,
    wakes: BinaryHeap<Reverse<(Timestamp, usize)>>,
    lanes: Lanes,
    items: Vec<Item>,
    resting: Vec<(Rest, Option<usize>)>,
}

impl Course {
    pub(super) fn new(standing: Standing, order: Order) -> Self {
        let mut course = Self {
            now: standing.now,
            order,
            versions: standing.versions,
            people: standing.enrolled,
            kept_back: HashMap::new(),
            book: standing.book,
            rules: standing.rules,
            undo: SignedDuration::from_secs(i64::from(standing.undo_secs)),
            by_hand: standing.by_hand,
            wakes: BinaryHeap::new(),
            lanes: Lanes::default(),
            items: Vec::new(),
            resting: Vec::new(),
        };
        for queued in standing.queued {
            match queued.enrollment_id {
                Some(id) => drop(course.kept_back.insert(id, queued)),
                None => course.queue_again(queued, None),
            }
        }
        for person in 0..course.people.len() {
            course.take_up(person);
        }
        course
    }

    pub(super) fn run(mut self) -> Preview {
        loop {
            self.wake_all();
            let next = self.send_all();
            let wake = self.wakes.peek().map(|Reverse((at, _))| *at);
            let Some(next) = [wake, next].into_iter().flatten().min() else { break };
            if next > self.order.until {
                break;
            }
            self.now = next.max(self.now);
        }
        self.told()
    }

    /// Puts an enrollment where it belongs: among those with a time, in a lane, or at rest.
    fn take_up(&mut self, person: usize) {
        let Some(Enrolled { enrollment, .. }) = self.people.get(person) else { return };
        let (due_at, resume_at) = (enrollment.due_at, enrollment.resume_at);
        match (enrollment.state, enrollment.awaits) {
            (EnrollmentState::Completed | EnrollmentState::Exited, _) => {}
            (EnrollmentState::Paused, _) => {
                let by = enrollment.paused_by.unwrap_or(PausedBy::Human);
                let rests = || (Rest::Paused(by), Some(person));
                let wakes = resume_at.map(|at| Reverse((at, person)));
                wakes.map_or_else(|| self.resting.push(rests()), |wake| self.wakes.push(wake));
            }
            (EnrollmentState::WaitingApproval, _) | (_, Some(Awaits::Approval)) => self.ask(person),
            (_, Some(Awaits::Words)) => self.written(person),
            (_, Some(Awaits::Delivery)) => {
                let queued = self.kept_back.remove(&enrollment.id);
                match queued {
                    Some(queued) => self.queue_again(queued, Some(person)),
                    None => self.rest(Rest::Decision, person),
                }
            }
            (_, None) => {
                if let Some(at) = due_at {
                    self.wakes.push(Reverse((at, person)));
                }
            }
        }
    }

    fn rest(&mut self, rest: Rest, person: usize) {
        self.resting.push((rest, Some(person)));
    }

    /// Everybody whose time has come.
    fn wake_all(&mut self) {
        while let Some(Reverse((at, person))) = self.wakes.peek().copied() {
            if at > self.now {
                return;
            }
            self.wakes.pop();
            self.wake(person);
        }
    }

    fn wake(&mut self, person: usize) {
        let now = self.now;
        let Some(Enrolled { enrollment, .. }) = self.people.get_mut(person) else { return };
        if enrollment.state == EnrollmentState::Paused {
            let waiting = enrollment.awaits == Some(Awaits::Approval);
            enrollment.state =
                if waiting { EnrollmentState::WaitingApproval } else { EnrollmentState::Active };
            (enrollment.paused_by, enrollment.resume_at) = (None, None);
            enrollment.due_at = enrollment.due_at.map(|at| at.max(now));
            self.take_up(person);
        } else {
            self.walk(person);
        }
    }

    fn walk(&mut self, number: usize) {
        let now = self.now;
        let Some(person) = self.people.get_mut(number) else { return };
        let enrollment = &mut person.enrollment;
        if person.suppressed {
            return self.end(number, EndReason::Suppressed);
        }
        if person.facts.replied {
            return self.end(number, EndReason::Replied);
        }
        let (Some(steps), Some(key)) = (self.versions.get(&enrollment.version_id), enrollment.step.as_ref())
        else {
            return self.end(number, EndReason::Done);
        };
        let walk = enrollment::walk(steps, key, enrollment.visit, now, person.facts);
        let last = walk.visited.last();
        enrollment.visit = last.map_or(enrollment.visit, |last| last.visit.saturating_add(1));
        enrollment.step = last.map(|last| last.step.clone()).or_else(|| enrollment.step.clone());
        let outcome = last.map(|last| last.outcome);
        match (walk.then, outcome) {
            (Then::Later { step, due_at }, _) => self.later(number, step, due_at),
            (Then::End(reason), _) => self.end(number, reason),
            (Then::Act, Some(Outcome::ToApprove)) => self.ask(number),
            (Then::Act, Some(Outcome::ToWrite)) => self.written(number),
            (Then::Act, _) => self.queue(number, false),
        }
    }

    fn later(&mut self, number: usize, step: StepKey, due_at: Timestamp) {
        let Some(Enrolled { enrollment, .. }) = self.people.get_mut(number) else { return };
        (enrollment.step, enrollment.due_at, enrollment.awaits) = (Some(step), Some(due_at), None);
        enrollment.state = EnrollmentState::Active;
        self.wakes.push(Reverse((due_at, number)));
    }

    /// The act of the step under way.
    fn act(&self, number: usize) -> Option<(Action, Channel, Mode, bool)> {
        let enrollment = &self.people.get(number)?.enrollment;
        let step = self.versions.get(&enrollment.version_id)?.get(enrollment.step.as_ref()?)?;
        let (action, channel) = step.act()?;
        Some((action, channel, step.mode, step.approval))
    }

    /// Its words are there.
    fn written(&mut self, number: usize) {
        match self.act(number) {
            Some((_, _, _, true)) => self.ask(number),
            Some((_, _, _, false)) => self.queue(number, false),
            None => self.rest(Rest::Decision, number),
        }
    }

    /// A yes is asked for.
    fn ask(&mut self, number: usize) {
        let Some((action, channel, ..)) = self.act(number) else { return self.rest(Rest::Decision, number) };
        if let Some(Enrolled { enrollment, .. }) = self.people.get_mut(number) {
            (enrollment.awaits, enrollment.due_at) = (Some(Awaits::Approval), None);
        }
        self.tell(number, self.now, What::Approval { channel, action }, Assumed::default());
        if self.order.assume_approval {
            self.queue(number, true);
        } else {
            self.rest(Rest::Approval, number);
        }
    }

    /// Its delivery is queued. A yes and words leave time to undo, a standing yes to an act without words does not.
    fn queue(&mut self, number: usize, approved: bool) {
        let Some((action, channel, mode, _)) = self.act(number) else {
            return self.rest(Rest::Decision, number);
        };
        let Some(Enrolled { enrollment, zone, .. }) = self.people.get_mut(number) else { return };
        (enrollment.awaits, enrollment.due_at) = (Some(Awaits::Delivery), None);
        let undo = if approved || action.has_words() { self.undo } else { SignedDuration::ZERO };
        let seed = enrollment::seed(enrollment.id, enrollment.visit.saturating_sub(1));
        let slot = Slot {
            lead_id: enrollment.lead_id,
            person: Some(number),
            channel,
            action,
            gap_secs: limits::draw_gap(self.rules.pace(Lane::new(channel, action)), seed),
            by_hand: mode != Mode::Automatic || self.by_hand.contains(&channel),
            approved,
            zone: zone.clone(),
            wanted_at: self.now.saturating_add(undo).unwrap_or(self.now),
        };
        self.push(slot);
    }

    fn queue_again(&mut self, queued: Queued, person: Option<usize>) {
        let slot = Slot {
            lead_id: queued.lead_id,
            person,
            channel: queued.channel,
            action: queued.action,
            gap_secs: queued.gap_secs,
            by_hand: queued.by_hand,
            approved: false,
            zone: queued.zone,
            wanted_at: queued.eligible_at,
        };
        self.push(slot);
    }

    fn push(&mut self, slot: Slot) {
        if slot.by_hand && !self.order.assume_approval {
            self.resting.push((Rest::Hand, slot.person));
            return;
        }
        let eligible_at = slot.wanted_at;
        self.lanes.push(slot, eligible_at, self.now);
    }

    /// Everything that may go at this instant; then when to look again.
    fn send_all(&mut self) -> Option<Timestamp> {
        loop {
            let (now, rules, book) = (self.now, &self.rules, &self.book);
            match self.lanes.next(now, |slot| turn_of(now, rules, book, slot)) {
                Next::Go { slot, delayed_by } => self.send(&slot, delayed_by),
                Next::Wait(next) => return next,
            }
        }
    }

    fn send(&mut self, slot: &Slot, delayed_by: Option<WaitReason>) {
        let now = self.now;
        let (channel, action, by_hand) = (slot.channel, slot.action, slot.by_hand);
        self.book.record(Act { channel, action, at: now });
        let what = What::Act { channel, action, by_hand, delayed_by };
        let assumed = Assumed { approved: slot.approved, pressed: by_hand };
        let Some(number) = slot.person else {
            return self.items.push(Item::loose(slot.lead_id, (slot.wanted_at, now), what, assumed));
        };
        self.tell(number, slot.wanted_at, what, assumed);
        let Some(person) = self.people.get_mut(number) else { return };
        if action == Action::Like {
            person.facts.posts = person.facts.posts.saturating_sub(1);
        }
        let Enrolled { enrollment, .. } = person;
        enrollment.awaits = None;
        let steps = self.versions.get(&enrollment.version_id);
        let left = steps.and_then(|steps| {
            let step = steps.get(enrollment.step.as_ref()?)?;
            Some(enrollment::leave(steps, step, Outcome::Done, now))
        });
        match left {
            Some(Then::Later { step, due_at }) => self.later(number, step, due_at),
            Some(Then::End(reason)) => self.end(number, reason),
            Some(Then::Act) | None => self.end(number, EndReason::Done),
        }
    }

    fn end(&mut self, number: usize, reason: EndReason) {
        self.tell(number, self.now, What::End(reason), Assumed::default());
        if let Some(Enrolled { enrollment, .. }) = self.people.get_mut(number) {
            enrollment.state = reason.state();
        }
    }

    fn tell(&mut self, number: usize, wanted_at: Timestamp, what: What, assumed: Assumed) {
        let Some(Enrolled { enrollment, .. }) = self.people.get(number) else { return };
        self.items.push(Item {
            at: self.now,
            wanted_at,
            what,
            lead_id: enrollment.lead_id,
            enrollment_id: Some(enrollment.id),
            sequence_id: Some(enrollment.sequence_id),
            version_id: Some(enrollment.version_id),
            step: enrollment.step.clone(),
            assumed,
        });
    }

    /// What was asked for of all this.
    fn told(self) -> Preview {
        let only = self.order.only;
        let asked = |sequence: Option<SequenceId>| only.is_none() || only == sequence;
        let sequence_of = |person: usize| self.people.get(person).map(|person| person.enrollment.sequence_id);
        let mut resting: HashMap<Rest, u32> = HashMap::new();
        let at_rest = self.resting.iter().map(|(rest, person)| (*rest, *person));
        let stuck = self.lanes.left().filter_map(|(slot, reason)| {
            reason
                .filter(|reason| only_a_human_lifts(*reason))
                .map(|reason| (Rest::Limit(reason), slot.person))
        });
        for (rest, person) in at_rest.chain(stuck) {
            if asked(person.and_then(sequence_of)) {
                *resting.entry(rest).or_default() += 1;
            }
        }
        let mut resting: Vec<(Rest, u32)> = resting.into_iter().collect();
        resting.sort_unstable_by_key(|(rest, count)| (Reverse(*count), rest.sentence()));
        let live = self
            .people
            .iter()
            .map(|person| &person.enrollment)
            .filter(|enrollment| enrollment.state.is_live() && asked(Some(enrollment.sequence_id)));
        let unfinished = u32::try_from(live.count()).unwrap_or(u32::MAX);
        let items: Vec<Item> = self.items.into_iter().filter(|item| asked(item.sequence_id)).collect();
        let ends = items.iter().filter(|item| matches!(item.what, What::End(_))).map(|item| item.at);
        let finish_at = ends.max().filter(|_| unfinished == 0);
        Preview { items, resting, finish_at, unfinished }
    }
}

/// The limits' word; what a human does by hand in the preview is done in working hours.
fn turn_of(now: Timestamp, rules: &LimitRules, book: &Book, slot: &Slot) -> Turn {
    let (channel, action, by_hand) = (slot.channel, slot.action, slot.by_hand);
    let lead_zone = slot.zone.as_ref();
    let candidate = Candidate { channel, action, gap_secs: slot.gap_secs, by_hand, lead_zone };
    let turn = limits::turn(now, rules, book, &candidate);
    if !by_hand || turn != Turn::Go {
        return turn;
    }
    match rules.calendar.next_open(now, lead_zone) {
        Some(open) if open <= now => Turn::Go,
        until => Turn::Step { reason: WaitReason::WorkingHours, until },
    }
}

/// Whether no time ends it.
fn only_a_human_lifts(reason: WaitReason) -> bool {
    matches!(reason, WaitReason::ChannelFailing | WaitReason::NoCommonHours)
}
