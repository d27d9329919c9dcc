//! Bytes to UTF-8, block by block.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder};

use super::encoding::TextKind;
use super::source::fill;

/// Bytes read at a time.
const BLOCK: usize = 64 * 1024;

/// A decoder over an open source.
pub(super) struct Text {
    input: Box<dyn Read + Send>,
    decoder: Decoder,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    cr_only: bool,
    ended: bool,
    broken: bool,
}

impl Text {
    pub(super) fn new(input: Box<dyn Read + Send>, kind: TextKind) -> Self {
        let decoder = kind.encoding.new_decoder_with_bom_removal();
        let room = decoder.max_utf8_buffer_length(BLOCK).unwrap_or(BLOCK * 3 + 16);
        Self {
            input,
            decoder,
            raw: vec![0; BLOCK],
            decoded: vec![0; room],
            cr_only: kind.cr_only,
            ended: false,
            broken: false,
        }
    }

    /// The next block of valid UTF-8; `None` at the end. A block may be empty before the end.
    pub(super) fn next_block(&mut self) -> std::io::Result<Option<&[u8]>> {
        if self.ended {
            return Ok(None);
        }
        let filled = fill(&mut *self.input, &mut self.raw)?;
        self.ended = filled < self.raw.len();
        let (result, _, written, broken) =
            self.decoder.decode_to_utf8(&self.raw[..filled], &mut self.decoded, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the buffer has room for the worst case");
        self.broken |= broken;
        let block = &mut self.decoded[..written];
        if self.cr_only {
            block.iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
        }
        Ok(Some(block))
    }

    /// Whether some bytes were no characters of the encoding and became U+FFFD.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }
}
