//! What a file would bring: columns with samples and suggestions, counts, the first rejections, warnings.

use sdr_domain::import::{Dropped, LeadField, looks_like_data, suggest};
use sdr_ports::lead_file::{FileColumn, FilePreview};

use super::{CsvError, CsvFile};

/// Rows the suggestion looks at.
const SAMPLE_ROWS: usize = 200;
/// Samples shown for a column.
const SAMPLES: usize = 5;
/// Longest piece of a cell the suggestion looks at, characters.
const LOOKED_AT: usize = 500;
/// Longest sample shown, characters.
const SAMPLE_MAX: usize = 120;
/// Rejections shown.
const REJECTED: usize = 20;
/// Rows parsed at a time while counting.
const CHUNK: usize = 5_000;

pub(super) fn preview(file: &CsvFile, mapping: Option<&[LeadField]>) -> Result<FilePreview, CsvError> {
    if let Some(mapping) = mapping {
        file.check(mapping)?;
    }
    let columns = columns(file, mapping)?;
    let fields: Vec<LeadField> = columns.iter().map(|column| column.field).collect();
    let mut preview = FilePreview {
        encoding: file.encoding().to_owned(),
        delimiter: file.delimiter(),
        columns,
        rows: 0,
        accepted: 0,
        rejected: Vec::new(),
        rejected_count: 0,
        warnings: Vec::new(),
    };
    let mut chunks = file.chunks(&fields, CHUNK)?;
    for chunk in &mut chunks {
        let chunk = chunk?;
        preview.accepted += count(chunk.leads.len());
        preview.rejected_count += count(chunk.rejected.len());
        let room = REJECTED - preview.rejected.len();
        preview.rejected.extend(chunk.rejected.into_iter().take(room));
    }
    preview.rows = preview.accepted + preview.rejected_count;
    if preview.rows == 0 {
        return Err(CsvError::HeaderOnly);
    }
    preview.warnings = warnings(file, &fields, chunks.is_broken(), chunks.dropped());
    Ok(preview)
}

fn columns(file: &CsvFile, mapping: Option<&[LeadField]>) -> Result<Vec<FileColumn>, CsvError> {
    let mut samples: Vec<Vec<String>> = vec![Vec::new(); file.headers.len()];
    let mut records = file.records()?;
    for _ in 0..SAMPLE_ROWS {
        match records.advance() {
            Ok(true) => {}
            Ok(false) => break,
            // The counting pass says it, with the line.
            Err(error) if error.stops_at().is_some() => break,
            Err(error) => return Err(error),
        }
        for (column, cell) in samples.iter_mut().zip(records.cells()) {
            let cell = cell.trim();
            if column.len() < SAMPLES && !cell.is_empty() {
                column.push(cell.chars().take(LOOKED_AT).collect());
            }
        }
    }
    let headers: Vec<&str> = file.headers.iter().map(String::as_str).collect();
    let looks: Vec<Vec<&str>> =
        samples.iter().map(|cells| cells.iter().map(String::as_str).collect()).collect();
    let suggested = match mapping {
        Some(fields) => fields.iter().map(|field| (*field, true)).collect(),
        None => suggest(&headers, &looks),
    };
    let described = suggested.into_iter().zip(&file.headers).zip(&samples).enumerate();
    Ok(described
        .map(|(index, (((field, certain), header), samples))| FileColumn {
            index,
            header: header.clone(),
            field,
            certain,
            samples: samples.iter().map(|cell| shorten(cell)).collect(),
        })
        .collect())
}

fn shorten(cell: &str) -> String {
    let plain = cell.chars().filter(|c| !c.is_control()).take(SAMPLE_MAX);
    plain.collect()
}

fn warnings(file: &CsvFile, fields: &[LeadField], broken: bool, dropped: &[(Dropped, u64)]) -> Vec<String> {
    let mut warnings = Vec::new();
    let headers: Vec<&str> = file.headers.iter().map(String::as_str).collect();
    if looks_like_data(&headers) {
        warnings.push("The first line looks like a person, not like column names. Add a line with the column names on top and import again.".to_owned());
    }
    if !fields.iter().any(|f| matches!(f, LeadField::Name | LeadField::FirstName | LeadField::LastName)) {
        warnings.push(
            "No column holds the name. Assign one to \"name\", or to \"first name\" and \"last name\"."
                .to_owned(),
        );
    }
    if !fields.iter().any(|field| field.handle().is_some()) {
        warnings.push(
            "No column says how to reach the person. Assign one to email, X, Telegram or LinkedIn."
                .to_owned(),
        );
    }
    for name in &file.repeated {
        warnings.push(format!("Two columns are called \"{name}\". Check which of them is assigned."));
    }
    if file.kind.guessed {
        warnings.push(format!(
            "The file is not in UTF-8 and was read as {}. If names look wrong, save it as \"CSV UTF-8\" and import again.",
            file.encoding()
        ));
    }
    if broken {
        warnings.push(format!(
            "Some characters are not valid {} and show as \u{fffd}. Save the file as \"CSV UTF-8\" and import again.",
            file.encoding()
        ));
    }
    for (dropped, count) in dropped {
        let (kind, error) = (dropped.kind.as_str(), &dropped.error);
        warnings.push(format!("{count} rows come without their {kind} cell, which is not valid: {error}."));
    }
    warnings
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}
