//! A file much larger than the memory it may take.

use std::io::{BufWriter, Write};
use std::time::Instant;

use sdr_connectors::csv::CsvFile;
use sdr_domain::import::LeadField as F;

/// Largest amount of memory this process ever held, bytes; only Linux tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

#[test]
fn two_hundred_megabytes_are_read_in_bounded_memory() {
    const SIZE: usize = 200 * 1024 * 1024;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let post = "We copy numbers by hand every week, and it takes two days. ".repeat(60);
    let mut writer = BufWriter::with_capacity(1024 * 1024, file.as_file_mut());
    writer.write_all(b"Name,Email,Company,Post\n").unwrap();
    let (mut written, mut rows) = (0, 0_u64);
    while written < SIZE {
        let row = format!("Ana {rows},ana{rows}@example.com,\"Example, Freight\",\"{post}\"\n");
        writer.write_all(row.as_bytes()).unwrap();
        written += row.len();
        rows += 1;
    }
    writer.flush().unwrap();
    drop(writer);

    let before = peak_memory();
    let begun = Instant::now();
    let opened = CsvFile::open(file.path()).unwrap();
    let mapping = [F::Name, F::Email, F::Company, F::Post];
    let (mut leads, mut largest) = (0, 0);
    for chunk in opened.chunks(&mapping, 5_000).unwrap() {
        let chunk = chunk.unwrap();
        assert!(chunk.rejected.is_empty());
        largest = largest.max(chunk.leads.len());
        leads += chunk.leads.len() as u64;
    }
    eprintln!("{leads} rows of {SIZE} bytes in {:?}", begun.elapsed());
    assert_eq!(leads, rows);
    assert!(largest <= 5_000);
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        let grown = after - before;
        assert!(grown < 150 * 1024 * 1024, "grew by {grown} bytes");
    }
}
