//! The only door to SDR Console: one axum router that the window, the browser, the command line and the
//! tests all go through.
//!
//! In process the desktop shell calls the [`Router`] as a tower service; `sdr serve` puts the same router
//! on a loopback port with [`serve`].
//!
//! **Invariant:** handlers parse, call one use case of [`sdr_engine::Engine`] and answer with a wire type.
//!
//! **Invariant:** every refusal is a problem detail with a stable code; nothing else is ever in the body.

mod dto;
mod events;
mod extract;
mod guard;
mod openapi;
mod pages;
mod problem;
mod routes;
mod serve;
mod state;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use sdr_engine::Engine;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use axum::{Router, body, http};
pub use dto::status::Shell;
pub use events::changes;
pub use serve::{CONTENT_SECURITY_POLICY, ServeError, listen, over_tcp, serve};
pub use state::ApiConfig;

use crate::problem::Problem;
use crate::routes::{
    activity, backtests, channels, deliveries, directory, drafts, egress, enrollments, handle_checks,
    imports, leads, limits, llm, merges, pipeline, preview, project, replies, sequences, setup, sources,
    status, suppressions, templates, x,
};
use crate::state::ApiState;

/// Most bytes of a JSON body.
const JSON_BYTES: usize = 1 << 20;

/// Lists whose rendered pages are kept while nothing changes.
fn lists() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(leads::list, leads::add))
        .routes(routes!(drafts::list))
        .routes(routes!(pipeline::runs))
        .routes(routes!(suppressions::list, suppressions::add))
        .routes(routes!(activity::list))
}

/// Everything else.
fn table() -> OpenApiRouter<ApiState> {
    setting_up().merge(finding()).merge(people()).merge(outreach())
}

/// The project, the switches and what happens now.
fn setting_up() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(status::health))
        .routes(routes!(setup::status))
        .routes(routes!(setup::keep))
        .routes(routes!(setup::finish))
        .routes(routes!(setup::queries))
        .routes(routes!(setup::preview))
        .routes(routes!(setup::test))
        .routes(routes!(project::read, project::save))
        .routes(routes!(project::read_yaml, project::load_yaml))
        .routes(routes!(project::secrets))
        .routes(routes!(project::put_secret, project::delete_secret))
        .routes(routes!(status::status))
        .routes(routes!(status::pause))
        .routes(routes!(status::resume))
        .routes(routes!(status::dry_run))
        .routes(routes!(status::dashboard))
        .routes(routes!(status::backup))
        .routes(routes!(channels::list))
        .routes(routes!(channels::self_test))
        .routes(routes!(channels::resume))
        .routes(routes!(llm::status))
        .routes(routes!(llm::models))
        .routes(routes!(llm::pull, llm::pull_status))
        .routes(routes!(llm::cancel_pull))
        .routes(routes!(llm::usage))
        .routes(routes!(x::start))
        .routes(routes!(x::status))
        .routes(routes!(x::cancel))
        .routes(routes!(x::window))
        .routes(routes!(events::listen))
}

/// Where leads come from, and what is found out about them.
fn finding() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(imports::preview))
        .routes(routes!(imports::commit))
        .routes(routes!(imports::errors))
        .routes(routes!(pipeline::run))
        .routes(routes!(pipeline::stop))
        .routes(routes!(pipeline::status))
        .routes(routes!(pipeline::schedule))
        .routes(routes!(pipeline::detail))
        .routes(routes!(pipeline::failures))
        .routes(routes!(templates::list, templates::add))
        .routes(routes!(templates::save, templates::delete))
        .routes(routes!(templates::variables))
        .routes(routes!(templates::builtin))
        .routes(routes!(templates::preview))
        .routes(routes!(backtests::list, backtests::begin))
        .routes(routes!(backtests::detail, backtests::discard))
        .routes(routes!(backtests::stop))
        .routes(routes!(backtests::apply))
        .routes(routes!(backtests::rows))
        .routes(routes!(sources::list, sources::add))
        .routes(routes!(sources::detail, sources::save, sources::delete))
        .routes(routes!(sources::restart))
        .routes(routes!(merges::list))
        .routes(routes!(merges::undo))
        .routes(routes!(merges::merge))
        .routes(routes!(directory::search))
        .routes(routes!(directory::reveal))
        .routes(routes!(directory::enrich))
        .routes(routes!(directory::estimate))
        .routes(routes!(handle_checks::check))
        .routes(routes!(handle_checks::queue))
}

