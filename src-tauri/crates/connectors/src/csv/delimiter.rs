//! Which character parts the cells: the one under which the first rows agree on a number of columns.

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::CsvError;
use super::encoding::TextKind;
use super::source::Source;
use super::text::Text;

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows looked at.
const ROWS: usize = 100;

/// What was found.
pub(super) struct Found {
    pub(super) delimiter: u8,
    /// The file starts with a `sep=;` line, which is no row.
    pub(super) marked: bool,
}

pub(super) fn detect(source: &Source, kind: TextKind) -> Result<Found, CsvError> {
    let mut text = Text::new(source.open()?, kind);
    let head = text.next_block()?.unwrap_or_default();
    if let Some(mark) = head.strip_prefix(b"sep=")
        && let [delimiter, b'\r' | b'\n', ..] = mark
        && CANDIDATES.contains(delimiter)
    {
        return Ok(Found { delimiter: *delimiter, marked: true });
    }
    let mut best = (b',', 0);
    for delimiter in CANDIDATES {
        let score = score(head, delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    Ok(Found { delimiter: best.0, marked: false })
}

/// 0 when the first row is not parted at all; else agreement first, number of columns second.
fn score(head: &[u8], delimiter: u8) -> usize {
    let widths = widths(head, delimiter);
    let Some(first) = widths.first().copied().filter(|first| *first > 1) else { return 0 };
    let agreeing = widths.iter().filter(|width| **width == first).count();
    agreeing * 100 / widths.len() * 1_000 + first.min(999)
}

fn widths(head: &[u8], delimiter: u8) -> Vec<usize> {
    let mut core = ReaderBuilder::new().delimiter(delimiter).build();
    let mut cells = vec![0; head.len() + 1];
    let mut ends = vec![0; super::records::COLUMNS_MAX];
    let mut widths = Vec::new();
    let mut at = 0;
    while widths.len() < ROWS {
        let (result, read, _, width) = core.read_record(&head[at..], &mut cells, &mut ends);
        at += read;
        match result {
            ReadRecordResult::Record => widths.push(width),
            // Cut off by the end of the block; counts only when there is nothing else.
            ReadRecordResult::InputEmpty if widths.is_empty() => widths.push(width + 1),
            ReadRecordResult::InputEmpty
            | ReadRecordResult::OutputFull
            | ReadRecordResult::OutputEndsFull
            | ReadRecordResult::End => break,
        }
    }
    widths
}
