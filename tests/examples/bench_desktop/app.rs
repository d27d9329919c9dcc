//! The app itself: how soon it paints, what it takes of memory.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use sdr_ports::{Clock, SystemClock};
use sdr_tests::app::free_port;
use sdr_tests::desktop::Desktop;
use sdr_tests::wait::until;
use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

use crate::{PATIENCE, RUNS, median, result};

/// Milliseconds since 1970 of the first contentful paint, once there was one.
const PAINTED: &str = "const done = arguments[arguments.length - 1];
    const look = () => {
        const paint = performance.getEntriesByName('first-contentful-paint')[0];
        if (paint) done(performance.timeOrigin + paint.startTime); else setTimeout(look, 20);
    };
    look();";

/// Finishes the wizard and makes a thousand leads up.
const FILL: &str = "const done = arguments[arguments.length - 1];
    const post = async (path, body) => {
        const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body) });
        if (!answer.ok) throw new Error(path + ': ' + await answer.text());
    };
    (async () => {
        const { answers } = await (await fetch('/api/setup')).json();
        answers.step = 5;
        answers.company = { name: 'Tidewater', product_url: 'https://tidewater.example',
            description: 'Reporting for operations teams', problem: 'manual reporting in spreadsheets' };
        answers.icp.keywords = ['operations', 'logistics'];
        answers.icp.queries = ['manual reporting'];
        answers.voice.persona = 'Sam Doe';
        answers.voice.role = 'Account executive';
        await post('/api/setup/finish', answers);
        await post('/api/leads/demo', { count: 1000, seed: 1 });
        return 'filled';
    })().then(done, error => done(String(error)));";

/// The part of a panel that shows trays: without one the app quits when its window is closed.
const TRAY_HOST: &str = r#"
from gi.repository import Gio, GLib
node = Gio.DBusNodeInfo.new_for_xml("""<node><interface name="org.kde.StatusNotifierWatcher">
  <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
  <method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
  <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
  <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
  <property name="ProtocolVersion" type="i" access="read"/></interface></node>""")
values = {"RegisteredStatusNotifierItems": GLib.Variant("as", []),
          "IsStatusNotifierHostRegistered": GLib.Variant("b", True), "ProtocolVersion": GLib.Variant("i", 0)}
def acquired(bus, name):
    bus.register_object("/StatusNotifierWatcher", node.interfaces[0],
                        lambda *call: call[-1].return_value(None), lambda *call: values[call[4]], None)
Gio.bus_own_name(Gio.BusType.SESSION, "org.kde.StatusNotifierWatcher", Gio.BusNameOwnerFlags.NONE,
                 acquired, None, None)
GLib.MainLoop().run()
"#;

/// The app under WebKit's own WebDriver.
struct Driven {
    driver: WebDriver,
    server: Child,
}

impl Driven {
    async fn start(desktop: &Desktop, program: &Path, data: &Path) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let server = at_home(&mut command, desktop, data)
            .spawn()
            .context("WebKitWebDriver is missing; run scripts/setup test")?;
        let mut capabilities = Capabilities::new();
        capabilities.set("webkitgtk:browserOptions", json!({ "binary": program, "args": [] }))?;
        let url = format!("http://127.0.0.1:{port}");
        let driver = until("the app's window", PATIENCE, || async {
            Ok(WebDriver::new(&url, capabilities.clone()).await.ok())
        })
        .await?;
        Ok(Self { driver, server })
    }

    async fn quit(mut self, program: &Path) -> anyhow::Result<()> {
        self.driver.clone().quit().await?;
        let _ = self.server.kill();
        let _ = self.server.wait();
        until("the app to end", PATIENCE, || async { Ok(pid_of(program)?.is_none().then_some(())) }).await
    }
}

fn at_home<'a>(command: &'a mut Command, desktop: &Desktop, data: &Path) -> &'a mut Command {
    command
        .envs(desktop.env())
        .env("SDR_DATA_DIR", data)
        .env("SDR_KEYCHAIN", "file")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
}

/// The median of some starts on a workspace with a thousand leads; the first start fills it.
pub(crate) async fn first_paint(desktop: &Desktop, program: &Path, data: &Path) -> anyhow::Result<()> {
    let mut paints = Vec::new();
    for run in 0..=RUNS {
        let app = Driven::start(desktop, program, data).await?;
        let painted = app.driver.execute_async(PAINTED, vec![]).await?;
        let painted = painted.json().as_f64().context("the web view tells of no paint")?;
        let begun = started(pid_of(program)?.context("the app runs")?)?;
        if run == 0 {
            let filled = app.driver.execute_async(FILL, vec![]).await?;
            anyhow::ensure!(filled.json() == &json!("filled"), "{}", filled.json());
        } else {
            paints.push(painted / 1_000.0 - begun);
        }
        app.quit(program).await?;
    }
    result("first_paint_s", median(paints)?, 3);
    Ok(())
}

