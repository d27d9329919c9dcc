//! Looks up what moves: the material of the signature and the query ids, from the page and its scripts.

use std::collections::{HashMap, VecDeque};

use sdr_domain::egress::EgressPurpose;
use sdr_http::Note;
use url::Url;

use super::ops::Op;
use super::page::{self, Page, Seen};
use super::scripts::{self, Described};
use super::tid::Signer;
use super::trouble::Trouble;
use super::{Work, XSession};

/// Most scripts that are loaded in one look-up.
const MOST_SCRIPTS: usize = 24;

/// Most times the page may send the browser on.
const MOST_MOVES: usize = 2;

/// What the scripts gave so far.
#[derive(Default)]
struct Finds {
    sign_file: Option<Url>,
    described: HashMap<String, Described>,
}

impl Finds {
    fn complete(&self) -> bool {
        self.sign_file.is_some() && Op::ALL.iter().all(|op| self.described.contains_key(op.name()))
    }
}

fn note() -> Note {
    Note::of(EgressPurpose::Connect).with(&["session"], &[])
}

impl XSession {
    /// Makes sure that requests can be signed and ids are fresh.
    pub(super) async fn ready(&self, work: &mut Work, writes: bool) -> Result<(), Trouble> {
        self.gate(work, writes)?;
        if work.signer.is_some() && work.ops.fresh(self.clock.now()) {
            return Ok(());
        }
        self.boot(work, true).await
    }

    /// Loads the page again and takes the signature from it; with `ids` the query ids too.
    pub(super) async fn boot(&self, work: &mut Work, ids: bool) -> Result<(), Trouble> {
        let page = match self.load_page(work).await {
            Ok(page) => page,
            Err(trouble) => {
                self.note(work, "page", &trouble).await;
                return Err(trouble);
            }
        };
        let mut finds = Finds {
            sign_file: page.on_demand.as_deref().and_then(|path| self.asset(None, path)),
            described: HashMap::new(),
        };
        if ids || finds.sign_file.is_none() {
            self.read_scripts(&page, &mut finds).await;
        }
        let missing = || Trouble::Changed("scripts that do not say how requests are signed".into());
        let script = self.fetch_script(finds.sign_file.ok_or_else(missing)?, note()).await?;
        let indices = scripts::indices(&script).ok_or_else(missing)?;
        let signer = Signer::new(&page.key, &indices, &page.frames);
        work.signer = Some(signer.ok_or_else(|| {
            Trouble::Changed("a page whose parts of the signature do not fit together".into())
        })?);
        work.ops.learn_flags(page.flags);
        if ids {
            work.ops.learn(finds.described, self.clock.now());
        }
        Ok(())
    }

    async fn load_page(&self, work: &mut Work) -> Result<Page, Trouble> {
        let mut url = self.site("/home").ok_or_else(unreadable)?;
        for _ in 0..=MOST_MOVES {
            let answer = self.fetch_page(work, url, note()).await?;
            match page::read(&answer, self.clock.now())? {
                Seen::Page(page) => return Ok(*page),
                Seen::Moved(to) => url = self.moved(&to).ok_or_else(unreadable)?,
            }
        }
        Err(Trouble::Changed("a page that sends the browser round in circles".into()))
    }

    /// A path of X's own site.
    pub(super) fn site(&self, path: &str) -> Option<Url> {
        self.settings.hosts.site.join(path).ok()
    }

    /// Where the page sends the browser; only to X itself.
    fn moved(&self, to: &str) -> Option<Url> {
        let site = &self.settings.hosts.site;
        let url = site.join(to).ok()?;
        let ours =
            matches!(url.host_str(), Some("x.com" | "www.x.com" | "twitter.com" | "mobile.twitter.com"));
        if !ours && url.origin() != site.origin() {
            return None;
        }
        let mut there = site.join(url.path()).ok()?;
        there.set_query(url.query());
        Some(there)
    }

    /// A script's address on the host of the scripts; `None` for any other host. `from` names the script a
    /// relative address stands in.
    fn asset(&self, from: Option<&Url>, path: &str) -> Option<Url> {
        let assets = &self.settings.hosts.assets;
        let path = path.strip_prefix("https://abs.twimg.com").unwrap_or(path);
        let url = from.unwrap_or(assets).join(path).ok()?;
        (url.origin() == assets.origin()).then_some(url)
    }

    /// Reads the scripts of the page, and those they load, until everything is found. A script that cannot be
    /// loaded is passed over: what it would have said may be in the shipped table.
    async fn read_scripts(&self, page: &Page, finds: &mut Finds) {
        let linked = page.scripts.iter().filter_map(|script| self.asset(None, script));
        let mut waiting: VecDeque<(Url, bool)> = linked.map(|url| (url, true)).collect();
        let mut seen: Vec<Url> = Vec::new();
        while let Some((url, of_page)) = waiting.pop_front() {
            if finds.complete() || seen.len() >= MOST_SCRIPTS {
                return;
            }
            if seen.contains(&url) {
                continue;
            }
            seen.push(url.clone());
            let Ok(script) = self.fetch_script(url.clone(), note()).await else {
                tracing::debug!("a script of X could not be loaded");
                continue;
            };
            finds.described.extend(scripts::operations(&script));
            if finds.sign_file.is_none() {
                finds.sign_file = scripts::sign_file(&script).and_then(|file| self.asset(Some(&url), &file));
            }
            if of_page {
                let imports = scripts::imports(&script);
                let imports = imports.iter().filter_map(|file| self.asset(Some(&url), file));
                waiting.extend(imports.map(|url| (url, false)));
            }
        }
    }
}

pub(super) fn unreadable() -> Trouble {
    Trouble::Changed("an address that cannot be read".into())
}
