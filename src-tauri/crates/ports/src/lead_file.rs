//! Files full of leads: looked at first, read in chunks after.

use std::path::Path;

use sdr_domain::import::LeadField;
use sdr_domain::lead::NewLead;

/// Why a file cannot be read; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct LeadFileError {
    /// Stable word, e.g. `empty`, `unclosed_quote`, `excel`.
    pub code: &'static str,
    /// What happened and what to do.
    pub sentence: String,
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileColumn {
    /// Counts from 0.
    pub index: usize,
    /// Header text.
    pub header: String,
    /// What it seems to hold, or what the human said it holds.
    pub field: LeadField,
    /// Whether the guess is safe.
    pub certain: bool,
    /// A few values.
    pub samples: Vec<String>,
}

/// A row that makes no lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRejection {
    /// Line in the file, counting from 1.
    pub line: u64,
    /// Why, and what to do.
    pub reason: String,
    /// The row as it stood, for the error file.
    pub cells: Vec<String>,
}

/// What a file would bring under a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePreview {
    /// Encoding found, e.g. `UTF-16LE`.
    pub encoding: String,
    /// Delimiter found.
    pub delimiter: char,
    /// Columns with the mapping applied.
    pub columns: Vec<FileColumn>,
    /// Data rows.
    pub rows: u64,
    /// Rows that make a lead.
    pub accepted: u64,
    /// The first rejected rows.
    pub rejected: Vec<RowRejection>,
    /// Rejected rows in all.
    pub rejected_count: u64,
    /// Sentences about the file as a whole.
    pub warnings: Vec<String>,
}

/// Some rows of a file, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileChunk {
    /// Rows that make a lead, with their line.
    pub leads: Vec<(u64, NewLead)>,
    /// Rows that make none.
    pub rejected: Vec<RowRejection>,
}

/// Reads lead files. Blocking: call it from a blocking thread.
pub trait LeadFiles: Send + Sync + 'static {
    /// Looks at the whole file; `None` takes the suggested mapping.
    fn preview(&self, path: &Path, fields: Option<&[LeadField]>) -> Result<FilePreview, LeadFileError>;

    /// Reads the file chunk by chunk; stops early when the sink says `false`.
    fn read(
        &self,
        path: &Path,
        fields: &[LeadField],
        chunk_rows: usize,
        sink: &mut dyn FnMut(FileChunk) -> bool,
    ) -> Result<(), LeadFileError>;

    /// The error file: header, original cells, line and reason; safe to open in a spreadsheet.
    fn write_errors(&self, headers: &[String], rejected: &[RowRejection]) -> Vec<u8>;
}
