//! The page and the scripts, in each build X has served.

use axum::body::Body;
use axum::http::{Response, StatusCode};

use super::Memory;
use super::faults::{html, text};
use super::signature::{content, drawing};

/// What the page looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageMode {
    /// webpack with seven digits in file names, until August 2026.
    Webpack7,
    /// webpack with sixteen.
    Webpack16,
    /// The newer build.
    XWeb,
    /// As for people who are not signed in.
    LoggedOut,
    /// The wall in front of X.
    Cloudflare,
    /// Signed in, but without the key of signatures.
    NoKey,
    /// Sends the browser to the sign-in page.
    ToLogin,
    /// Sends the browser on once by script.
    Moved,
}

/// Pages and scripts need no more than what is in here.
pub(super) fn page(memory: &mut Memory, signed_in: bool) -> Response<Body> {
    match memory.mode {
        _ if !signed_in => logged_out(),
        PageMode::LoggedOut => logged_out(),
        PageMode::Cloudflare => super::faults::wall(),
        PageMode::ToLogin => text(StatusCode::FOUND, "", &[("location", "https://x.com/i/flow/login")]),
        PageMode::Moved => {
            memory.mode = PageMode::Webpack16;
            html(StatusCode::OK, "<script>document.location = \"https://x.com/home?mx=2\"</script>")
        }
        PageMode::NoKey => html(StatusCode::OK, &whole("", &webpack("0123456789abcdef"))),
        PageMode::Webpack7 => html(StatusCode::OK, &whole(&meta(), &webpack("0123abc"))),
        PageMode::Webpack16 => html(StatusCode::OK, &whole(&meta(), &webpack("0123456789abcdef"))),
        PageMode::XWeb => {
            let module =
                "<script type=\"module\" crossorigin src=\"/x-web/assets/entry-Bq81xZ.js\"></script>";
            html(StatusCode::OK, &whole(&meta(), module))
        }
    }
}

fn logged_out() -> Response<Body> {
    let src = "https://abs.twimg.com/responsive-web/client-web/entry-client-logged-out.0123abca.js";
    html(StatusCode::OK, &format!("<!DOCTYPE html><html><body><script src=\"{src}\"></script></body></html>"))
}

fn meta() -> String {
    format!("<meta name=\"twitter-site-verification\" content=\"{}\"/>", content())
}

fn webpack(hash: &str) -> String {
    let base = "https://abs.twimg.com/responsive-web/client-web";
    format!(
        "<script src=\"{base}/vendor.{hash}a.js\"></script><script src=\"{base}/main.{hash}a.js\"></script>\
         <script>u.u=e=>e+\".\"+({{1234:\"bundle.Home\",20113:\"ondemand.s\"}}[e]||e)+\".\"+\
         {{1234:\"{hash}\",20113:\"{hash}\"}}[e]+\"a.js\"</script>"
    )
}

fn whole(meta: &str, scripts: &str) -> String {
    let drawings = [0, 1, 2, 3].map(|f| {
        format!(
            "<svg viewBox=\"0 0 32 32\" id=\"loading-x-anim-{f}\"><g><path d=\"M1,1 L2,2\"></path>\
             <path d=\"{}\"></path></g></svg>",
            drawing(f)
        )
    });
    let drawings = drawings.concat();
    format!(
        "<!DOCTYPE html><html dir=\"ltr\"><head>{meta}</head><body><div hidden>{drawings}</div>\
         <script>window.__INITIAL_STATE__={{\"featureSwitch\":{{\"user\":{{\"config\":\
         {{\"articles_preview_enabled\":{{\"value\":true}},\"live_only_enabled\":{{\"value\":true}}}}}}}}}}</script>\
         {scripts}</body></html>"
    )
}

/// A script by the last part of its path.
pub(super) fn script(memory: &Memory, path: &str) -> Response<Body> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let body = match (path.starts_with("/x-web/"), name.split(['.', '-']).next().unwrap_or_default()) {
        (false, "ondemand") | (true, "sign") => Some(indices(memory)),
        (false, "main") => Some(operations(memory, false)),
        (false, "vendor") => Some("(()=>{const a=1})();".to_owned()),
        (true, "entry") => Some("import`./ops-Za1.js`;import\"./chunk-Qw2.js\";".replace('`', "\"")),
        (true, "ops") => Some(operations(memory, true)),
        (true, "chunk") => Some("const s=()=>import(`./sign.o-Xy12.js`);".to_owned()),
        (_, _) => None,
    };
    match body {
        Some(body) => text(StatusCode::OK, &body, &[("content-type", "application/javascript")]),
        None => text(StatusCode::NOT_FOUND, "Not Found", &[]),
    }
}

fn indices(memory: &Memory) -> String {
    let parts = memory.material.indices().map(|index| format!("(t[{index}], 16)"));
    format!("(()=>{{const p=[{}];}})();", parts.join(","))
}

fn operations(memory: &Memory, of_x_web: bool) -> String {
    if !memory.scripts_tell {
        return "(()=>{})();".to_owned();
    }
    let switches = memory.switches.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
    let one = |(name, id): (&&str, &String)| {
        let kind = if matches!(*name, "CreateTweet" | "FavoriteTweet") { "mutation" } else { "query" };
        if of_x_web {
            format!(
                "const q{name}={{kind:`Request`,params:{{id:`{id}`,metadata:{{featureSwitches:[{switches}]}},\
                 name:`{name}`,operationKind:`{kind}`,text:null}}}};"
            )
        } else {
            format!(
                "e.exports={{queryId:\"{id}\",operationName:\"{name}\",operationType:\"{kind}\",metadata:\
                 {{featureSwitches:[{switches}],fieldToggles:[]}}}};"
            )
        }
    };
    memory.ids.iter().map(one).collect()
}
