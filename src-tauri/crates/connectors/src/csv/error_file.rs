//! The file of rejected rows: what stood there, where, and why it was rejected.

use csv::WriterBuilder;
use sdr_domain::import::export_cell;
use sdr_ports::lead_file::RowRejection;

/// The error file: `line`, `reason`, then the original columns. UTF-8 with a byte order mark, because
/// Excel takes anything else for the system's own encoding; no cell of it is run by a spreadsheet. It
/// can be corrected and imported again: the two first columns are left out by the suggestion.
pub fn write_errors(headers: &[String], rejected: &[RowRejection]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(b"\xef\xbb\xbf".to_vec());
    let names = ["line", "reason"].into_iter().chain(headers.iter().map(String::as_str));
    let header: Vec<String> = names.map(|name| export_cell(name).into_owned()).collect();
    let mut written = writer.write_record(&header);
    for row in rejected {
        let mut cells = vec![row.line.to_string(), export_cell(&row.reason).into_owned()];
        let width = headers.len().max(row.cells.len());
        let padded = row.cells.iter().map(String::as_str).chain(std::iter::repeat("")).take(width);
        cells.extend(padded.map(|cell| export_cell(cell).into_owned()));
        written = written.and_then(|()| writer.write_record(&cells));
    }
    // Writing into memory has no way to fail.
    debug_assert!(written.is_ok());
    writer.into_inner().unwrap_or_default()
}
