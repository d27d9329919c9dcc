//! The material of signatures the pages carry, and the check of a signature.
//!
//! The two animation keys were computed by an open-source client from exactly this material; nothing here can
//! compute one, so the stand-in cannot share a mistake with who it tests.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest as _, Sha256};

/// Seconds a signature may be off.
const PATIENCE: i64 = 300;

/// Which of the two sets of indices is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Material {
    First,
    Second,
}

impl Material {
    pub(super) fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    pub(super) fn indices(self) -> [u8; 4] {
        match self {
            Self::First => [2, 12, 14, 7],
            Self::Second => [21, 45, 13, 31],
        }
    }

    fn animation_key(self) -> &'static str {
        match self {
            Self::First => "a9de00e8f5c28f5c28f8068f5c28f5c28f4068f5c28f5c28f40e8f5c28f5c28f800",
            Self::Second => "90c5fa0c7ae147ae147b0a147ae147ae1480a147ae147ae1480c7ae147ae147b00",
        }
    }

    /// Whether this is a signature of the request, made within the last minutes.
    pub(super) fn signed(self, signature: &str, method: &str, path: &str, now: i64) -> bool {
        let Ok(bytes) = STANDARD_NO_PAD.decode(signature) else { return false };
        let Some((random, rest)) = bytes.split_first() else { return false };
        let plain: Vec<u8> = rest.iter().map(|byte| byte ^ random).collect();
        if plain.len() != 69 || plain[68] != 3 || plain[..48] != key() {
            return false;
        }
        let stamp = u32::from_le_bytes([plain[48], plain[49], plain[50], plain[51]]);
        let made_at = i64::from(stamp) + 1_682_924_400;
        let text = format!("{method}!{path}!{stamp}obfiowerehiring{}", self.animation_key());
        (made_at - now).abs() < PATIENCE && Sha256::digest(text)[..16] == plain[52..68]
    }
}

fn key() -> [u8; 48] {
    std::array::from_fn(|i| u8::try_from((i * 37 + 11) % 256).unwrap_or_default())
}

/// Content of the verification tag.
pub(super) fn content() -> String {
    STANDARD.encode(key())
}

/// Path of a drawing: row `r`, column `c` is `(f*97 + r*31 + c*53 + 7) mod 256`.
pub(super) fn drawing(f: usize) -> String {
    // What stands before each number of a row.
    let before = [" ", ",", " ", ",", " ", ",", " h ", " s ", ",", " ", ","];
    let number = |row: usize, column: usize| (f * 97 + row * 31 + column * 53 + 7) % 256;
    let rows = (0..16).map(|row| {
        let cells =
            before.iter().enumerate().map(|(column, before)| format!("{before}{}", number(row, column)));
        cells.collect::<Vec<_>>().concat()
    });
    format!("M 10,30 C{}", rows.collect::<Vec<_>>().join(" C"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str =
        "AAswVXqfxOkOM1h9osfsETZbgKXK7xQ5XoOozfIXPGGGq9D1Gj9kia7T+B1CZ4yx1gHh9QWJy93HRPSmhxIumFtUoDWUAw";
    const PATH: &str = "/i/api/graphql/BGd0T_j7oVwlW5U79tO_0A/SearchTimeline";

    #[test]
    fn a_known_signature_holds_for_its_request_and_time_only() {
        let at = 1_682_924_400 + 100_000_001;
        assert!(Material::First.signed(SIGNED, "GET", PATH, at));
        assert!(Material::First.signed(SIGNED, "GET", PATH, at + 299));
        assert!(!Material::First.signed(SIGNED, "GET", PATH, at + 300), "too old");
        assert!(!Material::First.signed(SIGNED, "POST", PATH, at), "another method");
        assert!(
            !Material::First.signed(SIGNED, "GET", "/i/api/graphql/x/SearchTimeline", at),
            "another path"
        );
        assert!(!Material::Second.signed(SIGNED, "GET", PATH, at), "another page");
        assert!(!Material::First.signed("AAAA", "GET", PATH, at), "no signature");
    }

    #[test]
    fn the_page_carries_the_known_material() {
        assert_eq!(content(), "CzBVep/E6Q4zWH2ix+wRNluApcrvFDleg6jN8hc8YYar0PUaP2SJrtP4HUJnjLHW");
        assert!(drawing(0).starts_with("M 10,30 C 7,60 113,166 219,16 h 69 s 122,175 228,25 C 38,91"));
    }
}
