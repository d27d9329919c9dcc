//! Watches for keys and clicks that are not ours, by `XInput` 2 raw events.
//!
//! Our keys come from the server's XTEST keyboard, the human's from a real device. Another XTEST tool
//! looks like us, so ours are counted too: more XTEST keys than we pressed means that somebody else did.
//! XTEST resets the screen saver's idle timer, so that timer is of no use here.
//!
//! **Invariant:** every event the server handled before a look is counted in that look: a round trip
//! through a property of our own window is the barrier.

use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xinput::{self, ConnectionExt as _, Device, XIEventMask};
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, CreateWindowAux, EventMask, KeyButMask, PropMode, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::driver::{DriverError, Input, Obstacle};

/// A connection that only listens.
pub(super) struct InputWatch {
    x: RustConnection,
    root: u32,
    /// Our own invisible window; its property changes mark a point in the event stream.
    marker: u32,
    /// The server's own keyboard for injected keys; `None` without `XInput` 2.
    xtest_keyboards: Option<Vec<u16>>,
    /// Keys this process pressed.
    ours: u64,
    /// Keys seen from the XTEST keyboard.
    injected: u64,
    /// Keys and clicks seen from anywhere else.
    physical: u64,
    /// The highest count told so far; it never shrinks.
    foreign: u64,
    /// Server time of the last foreign event, milliseconds.
    last_foreign: Option<u32>,
}

fn failed(error: impl std::fmt::Display) -> DriverError {
    DriverError::new("the X server", error)
}

impl InputWatch {
    pub(super) fn connect() -> Result<Self, DriverError> {
        let (x, screen) = x11rb::connect(None).map_err(failed)?;
        let root = x.setup().roots.get(screen).ok_or_else(|| failed("it has no screen"))?.root;
        let marker = x.generate_id().map_err(failed)?;
        let aux = CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE).override_redirect(1);
        x.create_window(0, marker, root, -1, -1, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &aux)
            .map_err(failed)?;
        let xtest_keyboards = listen(&x, root);
        let watch = Self {
            x,
            root,
            marker,
            xtest_keyboards,
            ours: 0,
            injected: 0,
            physical: 0,
            foreign: 0,
            last_foreign: None,
        };
        watch.x.flush().map_err(failed)?;
        Ok(watch)
    }

    /// Says that the next key press is ours.
    pub(super) fn expect_one_of_ours(&mut self) {
        self.ours += 1;
    }

    /// What is missing to tell the human's keys from ours.
    pub(super) fn obstacles(&self) -> Vec<Obstacle> {
        let missing = self.xtest_keyboards.is_none().then(|| Obstacle {
            sentence: "The X server does not tell the app when you type or click.".into(),
            fix: "Use an X server with XInput 2 (all current ones have it), or stay with assisted sending."
                .into(),
        });
        missing.into_iter().collect()
    }

    /// Counts everything up to now.
    pub(super) fn look(&mut self) -> Result<Input, DriverError> {
        let now = self.drain()?;
        let seen = self.physical + self.injected.saturating_sub(self.ours);
        if seen > self.foreign {
            self.foreign = seen;
            self.last_foreign = self.last_foreign.or(Some(now));
        }
        let pointer = self.x.query_pointer(self.root).map_err(failed)?.reply().map_err(failed)?;
        // Lock and Num Lock (Mod2) are no held keys, Mod3 and Mod5 choose a layout.
        let modifiers = KeyButMask::SHIFT | KeyButMask::CONTROL | KeyButMask::MOD1 | KeyButMask::MOD4;
        let quiet = self.last_foreign.map(|at| Duration::from_millis(now.wrapping_sub(at).into()));
        Ok(Input {
            foreign: self.foreign,
            quiet_for: quiet,
            modifier_held: u16::from(pointer.mask) & u16::from(modifiers) != 0,
        })
    }

    /// Reads events up to a mark set now; returns the server's time at the mark.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the library's list of all X events")]
    fn drain(&mut self) -> Result<u32, DriverError> {
        let name = AtomEnum::WM_NAME;
        // Appending nothing changes nothing and is announced all the same, with the server's time.
        self.x
            .change_property8(PropMode::APPEND, self.marker, name, AtomEnum::STRING, &[])
            .map_err(failed)?;
        self.x.flush().map_err(failed)?;
        loop {
            match self.x.wait_for_event().map_err(failed)? {
                Event::PropertyNotify(mark) if mark.window == self.marker => return Ok(mark.time),
                Event::XinputRawKeyPress(key) => self.count_key(key.sourceid, key.time),
                Event::XinputRawButtonPress(click) => self.count_physical(click.time),
                _ => {}
            }
        }
    }

    fn count_key(&mut self, source: u16, time: u32) {
        if self.xtest_keyboards.as_ref().is_some_and(|ids| ids.contains(&source)) {
            self.injected += 1;
            if self.injected > self.ours {
                self.last_foreign = Some(time);
            }
        } else {
            self.count_physical(time);
        }
    }

    fn count_physical(&mut self, time: u32) {
        self.physical += 1;
        self.last_foreign = Some(time);
    }
}

/// Asks for raw events; the ids of the XTEST keyboards, or `None` when the server cannot tell.
fn listen(x: &RustConnection, root: u32) -> Option<Vec<u16>> {
    x.xinput_xi_query_version(2, 2).ok()?.reply().ok()?;
    let devices = x.xinput_xi_query_device(Device::ALL).ok()?.reply().ok()?;
    let keyboards: Vec<u16> = devices
        .infos
        .iter()
        .filter(|device| {
            let name = String::from_utf8_lossy(&device.name).to_lowercase();
            name.contains("xtest") && name.contains("keyboard")
        })
        .map(|device| device.deviceid)
        .collect();
    let mask = xinput::EventMask {
        deviceid: Device::ALL_MASTER.into(),
        mask: vec![XIEventMask::RAW_KEY_PRESS | XIEventMask::RAW_BUTTON_PRESS],
    };
    x.xinput_xi_select_events(root, &[mask]).ok()?.check().ok()?;
    (!keyboards.is_empty()).then_some(keyboards)
}
