//! A server that answers each connection with given bytes, and words for calling it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sdr_domain::egress::EgressPurpose;
use sdr_http::{Call, Http, Limits, Method, Note};
use sdr_ports::fakes::FakeLedger;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// What the server does after it has read a request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Writes these bytes and closes.
    Says(String),
    /// Writes these bytes and leaves the connection open in silence.
    SaysAndStalls(String),
    /// Writes the head, then body without end.
    NeverEnds,
    /// Closes without a word.
    Closes,
}

pub(crate) struct Raw {
    pub(crate) port: u16,
    pub(crate) asked: Arc<Notify>,
    connections: Arc<AtomicUsize>,
}

impl Raw {
    pub(crate) async fn start(act: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (asked, connections) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
        let (seen, count) = (Arc::clone(&asked), Arc::clone(&connections));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let (act, seen) = (act.clone(), Arc::clone(&seen));
                tokio::spawn(async move {
                    let mut request = vec![0; 65_536];
                    let _ = stream.read(&mut request).await;
                    seen.notify_one();
                    match act {
                        Act::Says(text) => drop(stream.write_all(text.as_bytes()).await),
                        Act::SaysAndStalls(text) => {
                            let _ = stream.write_all(text.as_bytes()).await;
                            std::future::pending::<()>().await;
                        }
                        Act::NeverEnds => {
                            let head = "HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n";
                            let _ = stream.write_all(head.as_bytes()).await;
                            let block = vec![b'x'; 65_536];
                            while stream.write_all(&block).await.is_ok() {}
                        }
                        Act::Closes => {}
                    }
                });
            }
        });
        Self { port, asked, connections }
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn get(&self) -> Call {
        self.get_from("127.0.0.1")
    }

    pub(crate) fn get_from(&self, host: &str) -> Call {
        let url = format!("http://{host}:{}/people?name=Ada", self.port).parse().unwrap();
        Call::new(Method::GET, url, Note::of(EgressPurpose::Search))
    }
}

pub(crate) fn ok(body: &str) -> Act {
    Act::Says(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()))
}

pub(crate) fn http(ledger: &FakeLedger) -> Http {
    Http::new(Arc::new(ledger.clone())).unwrap()
}

pub(crate) fn short() -> Limits {
    Limits { total: Duration::from_millis(300), stall: Duration::from_millis(100), body: 1_000 }
}