/// People, what is written to them, and what leaves the machine.
fn people() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(leads::detail, leads::delete))
        .routes(routes!(leads::suppress))
        .routes(routes!(leads::demo))
        .routes(routes!(leads::export))
        .routes(routes!(drafts::detail, drafts::edit))
        .routes(routes!(drafts::approve))
        .routes(routes!(drafts::approve_many))
        .routes(routes!(drafts::undo))
        .routes(routes!(drafts::reject))
        .routes(routes!(drafts::restore))
        .routes(routes!(drafts::rewrite))
        .routes(routes!(drafts::write))
        .routes(routes!(deliveries::list))
        .routes(routes!(deliveries::detail))
        .routes(routes!(deliveries::settle))
        .routes(routes!(deliveries::retry))
        .routes(routes!(deliveries::cancel))
        .routes(routes!(deliveries::prepare))
        .routes(routes!(suppressions::delete))
        .routes(routes!(egress::list))
        .routes(routes!(egress::summary))
        .routes(routes!(egress::local_only))
        .routes(routes!(egress::of_lead))
        .routes(routes!(egress::person))
        .routes(routes!(egress::erase))
}

/// Sequences and the leads that go through them.
fn outreach() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(sequences::list, sequences::create))
        .routes(routes!(sequences::templates))
        .routes(routes!(sequences::check))
        .routes(routes!(sequences::detail, sequences::change, sequences::archive))
        .routes(routes!(sequences::save_steps))
        .routes(routes!(sequences::versions))
        .routes(routes!(sequences::funnel))
        .routes(routes!(sequences::move_over))
        .routes(routes!(sequences::estimate))
        .routes(routes!(sequences::enroll))
        .routes(routes!(enrollments::list))
        .routes(routes!(enrollments::detail))
        .routes(routes!(enrollments::of_lead))
        .routes(routes!(enrollments::pause))
        .routes(routes!(enrollments::resume))
        .routes(routes!(enrollments::exit))
        .routes(routes!(replies::list, replies::add))
        .routes(routes!(limits::today))
        .routes(routes!(limits::by_hand))
        .routes(routes!(preview::days))
        .routes(routes!(preview::diff))
}

/// Lead files are larger than anything else.
fn uploads() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(imports::open)).layer(DefaultBodyLimit::max(imports::MOST_BYTES))
}

/// Every route of the product.
pub fn router(engine: Engine, config: ApiConfig) -> Router {
    let state = ApiState { engine, config, pages: Arc::default() };
    let kept = lists().route_layer(from_fn_with_state(state.clone(), pages::keep));
    let (router, document) = OpenApiRouter::with_openapi(openapi::base(state.config.version))
        .merge(kept)
        .merge(table())
        .layer(DefaultBodyLimit::max(JSON_BYTES))
        .merge(uploads())
        .split_for_parts();
    // Kept as text: the tree it is made from takes ten times the memory.
    let document = openapi::exact(document).to_json().unwrap_or_default();
    let document = ([(http::header::CONTENT_TYPE, "application/json")], body::Bytes::from(document));
    router
        .route("/api/openapi.json", axum::routing::get(move || async move { document }))
        .route("/api/{*rest}", axum::routing::any(|| async { Problem::no_route() }))
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
        .layer(CatchPanicLayer::custom(|_| Problem::internal().into_response()))
        .with_state(state)
}

/// The `OpenAPI` document, for code generation.
pub fn openapi(version: &str) -> Result<String, serde_json::Error> {
    let all =
        OpenApiRouter::with_openapi(openapi::base(version)).merge(lists()).merge(table()).merge(uploads());
    openapi::exact(all.into_openapi()).to_pretty_json()
}
