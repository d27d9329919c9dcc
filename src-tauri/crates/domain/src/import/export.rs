//! Cells on their way back into a spreadsheet.

use std::borrow::Cow;

/// A cell as it may stand in a file that a person will open in a spreadsheet: a text that a spreadsheet
/// would run (`=`, `+`, `-`, `@`, tab or line break first, also behind spaces and in full width) gets
/// an apostrophe in front (OWASP, CSV injection). Quoting is left to the writer of the file.
pub fn export_cell(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches(' ').chars().next();
    let runs = first
        .is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    if runs { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}
