//! `sdr doctor`: one line for each thing the app stands on, with the fix where there is one.

use std::process::ExitCode;

use sdr_app::{Check, Settings, checkup};

use crate::say;

/// Looks at everything; the exit code is 1 when something needs mending.
pub(crate) async fn examine(settings: &Settings) -> anyhow::Result<ExitCode> {
    let mut checks = checkup(settings).await;
    checks.push(display());
    checks.push(tray().await);
    for check in &checks {
        let mark = if check.fine { "ok  " } else { "look" };
        say(&format!("{mark}  {:<17} {}", check.name, check.sentence))?;
        if let Some(fix) = &check.fix {
            say(&format!("      {:<17} -> {fix}", ""))?;
        }
    }
    Ok(if checks.iter().all(|check| check.fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(target_os = "linux")]
fn display() -> Check {
    let name = "display";
    let set = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    match (set("WAYLAND_DISPLAY"), set("DISPLAY")) {
        (true, _) => {
            Check::fine(name, "Wayland. Telegram is worked in assisted mode there: you press the last key.")
        }
        (false, true) => Check::fine(name, "X11."),
        (false, false) => {
            let fix = "Use `sdr serve` and a browser, or start the app from a desktop session.";
            Check::broken(name, "There is none, so no window can open.", fix)
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn display() -> Check {
    Check::fine("display", "The system's own.")
}

#[cfg(target_os = "linux")]
async fn tray() -> Check {
    let name = "tray";
    let fix = "Install a tray (on GNOME the AppIndicator extension). Without one, closing the window quits the app.";
    let asked: zbus::Result<bool> = async {
        let bus = zbus::Connection::session().await?;
        let bus = zbus::fdo::DBusProxy::new(&bus).await?;
        Ok(bus.name_has_owner("org.kde.StatusNotifierWatcher".try_into()?).await?)
    }
    .await;
    match asked {
        Ok(true) => Check::fine(name, "There is one; the app lives in it while its window is closed."),
        Ok(false) => Check::broken(name, "This desktop shows no tray.", fix),
        Err(_) => Check::broken(name, "There is no session bus, so no tray and no notifications.", fix),
    }
}

#[cfg(not(target_os = "linux"))]
async fn tray() -> Check {
    std::future::ready(Check::fine("tray", "The system's own.")).await
}
