//! `sdr serve` as a process of its own, spoken to over HTTP, so that it can be killed.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use reqwest::{Client, Method};
use serde_json::Value;

use crate::program;
use crate::wait::until;

/// A debug build on a busy machine takes its time.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server on a data folder.
pub struct Serve {
    process: Child,
    base: String,
    client: Client,
}

impl Serve {
    /// Starts it and waits until it answers. It looks at no keychain and sends nothing to a desktop.
    pub async fn start(data: &Path) -> anyhow::Result<Self> {
        // A second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = Command::new(program("sdr", "sdr-cli")?)
            .args(["serve", "--port", &port.to_string()])
            .env("SDR_DATA_DIR", data)
            .env("SDR_KEYCHAIN", "file")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("sdr serve")?;
        let client = Client::builder().no_proxy().build()?;
        let serve = Self { process, base: format!("http://127.0.0.1:{port}"), client };
        until("sdr serve to answer", PATIENCE, || async {
            let answer = serve.client.get(format!("{}/api/health", serve.base)).send().await;
            Ok(answer.is_ok_and(|answer| answer.status().is_success()).then_some(()))
        })
        .await?;
        Ok(serve)
    }

    /// Reads a resource.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.call(Method::GET, path, None).await
    }

    /// Asks for something.
    pub async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.call(Method::POST, path, Some(body)).await
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.with_context(|| path.to_owned())?;
        let (status, text) = (answer.status(), answer.text().await?);
        anyhow::ensure!(status.is_success(), "{path}: {status} {text}");
        if text.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_str(&text)?) }
    }

    /// SIGKILL: no chance to tidy up.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        // Already gone after `kill`.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
