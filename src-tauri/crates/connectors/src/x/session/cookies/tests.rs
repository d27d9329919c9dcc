//! Sessions as people paste them.

use super::*;

const TOKEN: &str = "00112233445566778899aabbccddeeff00112233";
const CT0: &str = "aabbccddeeff00112233445566778899";

fn token_and_ct0(text: &str) -> Result<(String, String), CookieError> {
    CookieJar::parse(text).map(|jar| {
        (jar.get("auth_token").unwrap_or_default().to_owned(), jar.get("ct0").unwrap_or_default().to_owned())
    })
}

#[test]
fn every_writing_of_a_session_is_one_session() {
    let writings = [
        format!("auth_token={TOKEN}; ct0={CT0}"),
        format!("auth_token={TOKEN}\nct0={CT0}\n"),
        format!("auth_token: {TOKEN}\r\nct0: {CT0}"),
        format!("\"auth_token\": {TOKEN},\n\"ct0\": {CT0}"),
        format!("{TOKEN}\n{CT0}"),
        format!("{CT0} {TOKEN}"),
        format!("Cookie: guest_id=v1%3A1; auth_token={TOKEN}; ct0={CT0}; lang=en"),
        format!(r#"{{"auth_token":"{TOKEN}","ct0":"{CT0}"}}"#),
        format!(
            r#"{{"cookies":[{{"name":"auth_token","value":"{TOKEN}"}},{{"name":"ct0","value":"{CT0}"}}]}}"#
        ),
        format!(
            r#"[{{"domain":".x.com","name":"ct0","value":"{CT0}","httpOnly":false}},{{"domain":".x.com","name":"auth_token","value":"{TOKEN}"}}]"#
        ),
        format!(
            "# Netscape HTTP Cookie File\n#HttpOnly_.x.com\tTRUE\t/\tTRUE\t1800000000\tauth_token\t{TOKEN}\n.x.com\tTRUE\t/\tTRUE\t1800000000\tct0\t{CT0}\n"
        ),
    ];
    for text in writings {
        assert_eq!(token_and_ct0(&text), Ok((TOKEN.to_owned(), CT0.to_owned())), "{text}");
    }
}

#[test]
fn the_whole_jar_is_kept_and_reads_back() {
    let jar =
        CookieJar::parse(&format!("guest_id=v1%3A1; auth_token={TOKEN}; ct0={CT0}; twid=u%3D42")).unwrap();
    assert_eq!(jar.get("guest_id"), Some("v1%3A1"));
    assert_eq!(jar.own_id().as_deref(), Some("42"));
    assert_eq!(CookieJar::parse(jar.to_secret().reveal()), Ok(jar));
    let quoted = CookieJar::parse(&format!("auth_token={TOKEN}; ct0={CT0}; twid=\"u=43\"")).unwrap();
    assert_eq!(quoted.own_id().as_deref(), Some("43"));
}

#[test]
fn a_text_that_is_no_session_is_refused_with_a_sentence() {
    let cases = [
        (String::new(), CookieError::Empty),
        ("lang=en".to_owned(), CookieError::NoAuthToken),
        ("hello there".to_owned(), CookieError::NotCookies),
        ("{\"a\":".to_owned(), CookieError::NotCookies),
        ("[]".to_owned(), CookieError::NotCookies),
        (format!("ct0={CT0}"), CookieError::NoAuthToken),
        (format!("auth_token={TOKEN}"), CookieError::NoCt0),
        (format!("auth_token=short; ct0={CT0}"), CookieError::BadAuthToken),
        (format!("auth_token={TOKEN}; ct0=xyz"), CookieError::BadCt0),
        ("a=b; ".repeat(20_000), CookieError::TooLong),
        (
            format!(r#"[{{"domain":".example.com","name":"auth_token","value":"{TOKEN}"}}]"#),
            CookieError::NotCookies,
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(CookieJar::parse(&text), Err(wanted), "{text:.60}");
    }
}

#[test]
fn cookies_of_the_old_domain_give_way() {
    let other = TOKEN.replace('0', "f");
    let text = format!(
        ".twitter.com\tTRUE\t/\tTRUE\t0\tauth_token\t{other}\n.x.com\tTRUE\t/\tTRUE\t0\tauth_token\t{TOKEN}\n.x.com\tTRUE\t/\tTRUE\t0\tct0\t{CT0}"
    );
    assert_eq!(token_and_ct0(&text), Ok((TOKEN.to_owned(), CT0.to_owned())));
}

#[test]
fn a_cookie_value_cannot_smuggle_a_header() {
    let text = format!(r#"{{"auth_token":"{TOKEN}","ct0":"{CT0}","evil":"1\r\nHost: example.com"}}"#);
    assert_eq!(CookieJar::parse(&text).unwrap().get("evil"), None);
}

#[test]
fn a_rotated_protection_cookie_replaces_the_old_one() {
    let mut jar = CookieJar::parse(&format!("auth_token={TOKEN}; ct0={CT0}")).unwrap();
    let fresh = "f".repeat(160);
    assert!(jar.absorb(&format!("ct0={fresh}; Max-Age=21600; Path=/; Domain=.x.com; Secure")));
    assert_eq!(jar.get("ct0"), Some(fresh.as_str()));
    assert!(!jar.absorb(&format!("ct0={fresh}; Path=/")), "nothing new");
    assert!(!jar.absorb("ct0=; Max-Age=0; Path=/"), "a deletion");
    assert!(!jar.absorb("ct0=deadbeef; Max-Age=0"), "a deletion with a value");
    assert!(!jar.absorb(&format!("auth_token={}", "0".repeat(40))), "never the session itself");
    assert_eq!(jar.to_secret().reveal().matches("ct0=").count(), 1);
}

#[test]
fn debug_output_never_shows_a_cookie() {
    let jar = CookieJar::parse(&format!("auth_token={TOKEN}; ct0={CT0}")).unwrap();
    assert_eq!(format!("{jar:?}"), "CookieJar(2 cookies)");
}
