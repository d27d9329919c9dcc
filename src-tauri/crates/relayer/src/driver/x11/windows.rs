//! Windows as the window manager tells them: `_NET_ACTIVE_WINDOW`, `_NET_CLIENT_LIST`, `WM_CLASS`,
//! `_NET_WM_PID`, `_NET_WM_NAME` (Extended Window Manager Hints 1.5, ICCCM 2.0).
//!
//! **Invariant:** nothing is cached; each look asks the server.

use x11rb::connection::{Connection as _, RequestConnection as _};
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{Atom, AtomEnum, ConnectionExt as _, GetPropertyReply};
use x11rb::rust_connection::RustConnection;

use crate::driver::{DriverError, Obstacle};

x11rb::atom_manager! {
    /// The names this file asks for.
    Atoms: AtomsCookie {
        _NET_ACTIVE_WINDOW,
        _NET_CLIENT_LIST,
        _NET_SUPPORTED,
        _NET_WM_NAME,
        _NET_WM_PID,
        UTF8_STRING,
    }
}

/// What a window says about itself.
pub(super) struct Window {
    pub(super) id: u32,
    pub(super) class: String,
    pub(super) pid: Option<u32>,
    pub(super) title: String,
}

/// A connection that only looks.
pub(super) struct Screen {
    x: RustConnection,
    root: u32,
    atoms: Atoms,
}

fn failed(error: impl std::fmt::Display) -> DriverError {
    DriverError::new("the X server", error)
}

impl Screen {
    pub(super) fn connect() -> Result<Self, DriverError> {
        let (x, screen) = x11rb::connect(None).map_err(failed)?;
        let atoms = Atoms::new(&x).map_err(failed)?.reply().map_err(failed)?;
        let root = x.setup().roots.get(screen).ok_or_else(|| failed("it has no screen"))?.root;
        Ok(Self { x, root, atoms })
    }

    /// The window that gets the keys.
    pub(super) fn active(&self) -> Result<Option<Window>, DriverError> {
        let reply = self.property(self.root, self.atoms._NET_ACTIVE_WINDOW, AtomEnum::WINDOW.into())?;
        let id = reply.and_then(|r| r.value32().and_then(|mut ids| ids.next())).filter(|id| *id != 0);
        id.map_or(Ok(None), |id| self.describe(id))
    }

    /// Every window the window manager looks after.
    pub(super) fn clients(&self) -> Result<Vec<Window>, DriverError> {
        let reply = self.property(self.root, self.atoms._NET_CLIENT_LIST, AtomEnum::WINDOW.into())?;
        let ids: Vec<u32> = reply.and_then(|r| r.value32().map(Iterator::collect)).unwrap_or_default();
        ids.into_iter().filter_map(|id| self.describe(id).transpose()).collect()
    }

    /// What is missing to see the front window or to press keys.
    pub(super) fn obstacles(&self) -> Result<Vec<Obstacle>, DriverError> {
        let mut found = Vec::new();
        let supported = self.property(self.root, self.atoms._NET_SUPPORTED, AtomEnum::ATOM.into())?;
        let says_front = supported
            .and_then(|r| r.value32().map(|mut atoms| atoms.any(|a| a == self.atoms._NET_ACTIVE_WINDOW)))
            .unwrap_or(false);
        if !says_front {
            found.push(Obstacle {
                sentence: "The window manager does not say which window is in front.".into(),
                fix: "Run a window manager that supports _NET_ACTIVE_WINDOW (nearly all do), or stay with assisted sending."
                    .into(),
            });
        }
        if self.x.extension_information("XTEST").map_err(failed)?.is_none() {
            found.push(Obstacle {
                sentence: "The X server has no XTEST extension, so no key can be pressed.".into(),
                fix: "Start the X server with XTEST, or stay with assisted sending.".into(),
            });
        }
        Ok(found)
    }

    /// `None` when the window is gone meanwhile.
    fn describe(&self, id: u32) -> Result<Option<Window>, DriverError> {
        let class = self.property(id, AtomEnum::WM_CLASS.into(), AtomEnum::STRING.into())?;
        let Some(class) = class else { return Ok(None) };
        // WM_CLASS is two strings, each ended by a NUL: instance, class.
        let class = class.value.split(|b| *b == 0).nth(1).map(text).unwrap_or_default();
        let pid = self
            .property(id, self.atoms._NET_WM_PID, AtomEnum::CARDINAL.into())?
            .and_then(|r| r.value32().and_then(|mut pids| pids.next()));
        let name = self.property(id, self.atoms._NET_WM_NAME, self.atoms.UTF8_STRING)?;
        let title = match name.filter(|r| !r.value.is_empty()) {
            Some(name) => text(&name.value),
            None => self
                .property(id, AtomEnum::WM_NAME.into(), AtomEnum::ANY.into())?
                .map(|r| text(&r.value))
                .unwrap_or_default(),
        };
        Ok(Some(Window { id, class, pid, title }))
    }

    /// `None` when the window does not exist.
    fn property(&self, window: u32, name: Atom, kind: Atom) -> Result<Option<GetPropertyReply>, DriverError> {
        let asked = self.x.get_property(false, window, name, kind, 0, 1 << 16).map_err(failed)?;
        match asked.reply() {
            Ok(reply) => Ok(Some(reply)),
            Err(ReplyError::X11Error(_)) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}
