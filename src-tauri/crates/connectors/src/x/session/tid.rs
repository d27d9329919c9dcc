//! The transaction id: the signature X's own web client puts on each request, made of a key in the page, the
//! animation key, the method, the path and the time. X answers 404 without a word when it is wrong.
//!
//! Source of the format: `vladkens/twscrape` (`xclid.py`), `Lqm1/x-client-transaction-id`, `zedeus/nitter`
//! (`tid.nim`), which agree.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sdr_domain::Timestamp;
use sha2::{Digest as _, Sha256};

use super::animation;

/// Bytes of the page's key.
pub(super) const KEY_BYTES: usize = 48;

/// Second 0 of the signature's own calendar, in Unix time.
const EPOCH: i64 = 1_682_924_400;

/// A word of X's script, part of every signature.
const WORD: &str = "obfiowerehiring";

/// Signs requests with what one page gave.
#[derive(Clone)]
pub(super) struct Signer {
    key: Vec<u8>,
    animation: String,
}

impl Signer {
    /// `content` of the page's verification tag, the indices of the script, the paths of the drawings; `None`
    /// when they do not fit together.
    pub(super) fn new(content: &str, indices: &[usize], frames: &[String]) -> Option<Self> {
        let key = STANDARD.decode(content.trim()).ok().filter(|key| key.len() == KEY_BYTES)?;
        let animation = animation::key_of(&key, indices, frames)?;
        Some(Self { key, animation })
    }

    /// The signature of one request; `path` without its query.
    pub(super) fn sign(&self, method: &str, path: &str, now: Timestamp, random: u8) -> String {
        let seconds = now.as_second().saturating_sub(EPOCH);
        sign(&self.key, &self.animation, &format!("{method}!{path}"), seconds, random)
    }
}

fn sign(key: &[u8], animation: &str, request: &str, seconds: i64, random: u8) -> String {
    let hash = Sha256::digest(format!("{request}!{seconds}{WORD}{animation}"));
    let stamp = u32::try_from(seconds).unwrap_or_default().to_le_bytes();
    let body = key.iter().chain(&stamp).chain(hash.iter().take(16)).chain(&[3]);
    let bytes: Vec<u8> = std::iter::once(random).chain(body.map(|byte| byte ^ random)).collect();
    STANDARD_NO_PAD.encode(bytes)
}

#[cfg(test)]
#[path = "tid/tests.rs"]
mod tests;
