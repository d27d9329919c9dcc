//! Live changes: the engine's bus as a stream, for server-sent events and for the desktop's own push.
//!
//! **Invariant:** a listener that was too slow is told to read everything again; it never misses a change
//! silently.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt, stream};
use sdr_engine::{Engine, Topic};
use tokio_stream::wrappers::BroadcastStream;

use crate::dto::event::Changed;
use crate::dto::status::Shell;
use crate::dto::wire::Wire;
use crate::problem::Problem;
use crate::state::{ApiConfig, ApiState};

const EVERYTHING: [Topic; 14] = [
    Topic::Leads,
    Topic::Drafts,
    Topic::Deliveries,
    Topic::Runs,
    Topic::Settings,
    Topic::Channels,
    Topic::Suppressions,
    Topic::Sources,
    Topic::Templates,
    Topic::Backtests,
    Topic::Llm,
    Topic::Egress,
    Topic::Sequences,
    Topic::Enrollments,
];

/// Committed changes from now on, each as the JSON that screens understand.
pub fn changes(engine: &Engine) -> impl Stream<Item = serde_json::Value> + Send + use<> {
    let bus = BroadcastStream::new(engine.bus().subscribe());
    bus.flat_map(|change| {
        let changes = match change {
            Ok(change) => vec![change],
            // Lagged: what exactly was lost is unknown.
            Err(_) => EVERYTHING.map(|topic| sdr_engine::Changed { topic, id: None }).to_vec(),
        };
        stream::iter(changes)
    })
    .filter_map(|change| async {
        let change: Changed = change.wire();
        serde_json::to_value(change).ok()
    })
}

/// Server-sent events; in process the shell pushes them itself.
#[utoipa::path(get, path = "/api/events", tag = "events",
    responses((status = 200, body = Changed, content_type = "text/event-stream"), Problem))]
pub(crate) async fn listen(
    State(state): State<ApiState>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let ApiState { engine, config: ApiConfig { shell, .. }, .. } = state;
    match shell {
        Shell::Server => {}
        // A response is handed to the web view in one piece, so an endless one would never arrive.
        Shell::Desktop => {
            return Err(Problem::new(
                StatusCode::NOT_ACCEPTABLE,
                "in_process",
                "There is no event stream inside the app.",
                "Listen to the window event \"changed\" instead.",
            ));
        }
    }
    let events = changes(&engine).map(|change| Ok(Event::default().data(change.to_string())));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}
