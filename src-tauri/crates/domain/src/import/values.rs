//! What a cell looks like: the shapes that decide where the header does not, and the readers of
//! numbers, dates, addresses and language names as exports write them.

use jiff::civil;
use url::Url;

use crate::Timestamp;

/// Cells that tools write for "nothing".
pub(super) fn is_blank(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty()
        || matches!(cell, "-" | "--" | "—" | "–" | "?" | "#N/A")
        || ["n/a", "#n/a", "null", "(none)", "(no value)", "undefined"]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word))
}

/// Whether a spreadsheet would run the cell. A number or phone number with a sign is no formula.
pub(super) fn is_formula(cell: &str) -> bool {
    let mut chars = cell.trim_matches(' ').chars();
    match chars.next() {
        Some('=' | '\t' | '\r' | '＝') => true,
        Some('+' | '-' | '＋' | '－') => {
            chars.next().is_some_and(|c| !c.is_ascii_digit() && !c.is_whitespace())
        }
        Some('@') => cell.contains('('),
        _ => false,
    }
}

/// `1,234`, `1.234`, `12.3K`, `1.2M`, `51-200`, `10,001+`: the number, or the lower end of the range.
pub(super) fn number(cell: &str) -> Option<u32> {
    let cell = cell.trim().trim_start_matches(['~', '>', '≥', '+']).trim();
    let low = cell.split(['-', '–', '—', '+', ' ']).next()?;
    let (digits, factor) = match low.chars().last()? {
        'k' | 'K' => (&low[..low.len() - 1], 1_000.0),
        'm' | 'M' => (&low[..low.len() - 1], 1_000_000.0),
        _ => (low, 1.0),
    };
    if factor > 1.0 {
        let value: f64 = digits.replace(',', ".").parse().ok()?;
        let value = value * factor;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds are checked")]
        return (0.0..=f64::from(u32::MAX)).contains(&value).then_some(value as u32);
    }
    let whole = match digits.rsplit_once('.') {
        // `120.0`, as data tools write integers; `1.200` keeps its thousands.
        Some((whole, "0" | "00")) => whole,
        _ => digits,
    };
    let mut value: u32 = 0;
    let mut seen = false;
    for c in whole.chars() {
        match c {
            '0'..='9' => {
                seen = true;
                value = value.checked_mul(10)?.checked_add(c.to_digit(10)?)?;
            }
            ',' | '.' | '\'' | '’' | '\u{a0}' | '\u{202f}' => {}
            _ => return None,
        }
    }
    seen.then_some(value)
}

/// RFC 3339, `2026-11-20`, `2026-11-20 10:00[:00]`, `20.11.2026`, and slashed dates where only one
/// reading is possible. Times without a zone are taken as UTC.
pub(super) fn instant(cell: &str) -> Option<Timestamp> {
    let cell = cell.trim();
    if !cell.starts_with(|c: char| c.is_ascii_digit()) || cell.len() > 40 {
        return None;
    }
    if let Ok(at) = cell.parse::<Timestamp>() {
        return Some(at);
    }
    let (date, time) = match cell.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time.trim_end_matches('Z').trim_end_matches(" UTC"))),
        None => (cell, None),
    };
    let date = civil_date(date)?;
    let time = match time {
        Some(time) => time.parse::<civil::Time>().ok()?,
        None => civil::Time::midnight(),
    };
    date.to_datetime(time).to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

fn civil_date(text: &str) -> Option<civil::Date> {
    if let Ok(date) = text.parse::<civil::Date>() {
        return Some(date);
    }
    let mut parts = text.split(['.', '/']).map(|part| part.parse::<i16>().ok());
    let (a, b, year) = (parts.next()??, parts.next()??, parts.next()??);
    let short = |n: i16| i8::try_from(n).ok();
    let (day, month) = match (text.contains('.'), a, b) {
        (true, day, month) => (day, month),
        (false, day, month) if day > 12 => (day, month),
        (false, month, day) if day > 12 || day == month => (day, month),
        // 03/04/2026 is March here and April there.
        (false, ..) => return None,
    };
    civil::Date::new(year, short(month)?, short(day)?).ok()
}

/// A web address with its scheme; `example.com` becomes `https://example.com/`.
pub(super) fn web_address(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let host_like = |text: &str| text.contains('.') && !text.contains([' ', '@', '(', '=', '"', '<', '>']);
    let url = match Url::parse(cell) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        Err(_) if host_like(cell) => Url::parse(&format!("https://{cell}")).ok()?,
        Ok(_) | Err(_) => return None,
    };
    let host = url.host_str()?;
    (host.contains('.') && url.username().is_empty() && url.password().is_none()).then(|| url.to_string())
}

/// ISO 639-1 code of a language given as code, locale or name.
pub(super) fn language(cell: &str) -> Option<String> {
    const NAMES: &[(&str, &str)] = &[
        ("english", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("spanish", "es"),
        ("español", "es"),
        ("french", "fr"),
        ("français", "fr"),
        ("italian", "it"),
        ("portuguese", "pt"),
        ("dutch", "nl"),
        ("polish", "pl"),
        ("ukrainian", "uk"),
        ("russian", "ru"),
        ("turkish", "tr"),
        ("swedish", "sv"),
        ("japanese", "ja"),
        ("chinese", "zh"),
    ];
    let word = cell.split([',', ';', '(']).next().unwrap_or(cell).trim().to_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == word) {
        return Some((*code).to_owned());
    }
    let code = word.split(['-', '_']).next().unwrap_or(&word);
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then(|| code.to_owned())
}
