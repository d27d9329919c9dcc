//! The language model stand-ins as a process, for benchmarks and UI tests.
//!
//! `fake-llm [--ollama PORT] [--openai PORT] [--latency-ms N]`; port 0 takes a free one. Prints one line a
//! server, `ollama http://127.0.0.1:…`, and runs until it is ended.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a process talks to its caller")]

use std::process::ExitCode;
use std::time::Duration;

use sdr_fake_servers::llm::FakeLlm;

#[tokio::main]
async fn main() -> ExitCode {
    let (mut ollama, mut openai, mut latency) = (None, None, Duration::ZERO);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let number = arguments.next().and_then(|value| value.parse::<u16>().ok());
        match (name.as_str(), number) {
            ("--ollama", Some(port)) => ollama = Some(port),
            ("--openai", Some(port)) => openai = Some(port),
            ("--latency-ms", Some(ms)) => latency = Duration::from_millis(ms.into()),
            _ => {
                eprintln!("usage: fake-llm [--ollama PORT] [--openai PORT] [--latency-ms N]");
                return ExitCode::from(2);
            }
        }
    }
    let mut servers = Vec::new();
    if let Some(port) = ollama {
        let server = FakeLlm::slow_ollama(port, latency).await;
        println!("ollama {}", server.url);
        servers.push(server);
    }
    if let Some(port) = openai {
        let server = FakeLlm::slow_openai(port, latency).await;
        println!("openai {}", server.url);
        servers.push(server);
    }
    let _ = tokio::signal::ctrl_c().await;
    drop(servers);
    ExitCode::SUCCESS
}
