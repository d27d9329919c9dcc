//! Why a file cannot be read, in sentences that say what to do.

use std::sync::Arc;

use sdr_ports::lead_file::LeadFileError;

/// A lead file that cannot be used as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CsvError {
    /// Gone, locked or not readable.
    #[error("The file cannot be read ({0}). Check that it still exists and that you may open it.")]
    Io(#[source] Arc<std::io::Error>),
    /// No bytes, or nothing but blank lines.
    #[error("The file is empty. Export it again with a first line of column names and one person a row.")]
    Empty,
    /// Column names without a row.
    #[error("The file has column names but no rows. Export it again with the people selected.")]
    HeaderOnly,
    /// A ZIP container, which is what Excel saves.
    #[error("This is an Excel workbook: save it as CSV (File > Save As > CSV UTF-8) and import that file.")]
    Workbook,
    /// Some other binary file.
    #[error("This is not a text file. Export the leads as CSV and import that file.")]
    Binary,
    /// A quote that is never closed swallows everything after it.
    #[error(
        "The quote that opens in line {line} is never closed, so nothing after it can be told apart. Add the missing \" in line {line}, or remove the one that is too many, and import again."
    )]
    UnclosedQuote {
        /// Where it opens.
        line: u64,
    },
    /// A row of more than a megabyte.
    #[error(
        "The row that starts in line {line} is longer than 1 MB: most likely a quote in it is never closed. Close it and import again."
    )]
    RowTooLong {
        /// Where it starts.
        line: u64,
    },
    /// More columns than any export has.
    #[error("Line {line} has more than {max} columns. Check that the file is a list of people, one a row.")]
    TooManyColumns {
        /// Where.
        line: u64,
        /// How many are read.
        max: usize,
    },
    /// The mapping was made for another file.
    #[error(
        "The file has {columns} columns, but {fields} were assigned. Open the file again and assign its columns."
    )]
    Mapping {
        /// Columns of the file.
        columns: usize,
        /// Fields given.
        fields: usize,
    },
}

impl CsvError {
    /// Stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "unreadable",
            Self::Empty => "empty",
            Self::HeaderOnly => "header_only",
            Self::Workbook => "excel",
            Self::Binary => "binary",
            Self::UnclosedQuote { .. } => "unclosed_quote",
            Self::RowTooLong { .. } => "row_too_long",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::Mapping { .. } => "mapping",
        }
    }

    /// The line where the rest of the file became unreadable, if rows before it may be used.
    pub(super) fn stops_at(&self) -> Option<u64> {
        match self {
            Self::UnclosedQuote { line } | Self::RowTooLong { line } | Self::TooManyColumns { line, .. } => {
                Some(*line)
            }
            Self::Io(_)
            | Self::Empty
            | Self::HeaderOnly
            | Self::Workbook
            | Self::Binary
            | Self::Mapping { .. } => None,
        }
    }
}

impl From<std::io::Error> for CsvError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(Arc::new(error))
    }
}

impl From<CsvError> for LeadFileError {
    fn from(error: CsvError) -> Self {
        Self { code: error.code(), sentence: error.to_string() }
    }
}
