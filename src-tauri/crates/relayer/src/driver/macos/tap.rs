//! Listens for keys and clicks that do not carry our mark.
//!
//! The tap only listens: it cannot hold back or change an event. Its thread lives as long as the process.
//!
//! **Invariant:** when macOS switches the tap off, that counts as foreign input: something may have been
//! missed.
#![expect(unsafe_code, reason = "C interfaces of macOS")]

use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use objc2_core_foundation::{CFMachPort, CFRunLoop, kCFRunLoopCommonModes};
use objc2_core_graphics::{
    CGEvent, CGEventField, CGEventFlags, CGEventSource, CGEventSourceStateID, CGEventTapLocation,
    CGEventTapOptions, CGEventTapPlacement, CGEventTapProxy, CGEventType,
};

use crate::driver::Input;

/// Carried by every event this app makes.
pub(super) const OUR_MARK: i64 = 0x5344_5243;

static FOREIGN: AtomicU64 = AtomicU64::new(0);
/// Milliseconds after [`epoch`] of the last foreign event, plus one; 0 when there was none.
static LAST: AtomicU64 = AtomicU64::new(0);

fn epoch() -> Instant {
    static EPOCH: OnceLock<Instant> = OnceLock::new();
    *EPOCH.get_or_init(Instant::now)
}

fn now_ms() -> u64 {
    u64::try_from(epoch().elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// What the human did so far.
pub(super) fn input() -> Input {
    let last = LAST.load(Ordering::SeqCst);
    let flags = CGEventSource::flags_state(CGEventSourceStateID::CombinedSessionState);
    let modifiers = CGEventFlags::MaskShift
        | CGEventFlags::MaskControl
        | CGEventFlags::MaskAlternate
        | CGEventFlags::MaskCommand;
    Input {
        foreign: FOREIGN.load(Ordering::SeqCst),
        quiet_for: last.checked_sub(1).map(|at| Duration::from_millis(now_ms().saturating_sub(at))),
        modifier_held: flags.intersects(modifiers),
    }
}

/// Starts listening, once a process; says whether macOS allows it.
pub(super) fn start() -> bool {
    static STARTED: OnceLock<bool> = OnceLock::new();
    *STARTED.get_or_init(|| {
        epoch();
        let (ready, wait) = mpsc::channel();
        let thread = std::thread::Builder::new().name("input-tap".into()).spawn(move || listen(&ready));
        thread.is_ok() && wait.recv_timeout(Duration::from_secs(2)).unwrap_or(false)
    })
}

fn listen(ready: &mpsc::Sender<bool>) {
    let say = |listening| {
        // Nobody waits any more when starting took too long.
        let _ = ready.send(listening);
    };
    let wanted = [
        CGEventType::KeyDown,
        CGEventType::LeftMouseDown,
        CGEventType::RightMouseDown,
        CGEventType::OtherMouseDown,
    ];
    let mask = wanted.iter().fold(0_u64, |mask, kind| mask | 1 << kind.0);
    // SAFETY: the callback matches the type, lives as long as the process and gets no user data.
    let tap = unsafe {
        CGEvent::tap_create(
            CGEventTapLocation::SessionEventTap,
            CGEventTapPlacement::HeadInsertEventTap,
            CGEventTapOptions::ListenOnly,
            mask,
            Some(seen),
            std::ptr::null_mut(),
        )
    };
    let source = tap.as_deref().and_then(|tap| CFMachPort::new_run_loop_source(None, Some(tap), 0));
    let (Some(tap), Some(source), Some(run_loop)) = (tap, source, CFRunLoop::current()) else {
        return say(false);
    };
    // SAFETY: a constant string of the framework.
    let modes = unsafe { kCFRunLoopCommonModes };
    run_loop.add_source(Some(&source), modes);
    CGEvent::tap_enable(&tap, true);
    say(true);
    CFRunLoop::run();
}

/// Called by the system for each event.
unsafe extern "C-unwind" fn seen(
    _proxy: CGEventTapProxy,
    kind: CGEventType,
    event: NonNull<CGEvent>,
    _data: *mut c_void,
) -> *mut CGEvent {
    let switched_off =
        kind == CGEventType::TapDisabledByTimeout || kind == CGEventType::TapDisabledByUserInput;
    // SAFETY: the system passes a live event, except when it announces that the tap is off.
    let mark = (!switched_off).then(|| {
        CGEvent::integer_value_field(Some(unsafe { event.as_ref() }), CGEventField::EventSourceUserData)
    });
    if mark != Some(OUR_MARK) {
        LAST.store(now_ms().saturating_add(1), Ordering::SeqCst);
        FOREIGN.fetch_add(1, Ordering::SeqCst);
    }
    event.as_ptr()
}
