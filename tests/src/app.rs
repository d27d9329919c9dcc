//! The desktop app, started as a person starts it and driven through WebKit's own WebDriver.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

use crate::desktop::Desktop;
use crate::program;
use crate::wait::until;

/// Long enough for a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The running app with a driver on its window.
pub struct App {
    /// The window.
    pub driver: WebDriver,
    server: Child,
    display: String,
}

impl App {
    /// Starts the app on `data` with Telegram worked by `telegram`.
    pub async fn start(desktop: &Desktop, data: &Path, telegram: &[String]) -> anyhow::Result<Self> {
        // The WebDriver client wants a TLS library even for loopback; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let binary = program("sdr-desktop", "sdr-desktop")?;
        let port = free_port()?;
        let server = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .envs(desktop.env())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("SDR_DATA_DIR", data)
            .env("SDR_TELEGRAM_COMMAND", telegram.join(" "))
            .env("SDR_KEYCHAIN", "file")
            .stdout(Stdio::null())
            .stderr(log_file(data)?)
            .spawn()
            .context("WebKitWebDriver is missing; run scripts/setup test")?;
        let mut capabilities = Capabilities::new();
        capabilities.set("webkitgtk:browserOptions", json!({ "binary": binary, "args": [] }))?;
        let url = format!("http://127.0.0.1:{port}");
        let driver = until("the app's window", PATIENCE * 2, || async {
            Ok(WebDriver::new(&url, capabilities.clone()).await.ok())
        })
        .await?;
        driver.set_window_rect(0, 0, 1440, 900).await?;
        Ok(Self { driver, server, display: desktop.display.clone() })
    }

    /// The first visible element with this exact accessible text, of any of the usual kinds.
    pub async fn labelled(&self, text: &str) -> anyhow::Result<WebElement> {
        let quoted = quoted(text);
        let xpath = format!(
            "//button[starts-with(normalize-space(), {quoted}) or @aria-label={quoted}] | //a[starts-with(normalize-space(), {quoted})] \
             | //*[@role='radio' or @role='tab' or @role='switch' or @role='checkbox'][normalize-space()={quoted} or @aria-label={quoted}] \
             | //label[normalize-space()={quoted}]"
        );
        self.visible(&xpath, text).await
    }

    /// Presses the button, link, tab or radio with this text.
    pub async fn press(&self, text: &str) -> anyhow::Result<()> {
        let element = self.labelled(text).await?;
        element.scroll_into_view().await?;
        element.click().await.with_context(|| format!("pressing {text:?}"))
    }

    /// Types into the field with this label, replacing what stands there.
    pub async fn fill(&self, label: &str, text: &str) -> anyhow::Result<()> {
        let quoted = quoted(label);
        let xpath = format!(
            "//*[(self::input or self::textarea) and (@id=//label[starts-with(normalize-space(), {quoted})]/@for or @aria-label={quoted})]"
        );
        let field = self.visible(&xpath, label).await?;
        field.scroll_into_view().await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Chooses an option of the drop-down with this label by typing its name, as the keyboard allows.
    pub async fn choose(&self, label: &str, option: &str) -> anyhow::Result<()> {
        let quoted = quoted(label);
        let xpath =
            format!("//*[@role='combobox' and @id=//label[starts-with(normalize-space(), {quoted})]/@for]");
        let trigger = self.visible(&xpath, label).await?;
        trigger.scroll_into_view().await?;
        trigger.send_keys(option).await?;
        let chosen = || async { Ok(trigger.text().await?.starts_with(option).then_some(())) };
        until(&format!("{label:?} to show {option:?}"), PATIENCE, chosen).await
    }

    /// Sends keys to whatever has the focus, as the human's keyboard does.
    pub async fn keys(&self, keys: &str) -> anyhow::Result<()> {
        self.driver.action_chain().send_keys(keys).perform().await?;
        Ok(())
    }

    /// Waits until this text stands on the page.
    pub async fn sees(&self, text: &str) -> anyhow::Result<()> {
        let script = "return document.body.innerText";
        until(&format!("{text:?} on the page"), PATIENCE, || async {
            let page = self.driver.execute(script, vec![]).await?;
            let page = page.json().as_str().unwrap_or_default().to_owned();
            Ok(page.contains(text).then_some(()))
        })
        .await
    }

    /// Waits until fonts are there, no request is under way and nothing moves.
    pub async fn settled(&self) -> anyhow::Result<()> {
        let script = "const done = arguments[arguments.length - 1]; \
                      document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => \
                      done(document.getAnimations().filter(a => a.playState === 'running').length \
                      + document.querySelectorAll('[aria-busy=true]').length))))";
        until("the page to settle", PATIENCE, || async {
            let moving = self.driver.execute_async(script, vec![]).await?;
            Ok((moving.json().as_u64() == Some(0)).then_some(()))
        })
        .await
    }

    /// Moves to a page of the app.
    pub async fn open(&self, path: &str) -> anyhow::Result<()> {
        self.driver.goto(format!("sdr://localhost{path}")).await?;
        Ok(())
    }

    /// Asks the API from inside the window, as the UI does.
    pub async fn api(&self, path: &str) -> anyhow::Result<serde_json::Value> {
        let script = "const done = arguments[arguments.length - 1]; \
                      fetch(arguments[0]).then(r => r.json()).then(done, e => done({ failed: String(e) }))";
        let answer = self.driver.execute_async(script, vec![json!(path)]).await?;
        Ok(answer.json().clone())
    }

    /// Keeps a picture of the app's window as it stands on the screen. The picture is taken by the X server:
    /// the driver's own way waits for ever when another window lies on top.
    pub async fn picture(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        self.to_front()?;
        self.settled().await?;
        let status = Command::new("import")
            .args(["-display", &self.display, "-window", "SDR Console"])
            .arg(path)
            .status()
            .context("import is missing; run scripts/setup test")?;
        anyhow::ensure!(status.success(), "the window could not be photographed");
        Ok(())
    }

    /// Brings the app's window to the front, as a click on it would.
    pub fn to_front(&self) -> anyhow::Result<()> {
        let status = Command::new("xdotool")
            .args(["search", "--onlyvisible", "--name", "^SDR Console$", "windowactivate", "--sync"])
            .env("DISPLAY", &self.display)
            .status()
            .context("xdotool is missing; run scripts/setup test")?;
        anyhow::ensure!(status.success(), "the app's window could not be brought to the front");
        Ok(())
    }

    /// Ends the app and the driver.
    pub async fn quit(mut self) -> anyhow::Result<()> {
        let ended = self.driver.clone().quit().await;
        let _ = self.server.kill();
        let _ = self.server.wait();
        Ok(ended?)
    }

    async fn visible(&self, xpath: &str, what: &str) -> anyhow::Result<WebElement> {
        until(&format!("{what:?}"), PATIENCE, || async {
            for element in self.driver.find_all(By::XPath(xpath)).await? {
                // An element may vanish between finding and asking: then it is not the one.
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The app's own words, for a failed test.
fn log_file(data: &Path) -> anyhow::Result<std::fs::File> {
    std::fs::create_dir_all(data)?;
    Ok(std::fs::File::create(data.join("stderr.log"))?)
}

/// Where pictures of the app are kept: `SDR_SCREENSHOTS`, or the target folder so that a test run changes
/// nothing under version control.
pub fn pictures() -> PathBuf {
    let chosen = std::env::var_os("SDR_SCREENSHOTS").map(PathBuf::from);
    crate::root().join(chosen.unwrap_or_else(|| crate::target().join("screenshots")))
}

/// A port nobody listens on at this moment.
pub fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// An XPath string; texts in tests hold no double quote.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
