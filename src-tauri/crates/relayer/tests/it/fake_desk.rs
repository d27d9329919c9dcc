//! A desktop with one Telegram window, in virtual time: a model of what the real one does with links,
//! keys and the clipboard. Everything that happens goes into one log, so that order can be checked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use sdr_domain::channel::Mode;
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::id::DeliveryId;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::fakes::SeededIds;
use sdr_ports::{JournalError, Outgoing, SendJournal};
use sdr_relayer::driver::{Driver, FrontRole, Input, Stroke};
use sdr_relayer::{MemoryPins, NamePins, Patience, TelegramConfig, TelegramDesktop, Wiring};

use crate::fake_driver::FakeDriver;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Happening {
    Link(String),
    Key(Stroke),
    Recorded(u16, PartEvent),
    Sent(String, String),
}

/// Which look of the driver notices a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// At keyboard and mouse.
    Hands,
    /// At windows and clipboard.
    Eyes,
}

/// A change of the world at one of the driver's looks.
pub(crate) type Disturbance = Box<dyn FnOnce(&mut State) + Send>;

#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the model")]
pub(crate) struct State {
    pub(crate) time: Duration,
    pub(crate) names: HashMap<String, String>,
    pub(crate) drafts: HashMap<String, String>,
    pub(crate) chat: Option<String>,
    pub(crate) focused: bool,
    pub(crate) selected: bool,
    pub(crate) box_open: bool,
    pub(crate) front_role: FrontRole,
    pub(crate) running: bool,
    pub(crate) clipboard: Option<String>,
    pub(crate) input: Input,
    pub(crate) locked: bool,
    pub(crate) submit_makes_line: bool,
    pub(crate) box_after_submit: bool,
    pub(crate) link_delay: Duration,
    pub(crate) pending: Option<(Duration, String)>,
    pub(crate) submit_error: bool,
    /// Links after the first get lost.
    pub(crate) only_first_link: bool,
    pub(crate) look_takes: Duration,
    pub(crate) log: Vec<Happening>,
    /// Calls of the driver so far.
    pub(crate) calls: usize,
    pub(crate) disturbances: Vec<(usize, Sense, Disturbance)>,
    pub(crate) disturb_at_record: Vec<(PartEvent, Disturbance)>,
}

impl State {
    pub(crate) fn field(&self) -> String {
        self.chat.as_ref().and_then(|chat| self.drafts.get(chat)).cloned().unwrap_or_default()
    }

    pub(crate) fn strokes(&self) -> Vec<Stroke> {
        self.log
            .iter()
            .filter_map(|h| match h {
                Happening::Key(stroke) => Some(*stroke),
                Happening::Link(_) | Happening::Recorded(..) | Happening::Sent(..) => None,
            })
            .collect()
    }

    pub(crate) fn sent(&self) -> Vec<(String, String)> {
        self.log
            .iter()
            .filter_map(|h| match h {
                Happening::Sent(chat, text) => Some((chat.clone(), text.clone())),
                Happening::Link(_) | Happening::Recorded(..) | Happening::Key(_) => None,
            })
            .collect()
    }

    pub(crate) fn events(&self) -> Vec<PartEvent> {
        self.log
            .iter()
            .filter_map(|h| match h {
                Happening::Recorded(_, event) => Some(*event),
                Happening::Link(_) | Happening::Sent(..) | Happening::Key(_) => None,
            })
            .collect()
    }

    fn edit(&mut self, edit: impl FnOnce(&mut String, bool)) {
        let selected = self.selected;
        self.selected = false;
        if let Some(chat) = self.chat.clone() {
            edit(self.drafts.entry(chat).or_default(), selected);
        }
    }

    fn listens(&self) -> bool {
        self.running
            && self.front_role == FrontRole::Chat
            && self.focused
            && !self.box_open
            && self.chat.is_some()
    }

    pub(crate) fn key(&mut self, stroke: Stroke) {
        if !self.listens() {
            return;
        }
        match stroke {
            Stroke::SelectAll => self.selected = true,
            Stroke::Copy if self.selected && !self.field().is_empty() => self.clipboard = Some(self.field()),
            Stroke::Copy => {}
            Stroke::ToEnd => self.selected = false,
            Stroke::Paste => {
                let text = self.clipboard.clone().unwrap_or_default();
                self.edit(|field, selected| {
                    if selected {
                        field.clear();
                    }
                    field.push_str(&text);
                });
            }
            Stroke::Erase => self.edit(|field, selected| {
                if selected {
                    field.clear();
                } else {
                    field.pop();
                }
            }),
            Stroke::Dot => self.type_in('.'),
            Stroke::Submit if self.submit_makes_line => self.type_in('\n'),
            Stroke::Submit => {
                let text = self.field();
                let chat = self.chat.clone().unwrap_or_default();
                if !text.trim().is_empty() {
                    self.log.push(Happening::Sent(chat, text));
                    self.edit(|field, _| field.clear());
                    self.box_open = self.box_after_submit;
                }
            }
        }
    }

