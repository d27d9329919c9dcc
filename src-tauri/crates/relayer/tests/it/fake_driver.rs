//! The driver of the scripted desktop.

use std::time::Duration;

use sdr_relayer::driver::clipboard::Keepsake;
use sdr_relayer::driver::{
    AppKind, Driver, DriverError, Front, FrontRole, Input, Stroke, Survey, TelegramApp,
};

use crate::fake_desk::{Happening, Sense, State, World};

pub(crate) struct FakeDriver {
    world: World,
}

impl FakeDriver {
    pub(crate) fn new(world: &World) -> Self {
        Self { world: world.clone() }
    }

    /// Disturbances strike at the next look that can notice them, never inside a key press.
    fn on_look<T>(&self, answer: impl FnOnce(&mut State) -> T) -> T {
        self.look_with(Sense::Eyes, answer)
    }

    fn look_with<T>(&self, sense: Sense, answer: impl FnOnce(&mut State) -> T) -> T {
        self.world.change(|w| {
            w.calls += 1;
            w.time += w.look_takes;
            w.arrive();
            let calls = w.calls;
            while let Some(at) =
                w.disturbances.iter().position(|(when, by, _)| *when <= calls && *by == sense)
            {
                let (_, _, disturb) = w.disturbances.remove(at);
                disturb(w);
            }
            answer(w)
        })
    }
}

impl Driver for FakeDriver {
    fn survey(&mut self) -> Result<Survey, DriverError> {
        self.on_look(|w| {
            let title = w.chat.as_ref().map_or("Telegram", |chat| &w.names[chat]).to_owned();
            let app = TelegramApp { pid: 42, kind: AppKind::Desktop, title: Some(title) };
            let apps = if w.running { vec![app] } else { Vec::new() };
            Ok(Survey { apps, installed: true, version: None, locked: w.locked, obstacles: Vec::new() })
        })
    }

    fn front(&mut self) -> Result<Option<Front>, DriverError> {
        self.on_look(|w| {
            if !w.running && w.front_role == FrontRole::Chat {
                return Ok(None);
            }
            let title = match w.front_role {
                FrontRole::Chat => w.chat.as_ref().map_or("Telegram", |chat| &w.names[chat]).to_owned(),
                FrontRole::Viewer | FrontRole::Foreign => String::new(),
            };
            Ok(Some(Front { window: 1, pid: 42, role: w.front_role, title }))
        })
    }

    fn input(&mut self) -> Result<Input, DriverError> {
        self.look_with(Sense::Hands, |w| Ok(w.input))
    }

    fn open_link(&mut self, link: &str) -> Result<(), DriverError> {
        self.world.change(|w| {
            let first = !w.log.iter().any(|h| matches!(h, Happening::Link(_)));
            w.log.push(Happening::Link(link.into()));
            if w.only_first_link && !first {
                return;
            }
            w.pending = Some((w.time + w.link_delay, link.into()));
        });
        Ok(())
    }

    fn press(&mut self, stroke: Stroke) -> Result<(), DriverError> {
        self.world.change(|w| {
            w.time += Duration::from_micros(300);
            w.log.push(Happening::Key(stroke));
            w.key(stroke);
            if stroke == Stroke::Submit && w.submit_error {
                return Err(DriverError("broken pipe".into()));
            }
            Ok(())
        })
    }

    fn read_clipboard(&mut self) -> Result<Option<String>, DriverError> {
        self.on_look(|w| Ok(w.clipboard.clone()))
    }

    fn write_clipboard(&mut self, text: &str) -> Result<(), DriverError> {
        self.world.change(|w| {
            // A link takes effect when it likes, also between a look and the keys after it.
            w.time += w.look_takes;
            w.arrive();
            w.clipboard = Some(text.into());
        });
        Ok(())
    }

    fn save_clipboard(&mut self) -> Result<Keepsake, DriverError> {
        Ok(self.world.look(|w| {
            w.clipboard.clone().map_or(Keepsake::Nothing, |plain| Keepsake::Text { plain, html: None })
        }))
    }

    fn restore_clipboard(&mut self, keepsake: Keepsake) -> Result<(), DriverError> {
        self.world.change(|w| {
            w.clipboard = match keepsake {
                Keepsake::Text { plain, .. } => Some(plain),
                Keepsake::Nothing | Keepsake::Picture(_) | Keepsake::Files(_) => None,
            };
        });
        Ok(())
    }

    fn now(&self) -> Duration {
        self.world.look(|w| w.time)
    }

    fn pause(&mut self, time: Duration) {
        self.on_look(|w| w.time += time);
    }
}
