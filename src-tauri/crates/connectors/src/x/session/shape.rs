//! Reading values that may stand in one of several places.

use sdr_domain::Timestamp;
use serde_json::Value;

/// The first of these places that holds a text with something in it.
pub(super) fn text(value: &Value, places: &[&str]) -> Option<String> {
    let found = places.iter().filter_map(|place| value.pointer(place)?.as_str());
    found.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
}

/// The first of these places that holds a whole number, as a number or as its digits.
pub(super) fn number(value: &Value, places: &[&str]) -> Option<u64> {
    places.iter().find_map(|place| {
        let found = value.pointer(place)?;
        found.as_u64().or_else(|| found.as_str()?.parse().ok())
    })
}

/// The first of these places that holds yes or no.
pub(super) fn flag(value: &Value, places: &[&str]) -> Option<bool> {
    places.iter().find_map(|place| value.pointer(place)?.as_bool())
}

/// An id of X: digits, kept as text because it is larger than JavaScript's numbers.
pub(super) fn id(value: &Value, places: &[&str]) -> Option<String> {
    text(value, places).filter(|id| is_id(id))
}

/// Whether a text can be an id of X.
pub(super) fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// `Wed Jul 08 21:59:10 +0000 2026`.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    jiff::fmt::strtime::parse("%a %b %d %H:%M:%S %z %Y", text).ok()?.to_timestamp().ok()
}

/// Undoes the escaping X does to post texts.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    // Last, so that an escaped escape stays one.
    plain.replace("&amp;", "&")
}
