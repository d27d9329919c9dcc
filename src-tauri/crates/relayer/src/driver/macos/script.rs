//! Open Scripting: asks for an app's version without starting it.
//!
//! **Invariant:** the source is a constant; what varies goes in as a parameter.

use std::sync::mpsc;
use std::time::Duration;

use osakit::{Language, Script, Value};

use crate::driver::MainThread;
use crate::driver::version::Version;

/// An app bundle's version needs no permission: it is read from the bundle, not asked of the app.
const VERSION: &str = "on version_of(bundle_id)
	try
		return (version of application id bundle_id) as text
	on error
		return \"\"
	end try
end version_of";

/// Longest wait for the main thread.
const PATIENCE: Duration = Duration::from_secs(3);

/// The version of the app with that bundle id, if it says one.
pub(super) fn version_of(bundle: &'static str, main_thread: &MainThread) -> Option<Version> {
    let (answer, wait) = mpsc::channel();
    main_thread(Box::new(move || {
        // The caller may have given up waiting.
        let _ = answer.send(ask(bundle));
    }));
    Version::parse(&wait.recv_timeout(PATIENCE).ok()??)
}

/// Runs on the main thread; the library refuses any other.
fn ask(bundle: &str) -> Option<String> {
    let mut script = Script::new_from_source(Language::AppleScript, VERSION);
    if let Err(error) = script.compile() {
        tracing::warn!(%error, "the version script does not compile");
        return None;
    }
    match script.execute_function("version_of", [Value::from(bundle)]) {
        Ok(answer) => answer.as_str().map(str::to_owned),
        Err(error) => {
            tracing::warn!(%error, "Telegram's version could not be read");
            None
        }
    }
}
