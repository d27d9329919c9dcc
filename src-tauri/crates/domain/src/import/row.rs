//! One row of a lead file: checked, cleaned and turned into a lead, or refused with a sentence.

use super::LeadField;
use super::values::{instant, is_blank, is_formula, language, number, web_address};
use crate::lead::{NewLead, Profile};
use crate::post::NewPost;
use crate::text::{Handle, HandleError, HandleKind};

/// Longest cell a handle is looked for in, bytes.
const HANDLE_MAX: usize = 500;
/// Longest single-line field kept, characters.
const LINE_MAX: usize = 200;
/// Longest bio kept, characters.
const BIO_MAX: usize = 4_000;
/// Longest post kept, characters; X long posts end at 25,000.
const POST_MAX: usize = 25_000;
/// Longest address kept, bytes.
const URL_MAX: usize = 2_000;

/// A row that became a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow {
    /// The lead.
    pub lead: NewLead,
    /// Handles that were left out because they are none; the lead has at least one other.
    pub dropped: Vec<Dropped>,
}

/// A handle cell that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Which kind the column holds.
    pub kind: HandleKind,
    /// What is wrong with it.
    pub error: HandleError,
}

/// Why a row is no lead; the text says what to change in the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// No handle cell is filled.
    #[error("no way to reach this person: add an email, X, Telegram or LinkedIn column")]
    NoHandle,
    /// Handle cells are filled, but none holds a handle.
    #[error("no way to reach this person: the {} cell is not valid, {error}", kind_word(*kind))]
    InvalidHandle {
        /// The first bad one.
        kind: HandleKind,
        /// What is wrong with it.
        error: HandleError,
    },
    /// Neither a full name nor a first or last name.
    #[error("the name is missing: fill in the name, or the first and last name")]
    NoName,
    /// A cell that must be a name or a handle would be run by a spreadsheet.
    #[error(
        "the {} cell is a spreadsheet formula, not a value: replace it with plain text",
        field_word(*field)
    )]
    Formula {
        /// The column.
        field: LeadField,
    },
}

fn kind_word(kind: HandleKind) -> &'static str {
    match kind {
        HandleKind::X => "X",
        HandleKind::Telegram => "Telegram",
        HandleKind::Email => "email",
        HandleKind::Linkedin => "LinkedIn",
    }
}

fn field_word(field: LeadField) -> &'static str {
    match field.handle() {
        Some(kind) => kind_word(kind),
        None if field == LeadField::FirstName => "first name",
        None if field == LeadField::LastName => "last name",
        None => field.as_str(),
    }
}

/// Reads the cells of one row, in the order of `mapping`; missing cells count as empty, further cells
/// are not looked at. Where a field stands in two columns the first filled one wins, only posts add up.
pub fn read_row<'a>(
    mapping: &[LeadField],
    cells: impl IntoIterator<Item = &'a str>,
) -> Result<ReadRow, RowError> {
    let mut row = Row::default();
    for (field, cell) in mapping.iter().zip(cells) {
        if *field != LeadField::Ignore && !is_blank(cell) {
            row.take(*field, cell)?;
        }
    }
    row.finish()
}

#[derive(Default)]
struct Row {
    profile: Profile,
    first: Option<String>,
    last: Option<String>,
    handles: Vec<Handle>,
    dropped: Vec<Dropped>,
    posts: Vec<NewPost>,
    post_url: Option<String>,
    posted_at: Option<crate::Timestamp>,
}

impl Row {
    fn take(&mut self, field: LeadField, cell: &str) -> Result<(), RowError> {
        match field {
            LeadField::Name => fill_name(&mut self.profile.name, field, cell)?,
            LeadField::FirstName => fill_name(self.first.get_or_insert_default(), field, cell)?,
            LeadField::LastName => fill_name(self.last.get_or_insert_default(), field, cell)?,
            LeadField::Role => fill(&mut self.profile.role, || line(cell)),
            LeadField::Company => fill(&mut self.profile.company, || line(cell)),
            LeadField::Industry => fill(&mut self.profile.industry, || line(cell)),
            LeadField::Bio => fill(&mut self.profile.bio, || text(cell, BIO_MAX)),
            LeadField::Location => fill(&mut self.profile.location, || line(cell)),
            LeadField::Website => fill(&mut self.profile.website, || address(cell)),
            LeadField::Language => fill(&mut self.profile.language, || language(cell)),
            LeadField::Followers => fill(&mut self.profile.followers, || number(cell)),
            LeadField::CompanySize => fill(&mut self.profile.company_size, || number(cell)),
            LeadField::X => self.handle(HandleKind::X, field, cell)?,
            LeadField::Telegram => self.handle(HandleKind::Telegram, field, cell)?,
            LeadField::Email => self.handle(HandleKind::Email, field, cell)?,
            LeadField::Linkedin => self.handle(HandleKind::Linkedin, field, cell)?,
            LeadField::Post => {
                self.posts.extend(text(cell, POST_MAX).map(|text| NewPost { text, ..NewPost::default() }));
            }
            LeadField::PostUrl => fill(&mut self.post_url, || address(cell)),
            LeadField::PostedAt => fill(&mut self.posted_at, || instant(cell)),
            LeadField::Ignore => {}
        }
        Ok(())
    }

