//! Keyset pages: a cursor says after which row to go on, so rows that come or go never shift a page.
//!
//! **Invariant:** a cursor is opaque and URL-safe, and only works for the list it was made for.

use sea_orm::Value;
use uuid::Uuid;

use crate::error::StoreError;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
    /// Rows of the whole list.
    pub total: u64,
}

impl<T> Page<T> {
    /// Cuts the extra row that was read to learn whether more follow. `key` tells where a row stands.
    pub(crate) fn cut(mut rows: Vec<T>, limit: u32, total: u64, key: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| key(row).encode());
        Self { rows, next, total }
    }
}

/// The sort key of the last row seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    list: &'static str,
    parts: Vec<Part>,
}

/// One column of a sort key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Int(i64),
    Text(String),
    Id(Uuid),
}

impl From<Part> for Value {
    fn from(part: Part) -> Self {
        match part {
            Part::Int(number) => number.into(),
            Part::Text(text) => text.into(),
            Part::Id(id) => id.into(),
        }
    }
}

impl Cursor {
    pub(crate) fn new(list: &'static str, parts: Vec<Part>) -> Self {
        Self { list, parts }
    }

    /// Hexadecimal digits of the list's name and the typed parts.
    fn encode(&self) -> String {
        let mut text = self.list.to_owned();
        for part in &self.parts {
            text.push('\u{1f}');
            match part {
                Part::Int(number) => text.extend(["i", &number.to_string()]),
                Part::Text(word) => text.extend(["t", word]),
                Part::Id(id) => text.extend(["u", &id.to_string()]),
            }
        }
        let digit = |half: u8| char::from_digit(u32::from(half), 16);
        text.bytes().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(digit).collect()
    }

    /// The parts of a cursor made for this list, in the shape of `like`.
    pub(crate) fn read(cursor: &str, list: &str, shape: &str) -> Result<Vec<Part>, StoreError> {
        Self::decode(cursor, list).filter(|parts| shape_of(parts) == shape).ok_or(StoreError::BadCursor)
    }

    fn decode(cursor: &str, list: &str) -> Option<Vec<Part>> {
        if !cursor.len().is_multiple_of(2) || !cursor.is_ascii() {
            return None;
        }
        let bytes: Option<Vec<u8>> = (0..cursor.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(cursor.get(at..at + 2)?, 16).ok())
            .collect();
        let text = String::from_utf8(bytes?).ok()?;
        let mut fields = text.split('\u{1f}');
        if fields.next() != Some(list) {
            return None;
        }
        fields
            .map(|field| match field.split_at_checked(1)? {
                ("i", number) => number.parse().ok().map(Part::Int),
                ("t", word) => Some(Part::Text(word.to_owned())),
                ("u", id) => id.parse().ok().map(Part::Id),
                _ => None,
            })
            .collect()
    }
}

fn shape_of(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Int(_) => 'i',
            Part::Text(_) => 't',
            Part::Id(_) => 'u',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_for_its_own_list_only() {
        let cursor = Cursor::new("leads/name", vec![Part::Text("ada ä".into()), Part::Int(-7)]);
        let text = cursor.encode();
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_eq!(Cursor::read(&text, "leads/name", "ti").unwrap(), cursor.parts);
        assert!(matches!(Cursor::read(&text, "leads/score", "ti"), Err(StoreError::BadCursor)));
        assert!(matches!(Cursor::read(&text, "leads/name", "ii"), Err(StoreError::BadCursor)));
    }

    #[test]
    fn nonsense_is_no_cursor() {
        for text in ["", "x", "zz", "äö", "6c", "' OR 1=1 --", "6c656164731f69"] {
            assert!(matches!(Cursor::read(text, "leads", "i"), Err(StoreError::BadCursor)), "{text}");
        }
    }
}
