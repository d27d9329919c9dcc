//! Text to rows, with bounded memory, true line numbers and quotes that never close noticed.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::CsvError;
use super::text::Text;

/// Longest row read, bytes of UTF-8.
pub(super) const ROW_MAX: usize = 1024 * 1024;
/// Most columns read.
pub(super) const COLUMNS_MAX: usize = 2_000;

/// The rows of a file, one at a time.
pub(super) struct Records {
    text: Text,
    core: Reader,
    block: Vec<u8>,
    at: usize,
    ended: bool,
    row: Vec<u8>,
    row_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    line: u64,
}

impl Records {
    pub(super) fn new(text: Text, delimiter: u8) -> Self {
        Self {
            text,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            block: Vec::new(),
            at: 0,
            ended: false,
            row: vec![0; 4 * 1024],
            row_len: 0,
            ends: vec![0; 64],
            ends_len: 0,
            line: 0,
        }
    }

    /// The line the current row starts in, counting from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Number of cells of the current row.
    pub(super) fn len(&self) -> usize {
        self.ends_len
    }

    /// Whether broken characters were met so far.
    pub(super) fn is_broken(&self) -> bool {
        self.text.is_broken()
    }

    /// The cells of the current row.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        // Decoded text cut at ASCII bytes stays valid; were it not, the cell would be empty.
        let row = std::str::from_utf8(&self.row[..self.row_len]).unwrap_or_default();
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends[..self.ends_len])
            .map(move |(start, end)| row.get(start..*end).unwrap_or_default())
    }

    /// Reads the next row that is not a blank line; `false` at the end.
    pub(super) fn advance(&mut self) -> Result<bool, CsvError> {
        self.row_len = 0;
        self.ends_len = 0;
        if !self.skip_blank_lines()? {
            return Ok(false);
        }
        self.line = self.core.line();
        loop {
            if self.at == self.block.len() && !self.refill()? {
                return Err(CsvError::UnclosedQuote { line: self.open_line() });
            }
            let (result, read, written, cells) = self.core.read_record(
                &self.block[self.at..],
                &mut self.row[self.row_len..],
                &mut self.ends[self.ends_len..],
            );
            self.at += read;
            self.row_len += written;
            self.ends_len += cells;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record => return Ok(true),
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::OutputFull if self.row.len() >= ROW_MAX => {
                    return Err(CsvError::RowTooLong { line: self.open_line() });
                }
                ReadRecordResult::OutputFull => self.row.resize(self.row.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= COLUMNS_MAX => {
                    return Err(CsvError::TooManyColumns { line: self.line, max: COLUMNS_MAX });
                }
                ReadRecordResult::OutputEndsFull => {
                    self.ends.resize((self.ends.len() * 2).min(COLUMNS_MAX), 0);
                }
            }
        }
    }

    /// The line in which the cell that is being read began.
    fn open_line(&self) -> u64 {
        let start = self.ends[..self.ends_len].last().copied().unwrap_or(0);
        let breaks = self.row[..start.min(self.row_len)].split(|b| *b == b'\n').count() - 1;
        self.line + u64::try_from(breaks).unwrap_or(0)
    }

    /// Moves to the first byte of a row, so that its line is known; `false` at the end.
    fn skip_blank_lines(&mut self) -> Result<bool, CsvError> {
        loop {
            while let Some(byte) = self.block.get(self.at) {
                match byte {
                    b'\n' => self.core.set_line(self.core.line() + 1),
                    b'\r' => {}
                    _ => return Ok(true),
                }
                self.at += 1;
            }
            if self.ended || !self.refill()? {
                return Ok(false);
            }
        }
    }

    /// The next block. After the last one comes a line break of our own: it ends a last row without
    /// one, and inside an open quote it ends nothing, which is how such a quote is noticed.
    fn refill(&mut self) -> Result<bool, CsvError> {
        self.at = 0;
        self.block.clear();
        if self.ended {
            return Ok(false);
        }
        if let Some(block) = self.text.next_block()? {
            self.block.extend_from_slice(block);
        } else {
            self.ended = true;
            self.block.push(b'\n');
        }
        Ok(true)
    }
}
