//! What the bytes are written in, found from the bytes alone.
//!
//! A byte order mark decides; then the zero bytes of UTF-16 without one; then whether the whole file is
//! valid UTF-8; else the statistics of chardetng.

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::CsvError;
use super::source::{Source, fill};

/// Bytes looked at for marks and zero bytes.
const HEAD: usize = 64 * 1024;
/// Bytes of a legacy encoding that the statistics see.
const STATISTICS: usize = 1024 * 1024;

/// How to turn the bytes into text.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextKind {
    pub(super) encoding: &'static Encoding,
    /// Lines end in a lone carriage return, as old Mac programs write them.
    pub(super) cr_only: bool,
    /// Found by statistics: a human should look at the accents.
    pub(super) guessed: bool,
}

pub(super) fn detect(source: &Source) -> Result<TextKind, CsvError> {
    let mut input = source.open()?;
    let mut block = vec![0; HEAD];
    let filled = fill(&mut *input, &mut block)?;
    let head = &block[..filled];
    if head.is_empty() {
        return Err(CsvError::Empty);
    }
    refuse_binary(head)?;
    let cr_only = head.contains(&b'\r') && !head.contains(&b'\n');
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Ok(TextKind { encoding, cr_only, guessed: false });
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return Ok(TextKind { encoding, cr_only, guessed: false });
    }
    if head.contains(&0) {
        return Err(CsvError::Binary);
    }
    if is_utf8(&mut *input, &mut block, filled)? {
        return Ok(TextKind { encoding: UTF_8, cr_only, guessed: false });
    }
    Ok(TextKind { encoding: by_statistics(source, block)?, cr_only, guessed: true })
}

fn refuse_binary(head: &[u8]) -> Result<(), CsvError> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    if head.starts_with(ZIP) || head.starts_with(OLE) {
        return Err(CsvError::Workbook);
    }
    let others: [&[u8]; 4] = [b"%PDF-", b"\x1f\x8b", b"SQLite format 3\0", b"\x89PNG"];
    if others.iter().any(|magic| head.starts_with(magic)) { Err(CsvError::Binary) } else { Ok(()) }
}

/// Western text in UTF-16 has a zero in nearly every other byte.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if pairs < 2 {
        None
    } else if odd * 2 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 2 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Checks the first `filled` bytes of the block and then the rest of the input.
fn is_utf8(input: &mut dyn Read, block: &mut [u8], mut filled: usize) -> Result<bool, CsvError> {
    loop {
        let last = filled < block.len();
        let carry = match std::str::from_utf8(&block[..filled]) {
            Ok(_) => 0,
            // A character cut by the end of the block goes on in the next one.
            Err(error) if error.error_len().is_none() && !last => filled - error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if last {
            return Ok(true);
        }
        block.copy_within(filled - carry..filled, 0);
        filled = carry + fill(input, &mut block[carry..])?;
    }
}

fn by_statistics(source: &Source, mut block: Vec<u8>) -> Result<&'static Encoding, CsvError> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut input = source.open()?;
    let mut seen = 0;
    loop {
        let filled = fill(&mut *input, &mut block)?;
        let last = filled < block.len();
        // Plain ASCII says nothing; a long file may have its first accent late.
        if !block[..filled].is_ascii() {
            seen += filled;
            detector.feed(&block[..filled], false);
        }
        if last || seen >= STATISTICS {
            detector.feed(&[], true);
            return Ok(detector.guess(None, Utf8Detection::Deny));
        }
    }
}
