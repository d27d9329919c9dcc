//! The scheme `sdr://localhost`: the UI's files and `/api`, in process, without a port.
//!
//! **Invariant:** only the app's own window is answered. Any other web view of this process, whatever page
//! it shows, is refused.
//!
//! **Invariant:** a response is handed over in one piece, so nothing endless is ever routed here.

use http_body_util::BodyExt;
use sdr_api::http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use sdr_api::{CONTENT_SECURITY_POLICY, Router};
use tauri::{AppHandle, Manager, Runtime, UriSchemeContext, UriSchemeResponder};
use tower::ServiceExt;

use crate::window::MAIN;

/// The scheme's name.
pub(crate) const SCHEME: &str = "sdr";

/// Where requests lead.
pub(crate) enum Door {
    /// To the core.
    Open(Router),
    /// The workspace could not be opened; the sentence says why and what to do.
    Closed(String),
}

/// Answers one request of a web view.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    if context.webview_label() != MAIN {
        responder.respond(plain(StatusCode::FORBIDDEN, "Only the app's own window is answered."));
        return;
    }
    let handle = context.app_handle().clone();
    tauri::async_runtime::spawn(async move { responder.respond(dispatch(&handle, request).await) });
}

async fn dispatch<R: Runtime>(handle: &AppHandle<R>, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let Some(door) = handle.try_state::<Door>() else {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "The app is still starting. Try again in a moment.");
    };
    match door.inner() {
        Door::Closed(sentence) => page(apology(sentence)),
        Door::Open(router) if request.uri().path().starts_with("/api/") => ask(router.clone(), request).await,
        Door::Open(_) => file(handle, request.uri().path()),
    }
}

async fn ask(router: Router, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let (mut head, body) = request.into_parts();
    // sdr://localhost/api/x?y becomes /api/x?y, which is all the router knows.
    let local = head.uri.path_and_query().map_or("/", |address| address.as_str());
    let Ok(uri) = local.parse::<Uri>() else {
        return plain(StatusCode::BAD_REQUEST, "This address cannot be read.");
    };
    head.uri = uri;
    let request = Request::from_parts(head, sdr_api::body::Body::from(body));
    let response = match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let (head, body) = response.into_parts();
    match body.collect().await {
        Ok(body) => Response::from_parts(head, body.to_bytes().to_vec()),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "The answer broke off. Try again."),
    }
}

/// A file of the UI; every address without a file extension is a page of it.
fn file<R: Runtime>(handle: &AppHandle<R>, path: &str) -> Response<Vec<u8>> {
    let last = path.rsplit('/').next().unwrap_or_default();
    let wanted = if last.contains('.') { path.trim_start_matches('/') } else { "index.html" };
    let Some(asset) = handle.asset_resolver().get(wanted.to_owned()) else {
        return plain(StatusCode::NOT_FOUND, "The app has no such file.");
    };
    let mut response = page(asset.bytes);
    if let Ok(kind) = HeaderValue::from_str(&asset.mime_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

fn page(bytes: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(bytes);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn plain(status: StatusCode, sentence: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(sentence.as_bytes().to_vec());
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// A page for the one case in which there is no core to show anything.
fn apology(sentence: &str) -> Vec<u8> {
    let safe = sentence.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>SDR Console</title>\
         <style>:root{{color-scheme:light dark}}body{{font:15px/1.5 system-ui;max-width:36em;margin:18vh auto;padding:0 24px}}\
         h1{{font-size:20px}}</style><h1>SDR Console could not open its data</h1><p>{safe}</p>\
         <p>Nothing was changed. Close this window, follow the sentence above, then start the app again.</p></html>"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::apology;

    #[test]
    fn a_sentence_with_markup_stays_text() {
        let page = String::from_utf8(apology("cannot open <script>&.sqlite")).unwrap();
        assert!(page.contains("&lt;script&gt;&amp;.sqlite"));
        assert!(!page.contains("<script>"));
    }
}
