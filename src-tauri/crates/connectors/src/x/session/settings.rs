//! What of the session is set from outside: addresses, how the client names itself, patience and pace.

use std::time::Duration;

use jiff::SignedDuration;
use sdr_http::Limits;
use sdr_ports::Secret;
use url::Url;

/// The public constant of X's own web client, the same in every open-source client since 2018. It names the
/// client, not a person.
const WEB_CLIENT: &str = "AAAAAAAAAAAAAAAAAAAAANRILgAAAAAAnNwIzUejRCOuH5E6I8xnZz4puTs%3D1Zv7ttfk8LF81IUq16cHjhLTvJu4FA33AGWWjCpTnA";

/// What a desktop browser calls itself; X refuses posts of clients without a name.
const BROWSER: &str = if cfg!(target_os = "macos") {
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
} else if cfg!(target_os = "windows") {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
} else {
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
};

/// Where X is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XHosts {
    /// Pages and the interface the pages use, `https://x.com`.
    pub site: Url,
    /// The second address of the interface, `https://api.x.com`.
    pub api: Url,
    /// Scripts, `https://abs.twimg.com`; never gets a cookie.
    pub assets: Url,
}

impl XHosts {
    /// X itself; `None` only if an address could not be read.
    pub fn real() -> Option<Self> {
        let url = |text: &str| text.parse::<Url>().ok();
        Some(Self {
            site: url("https://x.com")?,
            api: url("https://api.x.com")?,
            assets: url("https://abs.twimg.com")?,
        })
    }

    /// One address in place of all of them, for a stand-in.
    pub fn all_at(base: &Url) -> Self {
        Self { site: base.clone(), api: base.clone(), assets: base.clone() }
    }
}

/// Shortest pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Between two requests to X.
    pub between_requests: SignedDuration,
    /// Between two acts: posts, likes, follows.
    pub between_acts: SignedDuration,
    /// From a reply to the first look whether it is there, and between looks.
    pub before_proof: SignedDuration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            between_requests: SignedDuration::from_secs(3),
            between_acts: SignedDuration::from_secs(90),
            before_proof: SignedDuration::from_secs(8),
        }
    }
}

/// Everything that is set.
#[derive(Clone)]
pub struct XSettings {
    /// Where X is.
    pub hosts: XHosts,
    /// What the client calls itself: the name of the browser that signed in.
    pub user_agent: String,
    /// The constant of X's web client.
    pub bearer: Secret,
    /// Time and size of answers.
    pub limits: Limits,
    /// Pauses.
    pub pace: Pace,
}

impl std::fmt::Debug for XSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("XSettings").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

impl XSettings {
    /// As X's own web client is set.
    pub fn at(hosts: XHosts) -> Self {
        Self {
            hosts,
            user_agent: BROWSER.to_owned(),
            bearer: Secret::new(WEB_CLIENT),
            limits: Limits { total: Duration::from_secs(30), ..Limits::default() },
            pace: Pace::default(),
        }
    }
}