    fn type_in(&mut self, key: char) {
        self.edit(|field, selected| {
            if selected {
                field.clear();
            }
            field.push(key);
        });
    }

    pub(crate) fn arrive(&mut self) {
        let Some((at, link)) = self.pending.clone() else { return };
        if self.time < at {
            return;
        }
        self.pending = None;
        let query = link.trim_start_matches("tg://resolve?domain=");
        let (handle, text) = query.split_once("&text=").unwrap_or((query, ""));
        self.running = true;
        self.front_role = FrontRole::Chat;
        if self.names.contains_key(handle) {
            self.box_open = false;
            self.chat = Some(handle.to_owned());
            self.drafts.insert(handle.to_owned(), percent_decode(text));
        } else {
            self.box_open = true;
        }
    }
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[derive(Clone)]
pub(crate) struct World(Arc<Mutex<State>>);

impl World {
    pub(crate) fn new() -> Self {
        let names = [("ada_example", "Ada Example"), ("bob_example", "Bob Sample")];
        Self(Arc::new(Mutex::new(State {
            time: Duration::ZERO,
            names: names.map(|(h, n)| (h.to_owned(), n.to_owned())).into(),
            drafts: HashMap::from([("bob_example".to_owned(), "half-written to Bob".to_owned())]),
            chat: None,
            focused: true,
            selected: false,
            box_open: false,
            front_role: FrontRole::Foreign,
            running: true,
            clipboard: Some("what the human had copied".into()),
            input: Input::default(),
            locked: false,
            submit_makes_line: false,
            box_after_submit: false,
            link_delay: Duration::from_millis(30),
            pending: None,
            submit_error: false,
            only_first_link: false,
            look_takes: Duration::from_micros(100),
            log: Vec::new(),
            calls: 0,
            disturbances: Vec::new(),
            disturb_at_record: Vec::new(),
        })))
    }

    pub(crate) fn with_chat(handle: &str, name: &str, draft: &str) -> Self {
        let world = Self::new();
        world.change(|w| {
            w.names.insert(handle.into(), name.into());
            w.drafts.insert(handle.into(), draft.into());
            w.chat = Some(handle.into());
            w.front_role = FrontRole::Chat;
        });
        world
    }

    pub(crate) fn change<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap())
    }

    pub(crate) fn look<T>(&self, act: impl FnOnce(&State) -> T) -> T {
        act(&self.0.lock().unwrap())
    }

    pub(crate) fn telegram(&self) -> TelegramDesktop {
        self.telegram_with(Arc::new(MemoryPins::default()))
    }

    pub(crate) fn telegram_with(&self, pins: Arc<dyn NamePins>) -> TelegramDesktop {
        let patience = Patience { between_parts: Duration::ZERO, ..Patience::default() };
        let config = TelegramConfig { mode: Mode::Automatic, patience, ..TelegramConfig::default() };
        let wiring = Wiring { pins, ids: Arc::new(SeededIds::new(7)), main_thread: None };
        let world = self.clone();
        TelegramDesktop::with_driver(
            config,
            wiring,
            Arc::new(move |_: &TelegramConfig| Ok(Box::new(FakeDriver::new(&world)) as Box<dyn Driver>)),
        )
    }

    pub(crate) fn journal(&self) -> FakeJournal {
        FakeJournal { world: self.clone(), refuses: None, states: Mutex::default() }
    }
}

pub(crate) fn outgoing(handle: &str, parts: &[&str]) -> Outgoing {
    let parts = (0_u16..).zip(parts);
    Outgoing {
        action: sdr_domain::action::Action::Message,
        delivery_id: DeliveryId(uuid::Uuid::nil()),
        lead_id: None,
        recipient: Handle::parse(HandleKind::Telegram, handle).unwrap(),
        recipient_name: "Ada Example".into(),
        subject: None,
        parts: parts
            .map(|(number, text)| DeliveryPart { number, text: (*text).into(), state: PartState::Queued })
            .collect(),
        message_id: None,
        thread: Vec::new(),
        reply_to: None,
    }
}

/// Refuses what the machine of a part forbids, and what the test tells it to.
pub(crate) struct FakeJournal {
    world: World,
    pub(crate) refuses: Option<(PartEvent, JournalError)>,
    states: Mutex<HashMap<u16, PartState>>,
}

#[async_trait]
impl SendJournal for FakeJournal {
    async fn record(&self, part: u16, event: PartEvent, _detail: &str) -> Result<(), JournalError> {
        if let Some((at, error)) = &self.refuses
            && *at == event
        {
            return Err(error.clone());
        }
        let mut states = self.states.lock().unwrap();
        let state = states.entry(part).or_insert(PartState::Queued);
        *state = state.apply(event).expect("the relayer must follow the part's machine");
        self.world.change(|w| {
            w.log.push(Happening::Recorded(part, event));
            if let Some(at) = w.disturb_at_record.iter().position(|(when, _)| *when == event) {
                let (_, disturb) = w.disturb_at_record.remove(at);
                disturb(w);
            }
        });
        Ok(())
    }
}
