//! One file per noun; each handler parses, calls one use case and answers with a wire type.
//!
//! **Invariant:** no rule lives here: whatever a handler decides, the command line could not know.

pub(crate) mod activity;
pub(crate) mod backtests;
pub(crate) mod channels;
pub(crate) mod deliveries;
pub(crate) mod directory;
pub(crate) mod drafts;
pub(crate) mod egress;
pub(crate) mod enrollments;
pub(crate) mod handle_checks;
pub(crate) mod imports;
pub(crate) mod leads;
pub(crate) mod limits;
pub(crate) mod llm;
pub(crate) mod merges;
pub(crate) mod pipeline;
pub(crate) mod preview;
pub(crate) mod project;
pub(crate) mod replies;
pub(crate) mod sequences;
pub(crate) mod setup;
pub(crate) mod sources;
pub(crate) mod status;
pub(crate) mod suppressions;
pub(crate) mod templates;
pub(crate) mod x;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;

use crate::dto::wire::Wire;
use crate::problem::Problem;

/// What a handler answers with.
type Answer<T> = Result<axum::Json<T>, Problem>;

/// Puts an engine's view into its wire shape.
fn json<A: Wire<B>, B>(view: A) -> axum::Json<B> {
    axum::Json(view.wire())
}

/// A CSV file for a spreadsheet, offered under a name.
fn csv(name: &'static str, bytes: Vec<u8>) -> impl IntoResponse {
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    (headers, bytes)
}
