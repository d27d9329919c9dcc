//! The page a signed-in browser gets: where the material of the signature and the scripts are.
//!
//! Three builds are known: webpack with 7 and with 16 digits in its file names, and the newer `x-web`. Each is
//! read by its content, not by its name.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use sdr_domain::Timestamp;
use sdr_http::Answer;

use super::patterns::pattern;
use super::stop::{Stop, StopKind};
use super::trouble::{Trouble, is_wall};

/// What a page gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    /// Content of the verification tag.
    pub(super) key: String,
    /// Paths of the four drawings.
    pub(super) frames: Vec<String>,
    /// Path below the host of the scripts of the file with the indices, where the page itself says it.
    pub(super) on_demand: Option<String>,
    /// Scripts the page loads, as it writes them.
    pub(super) scripts: Vec<String>,
    /// Switches of X's own client, as they stand for this account.
    pub(super) flags: HashMap<String, bool>,
}

/// A page, or the address it sends the browser on to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Page(Box<Page>),
    Moved(String),
}

static META: LazyLock<Regex> = LazyLock::new(|| pattern("<meta[^>]*twitter-site-verification[^>]*>"));
static CONTENT: LazyLock<Regex> = LazyLock::new(|| pattern(r#"content=["']([^"']+)["']"#));
static DRAWING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"id=["']loading-x-anim-?([0-9])?["'][^>]*>(?s:(.*?))</svg>"#));
static PATH: LazyLock<Regex> = LazyLock::new(|| pattern(r#"<path[^>]*\sd=["']([^"']+)["']"#));
static NAME_OF_CHUNK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"["']?([A-Za-z0-9_]+)["']?\s*:\s*["']ondemand\.s["']"#));
static HASH_BY_NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"["']ondemand\.s["']\s*:\s*["']([0-9a-f]{7,32})["']"#));
static SCRIPT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"["'](https://abs\.twimg\.com/[^"'\s]+\.js|/x-web/[^"'\s]+\.js)["']"#));
static FLAG: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#""([a-z0-9_]+)"\s*:\s*\{\s*"value"\s*:\s*(true|false)"#));
static LOCATION: LazyLock<Regex> = LazyLock::new(|| pattern(r#"document\.location\s*=\s*"([^"]+)""#));

/// Reads the answer to a request for the page.
pub(super) fn read(answer: &Answer, now: Timestamp) -> Result<Seen, Trouble> {
    if is_wall(answer) {
        return Err(Trouble::Stopped(Stop::now(StopKind::Wall, now)));
    }
    match answer.status {
        200 => {}
        300..=399 => return moved(answer),
        401 => return Err(Trouble::SignedOut),
        403 => return Err(Trouble::Stopped(Stop::now(StopKind::Refused, now))),
        429 => return Err(Trouble::Busy(super::trouble::reset_of(answer, now))),
        500.. => return Err(Trouble::Overloaded(answer.status)),
        status => return Err(Trouble::Changed(format!("status {status} for its own page"))),
    }
    let html = answer.text();
    if let Some(to) = LOCATION.captures(&html) {
        return Ok(Seen::Moved(to[1].to_owned()));
    }
    if html.contains("entry-client-logged-out") {
        return Err(Trouble::SignedOut);
    }
    parse(&html).map(|page| Seen::Page(Box::new(page)))
}

fn moved(answer: &Answer) -> Result<Seen, Trouble> {
    let to = answer.header("location").unwrap_or_default();
    let to_sign_in = ["/login", "/i/flow/login", "/i/jf/onboarding", "/logout"];
    if to_sign_in.iter().any(|way| to.contains(way)) {
        return Err(Trouble::SignedOut);
    }
    if to.contains("/account/access") {
        // The code of a locked account, said by a redirect.
        return Err(Trouble::Code(326, answer.status));
    }
    Ok(Seen::Moved(to.to_owned()))
}

fn parse(html: &str) -> Result<Page, Trouble> {
    let missing = |what: &str| Trouble::Changed(format!("a page without {what}"));
    let key = META
        .find(html)
        .and_then(|tag| CONTENT.captures(tag.as_str()))
        .map(|content| content[1].to_owned())
        .ok_or_else(|| missing("the key of the signature"))?;
    let frames = drawings(html);
    if frames.len() < 4 {
        return Err(missing("the drawings of the signature"));
    }
    let mut scripts: Vec<String> = Vec::new();
    for found in SCRIPT.captures_iter(html) {
        if !scripts.iter().any(|known| *known == found[1]) {
            scripts.push(found[1].to_owned());
        }
    }
    // Most operations are in the main script.
    scripts.sort_by_key(|script| !script.contains("/main."));
    let flags = FLAG.captures_iter(html).map(|flag| (flag[1].to_owned(), &flag[2] == "true")).collect();
    Ok(Page { key, frames, on_demand: on_demand(html), scripts, flags })
}

/// The second path of each drawing, in the order of their numbers.
fn drawings(html: &str) -> Vec<String> {
    let mut numbered: Vec<(usize, String)> = DRAWING
        .captures_iter(html)
        .enumerate()
        .filter_map(|(place, drawing)| {
            let number = drawing.get(1).and_then(|n| n.as_str().parse().ok()).unwrap_or(place);
            let path = PATH.captures_iter(drawing.get(2)?.as_str()).nth(1)?;
            Some((number, path[1].to_owned()))
        })
        .collect();
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, path)| path).collect()
}

fn on_demand(html: &str) -> Option<String> {
    let hash = match NAME_OF_CHUNK.captures(html) {
        Some(chunk) => {
            let by_id =
                format!(r#"["']?\b{}["']?\s*:\s*["']([0-9a-f]{{7,32}})["']"#, regex::escape(&chunk[1]));
            Regex::new(&by_id).ok()?.captures(html)?[1].to_owned()
        }
        None => HASH_BY_NAME.captures(html)?[1].to_owned(),
    };
    Some(format!("/responsive-web/client-web/ondemand.s.{hash}a.js"))
}
