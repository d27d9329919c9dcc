//! The animation key: X's page hides four drawings, and its script turns a row of numbers of one of them
//! into a colour and a rotation at a certain instant. The text of both is part of each request's signature.
//!
//! Pure arithmetic after the open-source clients `vladkens/twscrape` (`xclid.py`) and
//! `Lqm1/x-client-transaction-id`.

use std::fmt::Write as _;

/// Numbers in a row of a drawing.
pub(super) const ROW: usize = 11;

/// The animation's length in its own units.
const TOTAL: f64 = 4096.0;

/// Where the key bytes point: which drawing, which row, which instant.
pub(super) fn key_of(key: &[u8], indices: &[usize], frames: &[String]) -> Option<String> {
    let (first, rest) = indices.split_first()?;
    let frame = frames.get(usize::from(*key.get(5)?) % 4)?;
    let rows = rows_of(frame);
    let row = rows.get(usize::from(*key.get(*first)?) % 16)?;
    let mut product = 1.0;
    for index in rest {
        product *= f64::from(*key.get(*index)? % 16);
    }
    let instant = (product / 10.0 + 0.5).floor() * 10.0;
    Some(at_instant(row, instant / TOTAL))
}

/// The rows of a drawing's path: everything between two `C`, whatever separates the numbers.
fn rows_of(path: &str) -> Vec<[f64; ROW]> {
    let numbers = |piece: &str| -> Option<[f64; ROW]> {
        let found: Vec<f64> =
            piece.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
        found.get(..ROW)?.try_into().ok()
    };
    path.get(9..).unwrap_or_default().split('C').map_while(numbers).collect()
}

/// Colour and rotation of a row at `instant` (0 begins, 1 ends the animation), as X's script writes them.
pub(super) fn at_instant(row: &[f64; ROW], instant: f64) -> String {
    let turn = scaled(row[6], 60.0, 360.0).floor();
    let mut curve = [0.0; 4];
    for (i, (slot, value)) in curve.iter_mut().zip(&row[7..]).enumerate() {
        *slot = two_decimals(scaled(*value, if i % 2 == 1 { -1.0 } else { 0.0 }, 1.0));
    }
    let way = bezier(curve, instant);
    let mut text = String::new();
    for (from, to) in row[..3].iter().zip(&row[3..6]) {
        let channel = (from * (1.0 - way) + to * way).clamp(0.0, 255.0);
        let _ = write!(text, "{}", hex((channel + 0.5).floor()));
    }
    let (sin, cos) = (turn * way).to_radians().sin_cos();
    for entry in [cos, -sin, sin, cos] {
        text.push_str(&hex(two_decimals(entry).abs()));
    }
    text.push_str("00");
    text.retain(|c| c != '.' && c != '-');
    text
}

fn scaled(value: f64, low: f64, high: f64) -> f64 {
    value * (high - low) / 255.0 + low
}

/// Rounds as JavaScript does: halves go up.
fn two_decimals(value: f64) -> f64 {
    (value * 100.0 + 0.5).floor() / 100.0
}

/// The height of a cubic Bézier curve through (0,0) and (1,1) where its width is `x`; straight on outside.
fn bezier([x1, y1, x2, y2]: [f64; 4], x: f64) -> f64 {
    if x <= 0.0 {
        let slope = match (x1 > 0.0, is_zero(y1) && x2 > 0.0) {
            (true, _) => y1 / x1,
            (false, true) => y2 / x2,
            (false, false) => 0.0,
        };
        return slope * x;
    }
    if x >= 1.0 {
        let slope = match (x2 < 1.0, is_zero(x2 - 1.0) && x1 < 1.0) {
            (true, _) => (y2 - 1.0) / (x2 - 1.0),
            (false, true) => (y1 - 1.0) / (x1 - 1.0),
            (false, false) => 0.0,
        };
        return 1.0 + slope * (x - 1.0);
    }
    let (mut low, mut high, mut middle) = (0.0, 1.0, 0.0);
    // Halving more often changes nothing: no number lies between any more.
    for _ in 0..64 {
        middle = f64::midpoint(low, high);
        let width = along(x1, x2, middle);
        if (x - width).abs() < 0.000_01 {
            break;
        }
        if width < x {
            low = middle;
        } else {
            high = middle;
        }
    }
    along(y1, y2, middle)
}

fn is_zero(value: f64) -> bool {
    value.abs() < f64::EPSILON
}

fn along(a: f64, b: f64, m: f64) -> f64 {
    3.0 * a * (1.0 - m) * (1.0 - m) * m + 3.0 * b * (1.0 - m) * m * m + m * m * m
}

/// A number in base 16 with its fraction written out: 0.5 is `0.8`, 1 is `1`.
fn hex(value: f64) -> String {
    let (mut text, mut fraction) = (String::new(), value.fract());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
    let whole = value.trunc() as u32;
    let _ = write!(text, "{whole:x}");
    if fraction > 0.0 {
        text.push('.');
    }
    // A binary fraction ends: four bits go with each digit.
    while fraction > 0.0 {
        fraction *= 16.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 15")]
        let digit = fraction.trunc() as u32;
        let _ = write!(text, "{digit:x}");
        fraction -= fraction.trunc();
    }
    text
}