    fn handle(&mut self, kind: HandleKind, field: LeadField, cell: &str) -> Result<(), RowError> {
        if is_formula(cell) {
            return Err(RowError::Formula { field });
        }
        if self.handles.iter().any(|handle| handle.kind() == kind) || is_locked(cell) {
            return Ok(());
        }
        match parse_handle(kind, cell) {
            Ok(handle) => self.handles.push(handle),
            Err(error) => self.dropped.push(Dropped { kind, error }),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<ReadRow, RowError> {
        if self.handles.is_empty() {
            let first = self.dropped.into_iter().next();
            return Err(match first {
                Some(Dropped { kind, error }) => RowError::InvalidHandle { kind, error },
                None => RowError::NoHandle,
            });
        }
        if self.profile.name.is_empty() {
            let halves = [self.first, self.last];
            let halves: Vec<String> = halves.into_iter().flatten().filter(|half| !half.is_empty()).collect();
            self.profile.name = halves.join(" ");
        }
        if self.profile.name.is_empty() {
            return Err(RowError::NoName);
        }
        if let Some(post) = self.posts.first_mut() {
            post.url = self.post_url;
            post.posted_at = self.posted_at;
        }
        let lead = NewLead { profile: self.profile, handles: self.handles, posts: self.posts };
        Ok(ReadRow { lead, dropped: self.dropped })
    }
}

fn fill<T>(slot: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    if slot.is_none() {
        *slot = value();
    }
}

fn fill_name(slot: &mut String, field: LeadField, cell: &str) -> Result<(), RowError> {
    if is_formula(cell) {
        return Err(RowError::Formula { field });
    }
    if slot.is_empty() {
        *slot = line(cell).unwrap_or_default();
    }
    Ok(())
}

/// Apollo's stand-in for an address that was not paid for.
fn is_locked(cell: &str) -> bool {
    cell.trim().to_ascii_lowercase().starts_with("email_not_unlocked@")
}

/// The first handle in a cell that may hold several (`a@example.com; b@example.com`).
fn parse_handle(kind: HandleKind, cell: &str) -> Result<Handle, HandleError> {
    let invalid = match kind {
        HandleKind::X => HandleError::X,
        HandleKind::Telegram => HandleError::Telegram,
        HandleKind::Email => HandleError::Email,
        HandleKind::Linkedin => HandleError::Linkedin,
    };
    if cell.len() > HANDLE_MAX {
        return Err(invalid);
    }
    let legal = |text: &str| {
        !text
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`' | '\\'))
    };
    let whole = cell.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let parsed = if legal(whole) { Handle::parse(kind, whole) } else { Err(invalid.clone()) };
    if parsed.is_ok() || kind == HandleKind::Linkedin {
        return parsed;
    }
    let pieces = whole.split([';', ',', '|', ' ']).map(str::trim).filter(|piece| !piece.is_empty());
    let mut others = pieces.filter(|piece| legal(piece)).filter_map(|piece| Handle::parse(kind, piece).ok());
    match kind {
        // A name in two words is not a handle and a comment.
        HandleKind::Email => others.next().ok_or(invalid),
        HandleKind::X | HandleKind::Telegram | HandleKind::Linkedin => parsed,
    }
}

fn address(cell: &str) -> Option<String> {
    if cell.len() > URL_MAX { None } else { web_address(cell) }
}

/// Direction overrides and zero-width marks, which make a text read as something else.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// One line: no control characters, white space collapsed, bounded.
fn line(cell: &str) -> Option<String> {
    let mut line = String::with_capacity(cell.len().min(LINE_MAX));
    let mut room = LINE_MAX;
    let mut gap = false;
    for c in cell.chars() {
        if c.is_whitespace() {
            gap = true;
        } else if !c.is_control() && !is_invisible(c) {
            if gap && !line.is_empty() {
                line.push(' ');
                room -= 1;
            }
            if room == 0 {
                break;
            }
            gap = false;
            line.push(c);
            room -= 1;
        }
        if room == 0 {
            break;
        }
    }
    let kept = line.trim_end().len();
    line.truncate(kept);
    (!line.is_empty()).then_some(line)
}

/// Several lines: line breaks kept as `\n`, other control characters dropped, bounded.
fn text(cell: &str, max: usize) -> Option<String> {
    let clean = cell.trim().replace("\r\n", "\n");
    let kept: String = clean
        .chars()
        .map(|c| if matches!(c, '\r' | '\u{2028}' | '\u{2029}') { '\n' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || (!c.is_control() && !is_invisible(*c)))
        .take(max)
        .collect();
    (!kept.trim().is_empty()).then_some(kept)
}
