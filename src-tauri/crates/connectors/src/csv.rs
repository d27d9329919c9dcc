//! Lead files: bytes of any encoding and delimiter, read as rows in bounded memory.
//!
//! What a column means and what makes a row a lead is the domain's business (`sdr_domain::import`).
//!
//! **Invariant:** memory does not grow with the file: one block of bytes, one row (at most
//! [`records::ROW_MAX`]) and one chunk of leads are held at a time.
//!
//! **Invariant:** the file is only ever read, and every row of it is either a lead, a rejection with line
//! and reason, or blank.

mod chunks;
mod delimiter;
mod encoding;
mod error;
mod error_file;
mod preview;
mod records;
mod source;
mod text;

use std::path::Path;
use std::sync::Arc;

use sdr_domain::import::LeadField;
use sdr_ports::lead_file::{FileChunk, FilePreview, LeadFileError, LeadFiles, RowRejection};

pub use chunks::Chunks;
pub use error::CsvError;
pub use error_file::write_errors;

use encoding::TextKind;
use records::Records;
use source::Source;

/// An opened lead file: what it is written in and which columns it has.
#[derive(Debug, Clone)]
pub struct CsvFile {
    source: Source,
    kind: TextKind,
    delimiter: u8,
    marked: bool,
    headers: Vec<String>,
    repeated: Vec<String>,
}

impl CsvFile {
    /// Looks at a file: encoding (which takes one pass over it), delimiter and header.
    pub fn open(path: &Path) -> Result<Self, CsvError> {
        Self::look(Source::Path(path.to_owned()))
    }

    /// The same for bytes in memory.
    pub fn from_bytes(bytes: impl Into<Arc<[u8]>>) -> Result<Self, CsvError> {
        Self::look(Source::Bytes(bytes.into()))
    }

    fn look(source: Source) -> Result<Self, CsvError> {
        let kind = encoding::detect(&source)?;
        let found = delimiter::detect(&source, kind)?;
        let mut file = Self {
            source,
            kind,
            delimiter: found.delimiter,
            marked: found.marked,
            headers: Vec::new(),
            repeated: Vec::new(),
        };
        let mut records = file.records_with_header()?;
        if !records.advance()? {
            return Err(CsvError::Empty);
        }
        (file.headers, file.repeated) = name_columns(records.cells());
        Ok(file)
    }

    /// Encoding found, by its name in the WHATWG list, e.g. `UTF-8`, `UTF-16LE`, `windows-1252`.
    pub fn encoding(&self) -> &'static str {
        self.kind.encoding.name()
    }

    /// Delimiter found.
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// Column names; an unnamed column is `Column 3`, a second `Email` is `Email (2)`.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// What the file would bring; `None` takes the suggested mapping.
    pub fn preview(&self, mapping: Option<&[LeadField]>) -> Result<FilePreview, CsvError> {
        preview::preview(self, mapping)
    }

    /// Reads the rows, `rows` of them at a time.
    pub fn chunks(&self, mapping: &[LeadField], rows: usize) -> Result<Chunks, CsvError> {
        self.check(mapping)?;
        Ok(Chunks::new(self.records()?, self.headers.len(), mapping.to_vec(), rows))
    }

    fn check(&self, mapping: &[LeadField]) -> Result<(), CsvError> {
        if mapping.len() == self.headers.len() {
            Ok(())
        } else {
            Err(CsvError::Mapping { columns: self.headers.len(), fields: mapping.len() })
        }
    }

    /// Rows after the header.
    fn records(&self) -> Result<Records, CsvError> {
        let mut records = self.records_with_header()?;
        records.advance()?;
        Ok(records)
    }

    fn records_with_header(&self) -> Result<Records, CsvError> {
        let mut records = Records::new(text::Text::new(self.source.open()?, self.kind), self.delimiter);
        if self.marked {
            // The `sep=;` line that Excel writes and reads.
            records.advance()?;
        }
        Ok(records)
    }
}

/// Readable, unique names, and the names that stood there twice.
fn name_columns<'a>(cells: impl Iterator<Item = &'a str>) -> (Vec<String>, Vec<String>) {
    const NAME_MAX: usize = 200;
    let mut names: Vec<String> = Vec::new();
    let mut repeated: Vec<String> = Vec::new();
    for (at, cell) in cells.enumerate() {
        let plain: String = cell.trim().chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
        let base = if plain.is_empty() { format!("Column {}", at + 1) } else { plain };
        let mut name = base.clone();
        let mut count = 1;
        while names.contains(&name) {
            count += 1;
            name = format!("{base} ({count})");
        }
        if count > 1 && !repeated.contains(&base) {
            repeated.push(base);
        }
        names.push(name);
    }
    (names, repeated)
}

/// CSV files on disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct CsvFiles;

impl LeadFiles for CsvFiles {
    fn preview(&self, path: &Path, fields: Option<&[LeadField]>) -> Result<FilePreview, LeadFileError> {
        Ok(CsvFile::open(path)?.preview(fields)?)
    }

    fn read(
        &self,
        path: &Path,
        fields: &[LeadField],
        chunk_rows: usize,
        sink: &mut dyn FnMut(FileChunk) -> bool,
    ) -> Result<(), LeadFileError> {
        for chunk in CsvFile::open(path)?.chunks(fields, chunk_rows)? {
            if !sink(chunk?) {
                break;
            }
        }
        Ok(())
    }

    fn write_errors(&self, headers: &[String], rejected: &[RowRejection]) -> Vec<u8> {
        write_errors(headers, rejected)
    }
}
