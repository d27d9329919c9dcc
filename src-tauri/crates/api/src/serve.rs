//! The router on a loopback port, with the UI's files beside it.
//!
//! **Invariant:** binds to this machine only: there is no login, so nobody else may knock.

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::from_fn;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::guard::own_machine_only;

/// What the UI's page may load: its own files, nothing from elsewhere. Components set styles at run time,
/// so inline styles are allowed; scripts are not.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; \
     style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
     connect-src 'self' ipc: http://ipc.localhost; object-src 'none'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// How long open connections may take to end after the stop signal; event streams never end by themselves.
const DRAIN: Duration = Duration::from_secs(2);

/// Why the server did not start or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address reaches beyond this machine.
    #[error("{0} can be reached from other machines, and there is no login yet. Use 127.0.0.1 or [::1].")]
    NotLoopback(SocketAddr),
    /// Another program listens there.
    #[error("Port {} is taken by another program. Stop it, or choose another port with --addr 127.0.0.1:PORT.", .0.port())]
    Taken(SocketAddr),
    /// The system refused.
    #[error("Cannot listen on {0}: {1}")]
    Refused(SocketAddr, std::io::Error),
    /// The listener broke.
    #[error("The server stopped: {0}")]
    Stopped(std::io::Error),
}

/// Opens the port, or says why it cannot.
pub async fn listen(addr: SocketAddr) -> Result<TcpListener, ServeError> {
    if !addr.ip().is_loopback() {
        return Err(ServeError::NotLoopback(addr));
    }
    TcpListener::bind(addr).await.map_err(|error| {
        let taken = error.kind() == std::io::ErrorKind::AddrInUse;
        if taken { ServeError::Taken(addr) } else { ServeError::Refused(addr, error) }
    })
}

/// Serves until `stop` is done, then ends within two seconds. `ui` is the folder of the built UI.
pub async fn serve(
    router: Router,
    listener: TcpListener,
    ui: Option<&Path>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let app = over_tcp(router, ui);
    let listener = listener.tap_io(|stream| {
        // Small answers must not wait for more to send; failing that they are only slower.
        let _ = stream.set_nodelay(true);
    });
    let (stopping, stopped) = tokio::sync::watch::channel(());
    let graceful = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop.await;
        drop(stopping);
    });
    let drained = async move {
        let mut stopped = stopped;
        // Ends when the sender is dropped, which is the stop signal.
        while stopped.changed().await.is_ok() {}
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = graceful => ended.map_err(ServeError::Stopped),
        () = drained => Ok(()),
    }
}

/// The router as the network sees it: guarded, with the UI's files.
pub fn over_tcp(router: Router, ui: Option<&Path>) -> Router {
    let header = |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    let router = match ui {
        None => router,
        Some(folder) => {
            let files = ServeDir::new(folder).fallback(ServeFile::new(folder.join("index.html")));
            let files = ServiceBuilder::new()
                .layer(header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
                .layer(header(header::REFERRER_POLICY, "no-referrer"))
                .service(files);
            router.fallback_service(files)
        }
    };
    router.layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")).layer(from_fn(own_machine_only))
}
