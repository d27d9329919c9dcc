//! Rendered list pages, kept while nothing changed.
//!
//! A page is stored under its address together with the store's revision *before* it was read. A commit
//! makes the revision move on, so a stale page can never be found; at worst a fresh one is rendered twice.
//!
//! **Invariant:** only lists whose rows do not depend on the clock go through here.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::problem::Problem;
use crate::state::ApiState;

/// Memory all kept pages may use together.
const MOST_BYTES: u64 = 8 << 20;
/// How many pages that is, roughly.
const PAGES: usize = 512;

#[derive(Clone)]
struct Rendered {
    revision: u64,
    etag: HeaderValue,
    body: Bytes,
}

#[derive(Clone)]
struct Size;

impl Weighter<String, Rendered> for Size {
    fn weight(&self, address: &String, page: &Rendered) -> u64 {
        (address.len() + page.body.len() + 128) as u64
    }
}

/// The kept pages.
pub(crate) struct Pages {
    kept: Cache<String, Rendered, Size>,
}

impl Default for Pages {
    fn default() -> Self {
        Self { kept: Cache::with_weighter(PAGES, MOST_BYTES, Size) }
    }
}

impl Pages {
    fn find(&self, address: &str, revision: u64) -> Option<Rendered> {
        self.kept.get(address).filter(|page| page.revision == revision)
    }
}

/// Answers from the kept pages, or renders and keeps.
pub(crate) async fn keep(State(state): State<ApiState>, request: Request, next: Next) -> Response {
    // Another process may write to a PostgreSQL workspace: its commits do not move our revision.
    let ours_alone = state.engine.database() == "sqlite";
    if request.method() != Method::GET || !ours_alone {
        return next.run(request).await;
    }
    let revision = state.engine.revision();
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    if let Some(page) = state.pages.find(address, revision) {
        return answer(page, request.headers());
    }
    let address = address.to_owned();
    let headers = request.headers().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let Ok(body) = response.into_body().collect().await else { return Problem::internal().into_response() };
    let body = body.to_bytes();
    let page = Rendered { revision, etag: etag(&body), body };
    state.pages.kept.insert(address, page.clone());
    answer(page, &headers)
}

/// Names the bytes: equal pages have equal names, also across restarts of the same build.
fn etag(body: &Bytes) -> HeaderValue {
    use std::hash::Hasher;
    let mut hash = std::hash::DefaultHasher::new();
    hash.write(body);
    HeaderValue::try_from(format!("\"{:016x}-{:x}\"", hash.finish(), body.len()))
        .unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

fn answer(page: Rendered, asked: &HeaderMap) -> Response {
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let etag = page.etag.to_str().unwrap_or_default();
    let unchanged =
        known.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let head = [
        (header::ETAG, page.etag.clone()),
        // Ask again each time; an unchanged page costs a few bytes.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    if unchanged {
        return (StatusCode::NOT_MODIFIED, head, Body::empty()).into_response();
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (head, kind, page.body).into_response()
}
