//! Links carry every character and never grow longer than Telegram reads.

use proptest::prelude::*;
use sdr_domain::text::{Handle, HandleKind};
use sdr_relayer::link::{LONGEST_LINK, LinkError, links};

fn ada() -> Handle {
    Handle::parse(HandleKind::Telegram, "ada_example").unwrap()
}

#[test]
fn everything_but_letters_and_digits_is_encoded() {
    let links = links(&ada(), "Hi A+B & c=d #1_x\nü", "n").unwrap();
    let expected = "tg://resolve?domain=ada_example&text=Hi%20A%2BB%20%26%20c%3Dd%20%231%5Fx%0A%C3%BC";
    assert_eq!(links.whole.as_deref(), Some(expected));
}

#[test]
fn a_text_that_just_fits_goes_whole_and_one_more_goes_by_nonce() {
    let room = LONGEST_LINK - "tg://resolve?domain=ada_example&text=".len();
    // One Cyrillic letter takes six characters of a link.
    let (fits, over) = ("я".repeat(room / 6), "я".repeat(room / 6 + 1));
    assert!(links(&ada(), &fits, "nonce").unwrap().whole.is_some());
    let links = links(&ada(), &over, "nonce").unwrap();
    assert_eq!(links.whole, None);
    assert_eq!(links.nonce, "nonce");
    assert_eq!(links.bare, "tg://resolve?domain=ada_example&text=nonce");
}

#[test]
fn what_telegram_would_split_swallow_or_ignore_is_refused() {
    assert_eq!(links(&ada(), " \n ", "n"), Err(LinkError::Empty));
    assert!(links(&ada(), &"a".repeat(4_096), "n").is_ok());
    assert_eq!(links(&ada(), &"a".repeat(4_097), "n"), Err(LinkError::TooLong));
    // An emoji counts as two of Telegram's characters.
    assert_eq!(links(&ada(), &"😀".repeat(2_049), "n"), Err(LinkError::TooLong));
    assert_eq!(links(&ada(), "a\u{8}b", "n"), Err(LinkError::ControlCharacter));
    let mail = Handle::parse(HandleKind::Email, "ada@example.com").unwrap();
    assert_eq!(links(&mail, "Hi", "n"), Err(LinkError::NotTelegram));
}

fn decode(encoded: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = encoded.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            let hex = std::str::from_utf8(&tail[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #[test]
    fn no_link_is_too_long_and_every_text_comes_out_as_it_went_in(text in "[^\\p{Cc}]{1,3000}") {
        let Ok(links) = links(&ada(), &text, "nonce") else { return Ok(()) };
        prop_assert!(links.bare.len() <= LONGEST_LINK);
        let Some(link) = links.whole else { return Ok(()) };
        prop_assert!(link.len() <= LONGEST_LINK);
        let (_, encoded) = link.split_once("&text=").unwrap();
        prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'%'));
        prop_assert_eq!(decode(encoded), text);
    }
}
