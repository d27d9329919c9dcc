//! Fixed patterns over X's page and scripts.

use regex::Regex;

/// A pattern that is a constant of this program.
#[expect(clippy::expect_used, reason = "every pattern is a constant and is compiled by the tests")]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern compiles")
}
