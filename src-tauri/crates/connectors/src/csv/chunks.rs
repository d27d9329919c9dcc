//! Rows to leads, a chunk at a time.

use sdr_domain::import::{Dropped, LeadField, read_row};
use sdr_ports::lead_file::{FileChunk, RowRejection};

use super::CsvError;
use super::records::Records;

/// Iterator over the rows of a file in chunks.
///
/// A quote that never closes ends it with a last rejection; the rows before are handed out as usual.
pub struct Chunks {
    records: Records,
    columns: usize,
    mapping: Vec<LeadField>,
    size: usize,
    rows: u64,
    dropped: Vec<(Dropped, u64)>,
    stopped: bool,
}

impl Chunks {
    pub(super) fn new(records: Records, columns: usize, mapping: Vec<LeadField>, size: usize) -> Self {
        Self { records, columns, mapping, size: size.max(1), rows: 0, dropped: Vec::new(), stopped: false }
    }

    /// Handles left out so far while another one reaches the person, with how often each fault came up.
    pub(super) fn dropped(&self) -> &[(Dropped, u64)] {
        &self.dropped
    }

    pub(super) fn is_broken(&self) -> bool {
        self.records.is_broken()
    }

    fn fill(&mut self) -> Result<FileChunk, CsvError> {
        let mut chunk = FileChunk::default();
        while chunk.leads.len() + chunk.rejected.len() < self.size {
            match self.records.advance() {
                Ok(true) => self.take_row(&mut chunk),
                Ok(false) => {
                    self.stopped = true;
                    break;
                }
                Err(error) => {
                    self.stopped = true;
                    // Without a single row before it the whole file is at fault.
                    let Some(line) = error.stops_at().filter(|_| self.rows > 0) else { return Err(error) };
                    self.rows += 1;
                    let reason = error.to_string();
                    chunk.rejected.push(RowRejection { line, reason, cells: Vec::new() });
                    break;
                }
            }
        }
        Ok(chunk)
    }

    fn take_row(&mut self, chunk: &mut FileChunk) {
        let records = &self.records;
        // A row of nothing but delimiters, as spreadsheets leave below the table.
        if records.cells().all(|cell| cell.trim().is_empty()) {
            return;
        }
        self.rows += 1;
        let line = records.line();
        let ragged = records.len() < self.columns
            || records.cells().skip(self.columns).any(|cell| !cell.trim().is_empty());
        let reason = if ragged {
            format!(
                "this row has {} cells where the header has {}: check quotes and delimiters in line {line}",
                records.len(),
                self.columns
            )
        } else {
            match read_row(&self.mapping, records.cells()) {
                Ok(row) => {
                    for dropped in row.dropped {
                        match self.dropped.iter_mut().find(|(known, _)| *known == dropped) {
                            Some((_, count)) => *count += 1,
                            None => self.dropped.push((dropped, 1)),
                        }
                    }
                    chunk.leads.push((line, row.lead));
                    return;
                }
                Err(error) => error.to_string(),
            }
        };
        let cells = records.cells().map(str::to_owned).collect();
        chunk.rejected.push(RowRejection { line, reason, cells });
    }
}

impl Iterator for Chunks {
    type Item = Result<FileChunk, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.stopped {
            return None;
        }
        match self.fill() {
            Ok(chunk) if chunk.leads.is_empty() && chunk.rejected.is_empty() => None,
            other => Some(other),
        }
    }
}