/// What the app takes with its window open and after the window was closed.
pub(crate) async fn memory(desktop: &Desktop, program: &Path, data: &Path) -> anyhow::Result<()> {
    let mut host = Command::new("/usr/bin/python3");
    let mut host = Running(at_home(host.args(["-c", TRAY_HOST]), desktop, data).spawn()?);
    until("a tray host", PATIENCE, || async { Ok(has_tray_host(desktop)?.then_some(())) }).await?;
    let mut app = Running(at_home(&mut Command::new(program), desktop, data).spawn()?);
    until("the app's window", PATIENCE, || async { Ok(window(desktop)?.map(drop)) }).await?;
    result("app_open_pss_mb", settled(app.0.id()).await?, 1);
    let id = window(desktop)?.context("the app's window")?;
    // The window manager's own way of closing; openbox binds it as delivered.
    xdotool(desktop, &["windowactivate", "--sync", &id, "key", "alt+F4"])?;
    until("the window to go", PATIENCE, || async { Ok(window(desktop)?.is_none().then_some(())) }).await?;
    let closed = settled(app.0.id()).await;
    anyhow::ensure!(app.0.try_wait()?.is_none(), "the app ended with its window, though there is a tray");
    result("app_closed_pss_mb", closed?, 1);
    anyhow::ensure!(host.0.try_wait()?.is_none(), "the tray host ended early");
    Ok(())
}

/// Ends with the bench.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn has_tray_host(desktop: &Desktop) -> anyhow::Result<bool> {
    let asked = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
        .args(["org.freedesktop.DBus.NameHasOwner", "string:org.kde.StatusNotifierWatcher"])
        .envs(desktop.env())
        .output()
        .context("dbus-send is missing; run scripts/setup test")?;
    Ok(String::from_utf8_lossy(&asked.stdout).contains("boolean true"))
}

fn xdotool(desktop: &Desktop, words: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new("xdotool");
    let answer = command.args(words).envs(desktop.env()).output();
    let answer = answer.context("xdotool is missing; run scripts/setup test")?;
    Ok(String::from_utf8(answer.stdout)?.trim().to_owned())
}

/// The app's window, when it shows.
fn window(desktop: &Desktop) -> anyhow::Result<Option<String>> {
    let found = xdotool(desktop, &["search", "--onlyvisible", "--name", "^SDR Console$"])?;
    Ok(found.lines().next().map(str::to_owned))
}

/// Megabytes of the process and all it started, once they hardly change any more.
async fn settled(pid: u32) -> anyhow::Result<f64> {
    const STEP: Duration = Duration::from_secs(2);
    let mut before = 0.0_f64;
    for _ in 0..15 {
        tokio::time::sleep(STEP).await;
        let now = pss_mb(pid)?;
        if (now - before).abs() < now * 0.005 {
            return Ok(now);
        }
        before = now;
    }
    Ok(before)
}

fn pss_mb(root: u32) -> anyhow::Result<f64> {
    let mut family = vec![root];
    let parents: Vec<(u32, u32)> = pids()?.into_iter().filter_map(|pid| Some((pid, parent(pid)?))).collect();
    let mut at = 0;
    while let Some(one) = family.get(at).copied() {
        family.extend(parents.iter().filter(|(_, parent)| *parent == one).map(|(pid, _)| *pid));
        at += 1;
    }
    let kilobytes = |pid: &u32| -> Option<f64> {
        let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.trim().trim_end_matches("kB").trim().parse().ok()
    };
    Ok(family.iter().filter_map(kilobytes).sum::<f64>() / 1024.0)
}

fn pids() -> anyhow::Result<Vec<u32>> {
    let entries = std::fs::read_dir("/proc")?.filter_map(Result::ok);
    Ok(entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect())
}

/// Fields of `/proc/PID/stat` after the name, which may hold anything.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    Some(rest.split(' ').map(str::to_owned).collect())
}

fn parent(pid: u32) -> Option<u32> {
    stat(pid)?.get(1)?.parse().ok()
}

/// The newest process of this program.
fn pid_of(program: &Path) -> anyhow::Result<Option<u32>> {
    let runs = |pid: &u32| std::fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == program);
    Ok(pids()?.into_iter().filter(runs).max())
}

/// Seconds since 1970 when the process was started, to a hundredth.
fn started(pid: u32) -> anyhow::Result<f64> {
    let ticks: f64 = stat(pid).and_then(|fields| fields.get(19)?.parse().ok()).context("start time")?;
    let uptime = std::fs::read_to_string("/proc/uptime")?;
    let uptime: f64 = uptime.split(' ').next().context("uptime")?.parse()?;
    // Linux counts start times in hundredths of a second on every platform this app has.
    Ok(SystemClock.now().as_duration().as_secs_f64() - uptime + ticks / 100.0)
}
