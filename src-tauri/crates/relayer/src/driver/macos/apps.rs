//! Running apps and their windows, as `NSWorkspace` and the accessibility interface tell them.
//!
//! **Invariant:** an app is named by bundle id and process id, never by its name.
#![expect(unsafe_code, reason = "C interfaces of macOS")]

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ptr::NonNull;

use objc2_app_kit::{NSRunningApplication, NSWorkspace};
use objc2_application_services::{AXError, AXIsProcessTrusted, AXUIElement};
use objc2_core_foundation::{CFBoolean, CFRetained, CFString, CFType};
use objc2_core_graphics::CGSessionCopyCurrentDictionary;
use objc2_foundation::NSString;

/// A window of an app.
pub(super) struct Window {
    pub(super) id: u64,
    pub(super) title: String,
}

/// Whether an app of that bundle id is installed.
pub(super) fn is_installed(bundle: &str) -> bool {
    let id = NSString::from_str(bundle);
    NSWorkspace::sharedWorkspace().URLForApplicationWithBundleIdentifier(&id).is_some()
}

/// Process ids of the running apps of that bundle id.
pub(super) fn running(bundle: &str) -> Vec<i32> {
    let id = NSString::from_str(bundle);
    let apps = NSRunningApplication::runningApplicationsWithBundleIdentifier(&id);
    apps.iter().map(|app| app.processIdentifier()).collect()
}

/// Process id and bundle id of the app in front.
pub(super) fn frontmost() -> Option<(i32, String)> {
    let app = NSWorkspace::sharedWorkspace().frontmostApplication()?;
    let bundle = app.bundleIdentifier().map(|id| id.to_string()).unwrap_or_default();
    Some((app.processIdentifier(), bundle))
}

/// The window of that process that gets the keys.
pub(super) fn focused_window(pid: i32) -> Option<Window> {
    window(pid, "AXFocusedWindow")
}

/// The main window of that process.
pub(super) fn main_window(pid: i32) -> Option<Window> {
    window(pid, "AXMainWindow")
}

/// Whether the human allowed this app to use the accessibility interface.
pub(super) fn is_trusted() -> bool {
    // SAFETY: takes nothing and only reads this process's own permission.
    unsafe { AXIsProcessTrusted() }
}

/// Whether some program hides all keys from listeners (Technical Note TN2150).
pub(super) fn secure_input() -> bool {
    #[link(name = "Carbon", kind = "framework")]
    unsafe extern "C" {
        fn IsSecureEventInputEnabled() -> u8;
    }
    // SAFETY: takes nothing and only reads a flag of the window server.
    unsafe { IsSecureEventInputEnabled() != 0 }
}

/// Whether the screen is locked or another user is in front.
pub(super) fn is_locked() -> bool {
    let Some(session) = CGSessionCopyCurrentDictionary() else { return true };
    // SAFETY: the session dictionary's keys are strings; its values stay untyped.
    let session = unsafe { session.cast_unchecked::<CFString, CFType>() };
    let flag = |name: &'static str| {
        session
            .get(&CFString::from_static_str(name))
            .map(|value| value.downcast_ref::<CFBoolean>().is_none_or(CFBoolean::as_bool))
    };
    flag("CGSSessionScreenIsLocked").unwrap_or(false) || !flag("kCGSSessionOnConsoleKey").unwrap_or(true)
}

fn window(pid: i32, which: &'static str) -> Option<Window> {
    // SAFETY: any process id is allowed; a dead one gives an element whose attributes cannot be read.
    let app = unsafe { AXUIElement::new_application(pid) };
    let window = attribute(&app, which)?.downcast::<AXUIElement>().ok()?;
    let title = attribute(&window, "AXTitle")?.downcast::<CFString>().ok()?;
    // Equal elements hash alike for as long as the window exists.
    let mut hasher = DefaultHasher::new();
    window.hash(&mut hasher);
    Some(Window { id: hasher.finish(), title: title.to_string() })
}

fn attribute(element: &AXUIElement, name: &'static str) -> Option<CFRetained<CFType>> {
    let mut value: *const CFType = std::ptr::null();
    // SAFETY: `value` is a valid place for one pointer, which is ours to release when the call succeeds.
    let status =
        unsafe { element.copy_attribute_value(&CFString::from_static_str(name), NonNull::from(&mut value)) };
    if status != AXError::Success {
        return None;
    }
    // SAFETY: a successful Copy hands over one reference.
    NonNull::new(value.cast_mut()).map(|value| unsafe { CFRetained::from_raw(value) })
}
