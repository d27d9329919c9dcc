//! Vectors computed from the open-source clients, over made-up pages.

use super::*;
use crate::x::session::animation::{ROW, at_instant, key_of};

const CONTENT: &str = "CzBVep/E6Q4zWH2ix+wRNluApcrvFDleg6jN8hc8YYar0PUaP2SJrtP4HUJnjLHW";

/// Drawing `f`: row `r`, column `c` is `(f*97 + r*31 + c*53 + 7) mod 256`.
fn drawing(f: usize) -> String {
    let row = |r: usize| {
        let v: Vec<usize> = (0..ROW).map(|c| (f * 97 + r * 31 + c * 53 + 7) % 256).collect();
        format!(
            " {},{} {},{} {},{} h {} s {},{} {},{}",
            v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10]
        )
    };
    format!("M 10,30 C{}", (0..16).map(row).collect::<Vec<_>>().join(" C"))
}

fn drawings() -> Vec<String> {
    (0..4).map(drawing).collect()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds + EPOCH).unwrap()
}

#[test]
fn the_drawings_begin_as_the_vectors_say() {
    let start = "M 10,30 C 7,60 113,166 219,16 h 69 s 122,175 228,25 C 38,91";
    assert!(drawing(0).starts_with(start), "{}", drawing(0));
}

#[test]
fn a_request_is_signed_with_key_time_and_hash() {
    let key: Vec<u8> = (10..=57).collect();
    let request = "GET!/i/api/graphql/hyPfJYJ_XAtDYoslQc-Rgg/SearchTimeline";
    assert_eq!(
        sign(&key, "ab12cd00", request, 12_345_678, 77),
        "TUdGQUBDQl1cX15ZWFtaVVRXVlFQU1JtbG9uaWhramVkZ2ZhYGNifXx/fnl4e3p1dAMs8U0sXJoZlMBdpiKg9+eOHAltTg"
    );
}

#[test]
fn the_page_gives_the_animation_key() {
    let key = STANDARD.decode(CONTENT).unwrap();
    let rows: [(&[usize], &str); 2] = [
        (&[2, 12, 14, 7], "a9de00e8f5c28f5c28f8068f5c28f5c28f4068f5c28f5c28f40e8f5c28f5c28f800"),
        (&[21, 45, 13, 31], "90c5fa0c7ae147ae147b0a147ae147ae1480a147ae147ae1480c7ae147ae147b00"),
    ];
    for (indices, wanted) in rows {
        assert_eq!(key_of(&key, indices, &drawings()).as_deref(), Some(wanted));
    }
}

#[test]
fn a_whole_page_signs_whole_requests() {
    const CREATE: &str = "/i/api/graphql/Qkq4oPdZYuNB_Qw3TDuFqQ/CreateTweet";
    const SEARCH: &str = "/i/api/graphql/BGd0T_j7oVwlW5U79tO_0A/SearchTimeline";
    let first = Signer::new(CONTENT, &[2, 12, 14, 7], &drawings()).unwrap();
    let second = Signer::new(CONTENT, &[21, 45, 13, 31], &drawings()).unwrap();
    assert_eq!(
        first.sign("POST", CREATE, at(100_000_000), 0x5a),
        "WlFqDyDFnrNUaQIn+J22S2wB2v+QtU5jBNnyl6hNZjvc8YqvQGU+0/SJokcYPdbrjFq7r19J0Gls6oPSuf0fHUiILWGDWQ"
    );
    assert_eq!(
        first.sign("GET", SEARCH, at(100_000_001), 0),
        "AAswVXqfxOkOM1h9osfsETZbgKXK7xQ5XoOozfIXPGGGq9D1Gj9kia7T+B1CZ4yx1gHh9QWJy93HRPSmhxIumFtUoDWUAw"
    );
    assert_eq!(
        second.sign("POST", CREATE, at(100_000_000), 0x5a),
        "WlFqDyDFnrNUaQIn+J22S2wB2v+QtU5jBNnyl6hNZjvc8YqvQGU+0/SJokcYPdbrjFq7r1/cw/Tuu3MZvmTm+FKfheNfWQ"
    );
}

#[test]
fn rows_at_any_instant_give_the_known_keys() {
    let rows: [([f64; ROW], f64, &str); 7] = [
        ([10., 20., 30., 200., 210., 220., 128., 64., 127., 191., 255.], 0.0, "a141e100100"),
        (
            [10., 20., 30., 200., 210., 220., 128., 64., 127., 191., 255.],
            0.25,
            "2d37410c7ae147ae147b09eb851eb851eb809eb851eb851eb80c7ae147ae147b00",
        ),
        (
            [0., 255., 17., 255., 0., 240., 0., 100., 200., 180., 230.],
            0.5,
            "9a65980cf5c28f5c28f60970a3d70a3d7080970a3d70a3d7080cf5c28f5c28f600",
        ),
        (
            [162., 215., 12., 65., 118., 171., 224., 21., 74., 127., 180.],
            0.5,
            "82b74104f5c28f5c28f5c0f3333333333330f33333333333304f5c28f5c28f5c00",
        ),
        (
            [250., 1., 99., 3., 254., 100., 255., 0., 128., 255., 255.],
            0.9,
            "1ce5640cf5c28f5c28f60970a3d70a3d7080970a3d70a3d7080cf5c28f5c28f600",
        ),
        (
            [33., 66., 99., 132., 165., 198., 231., 12., 180., 200., 240.],
            3370.0 / 4096.0,
            "799abb06e147ae147ae140e66666666666680e666666666666806e147ae147ae1400",
        ),
        ([1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11.], 1.2, "5670170a3d70a3d70a110170a3d70a3d70a00"),
    ];
    for (row, instant, wanted) in rows {
        assert_eq!(at_instant(&row, instant), wanted, "{row:?} at {instant}");
    }
}

#[test]
fn a_page_that_does_not_fit_together_signs_nothing() {
    assert!(Signer::new("c2hvcnQ=", &[2, 12, 14, 7], &drawings()).is_none(), "a short key");
    assert!(Signer::new(CONTENT, &[], &drawings()).is_none(), "no indices");
    assert!(Signer::new(CONTENT, &[2, 60], &drawings()).is_none(), "an index beyond the key");
    assert!(Signer::new(CONTENT, &[2, 12], &drawings()[..2]).is_some(), "frame 0 is there");
    assert!(Signer::new(CONTENT, &[2, 12], &["M 10,30 C nothing".to_owned()]).is_none(), "no rows");
}
