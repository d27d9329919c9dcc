//! The message as it travels: headers, text, opt-out.
//!
//! **Invariant:** no header value holds a line break or control character, so no text from outside can
//! add a header or a recipient.

use std::time::SystemTime;

use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Mailbox, Message};
use lettre::{Address, address::Envelope};
use sdr_domain::Timestamp;
use sdr_domain::connect::EmailAccount;
use sdr_ports::{ChannelError, Outgoing};

/// Longest subject, characters.
const SUBJECT_MAX: usize = 200;
/// Most Message-IDs in References: the first and the latest ones (RFC 5322 wants no more than fits).
const REFERENCES_MAX: usize = 10;

/// A message ready to travel.
pub(super) struct Mail {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

/// The lines that every e-mail ends with: how to opt out, and the postal address where one is set.
pub fn opt_out_lines(postal_address: &str) -> String {
    let line = "Not relevant? Reply STOP and I will not write again.";
    let postal = postal_address.split_whitespace().collect::<Vec<_>>().join(" ");
    if postal.is_empty() { line.to_owned() } else { format!("{line}\n{postal}") }
}

pub(super) fn compose(
    account: &EmailAccount,
    message: &Outgoing,
    text: &str,
    now: Timestamp,
) -> Result<Mail, ChannelError> {
    let from = address(&account.from_address).ok_or_else(|| ChannelError::Held {
        reason: "The sending address is not usable. Correct it under Settings, Email.".to_owned(),
    })?;
    let to = address(message.recipient.value()).ok_or_else(|| ChannelError::Refused {
        reason: "The recipient's address is not usable. Correct it at the lead.".to_owned(),
    })?;
    let subject = message.subject.as_deref().map(|subject| one_line(subject, SUBJECT_MAX));
    let subject = subject.filter(|subject| !subject.is_empty()).ok_or_else(|| ChannelError::Held {
        reason: "The email has no subject. Add one and approve it again.".to_owned(),
    })?;
    let own_id = message.message_id.as_deref().and_then(|id| message_id(id, from.domain()));
    let Some(own_id) = own_id else {
        return Err(ChannelError::Held { reason: "The email has no Message-ID. Queue it again.".to_owned() });
    };
    let mut builder = Message::builder()
        .from(Mailbox::new(name(&account.from_name), from.clone()))
        .to(Mailbox::new(name(&message.recipient_name), to.clone()))
        .subject(subject)
        .date(SystemTime::from(now))
        .message_id(Some(own_id))
        .raw_header(unsubscribe(&from, message))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN);
    let thread = thread(&message.thread, from.domain());
    if let Some(last) = thread.last() {
        builder = builder.in_reply_to(last.clone()).references(thread.join(" "));
    }
    let envelope = Envelope::new(Some(from.clone()), vec![to.clone()]);
    let built = envelope.and_then(|envelope| {
        let body = format!("{}\n\n{}\n", text.trim_end(), opt_out_lines(&account.postal_address));
        builder.envelope(envelope).body(body)
    });
    let built = built.map_err(|error| ChannelError::Held {
        reason: format!("The email cannot be put together ({error}). Edit it and approve it again."),
    })?;
    Ok(Mail { from, to, bytes: built.formatted() })
}

fn address(text: &str) -> Option<Address> {
    text.parse().ok()
}

/// `List-Unsubscribe` (RFC 2369) to the sending address: a desktop app has no server for one-click.
fn unsubscribe(from: &Address, message: &Outgoing) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("List-Unsubscribe");
    HeaderValue::new(name, format!("<mailto:{from}?subject=unsubscribe%20{}>", message.delivery_id))
}

/// First and latest Message-IDs, malformed ones left out.
fn thread(ids: &[String], domain: &str) -> Vec<String> {
    let mut ids: Vec<String> = ids.iter().filter_map(|id| message_id(id, domain)).collect();
    if ids.len() > REFERENCES_MAX {
        ids.drain(1..=ids.len() - REFERENCES_MAX);
    }
    ids
}

/// `left` becomes `<left@domain>`; a whole id stays itself.
fn message_id(id: &str, domain: &str) -> Option<String> {
    let bare = id.trim().trim_start_matches('<').trim_end_matches('>');
    let legal = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.@".contains(&b);
    if bare.is_empty() || bare.len() > 250 || !bare.bytes().all(legal) {
        return None;
    }
    match bare.matches('@').count() {
        0 => Some(format!("<{bare}@{domain}>")),
        1 => Some(format!("<{bare}>")),
        _ => None,
    }
}

fn name(text: &str) -> Option<String> {
    let name = one_line(text, 100);
    (!name.is_empty()).then_some(name)
}

fn one_line(text: &str, max: usize) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(max).collect()
}
