//! A desktop of its own: Xvfb with openbox and a private session bus, on a display nobody uses.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;

use crate::wait::until;

/// Ends with the test.
pub struct Desktop {
    /// `:NUMBER`.
    pub display: String,
    bus: String,
    children: Vec<Child>,
}

impl Desktop {
    /// Starts it and waits until the window manager answers.
    pub async fn start() -> anyhow::Result<Self> {
        let mut xvfb = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1440x960x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb is missing; run scripts/setup test")?;
        let display = format!(":{}", first_line(&mut xvfb)?);
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("dbus-daemon is missing; run scripts/setup test")?;
        let address = first_line(&mut bus)?;
        let openbox = Command::new("openbox")
            .env("DISPLAY", &display)
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("openbox is missing; run scripts/setup test")?;
        let desktop = Self { display, bus: address, children: vec![openbox, bus, xvfb] };
        until("the window manager", Duration::from_secs(20), || async {
            let root = Command::new("xprop")
                .args(["-display", &desktop.display, "-root", "_NET_SUPPORTING_WM_CHECK"])
                .output()?;
            Ok(String::from_utf8_lossy(&root.stdout).contains("window id").then_some(()))
        })
        .await?;
        Ok(desktop)
    }

    /// What a program needs to show itself here.
    pub fn env(&self) -> [(&'static str, String); 4] {
        [
            ("DISPLAY", self.display.clone()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.clone()),
            ("WAYLAND_DISPLAY", String::new()),
            ("NO_AT_BRIDGE", "1".into()),
        ]
    }

    /// The whole screen as a PNG file.
    pub fn screenshot(&self, path: &std::path::Path) -> anyhow::Result<()> {
        let status =
            Command::new("import").args(["-display", &self.display, "-window", "root"]).arg(path).status()?;
        anyhow::ensure!(status.success(), "the screen could not be photographed");
        Ok(())
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for child in &mut self.children {
            // It may be gone already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Reads byte by byte so that nothing after the line is swallowed.
fn first_line(child: &mut Child) -> anyhow::Result<String> {
    use std::io::Read;
    let out = child.stdout.as_mut().context("no output")?;
    let mut line = Vec::new();
    let mut byte = [0];
    while out.read(&mut byte)? == 1 && byte[0] != b'\n' {
        line.push(byte[0]);
    }
    let line = String::from_utf8(line)?.trim().to_owned();
    anyhow::ensure!(!line.is_empty(), "the program ended before it was ready");
    Ok(line)
}
