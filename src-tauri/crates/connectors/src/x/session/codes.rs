//! X's error codes: what each means, what it means for a search and for an act, what to do.
//!
//! The codes are those of X's public error list and of what open-source clients met
//! (`vladkens/twscrape`, `d60/twikit`, `public-clis/twitter-cli`).

use sdr_ports::SourceErrorKind;

use super::stop::StopKind;

/// What a code means for an act, which surely was not carried out unless it says `Done` or `Perhaps`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// It holds already.
    Done,
    /// X will never take it.
    Refused,
    /// A human must look first.
    Held,
    /// It may be there from before, or the answer is none: look.
    Perhaps,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub(super) struct About {
    pub(super) source: SourceErrorKind,
    pub(super) then: Then,
    pub(super) stop: Option<StopKind>,
    pub(super) sentence: &'static str,
    pub(super) fix: &'static str,
}

const SIGN_IN: &str = "Sign in at x.com in your browser, then paste the cookies again under Settings, X.";
const OTHER_WAY: &str = "Choose another channel for this lead.";
const REWRITE: &str = "Edit the draft and approve it again.";

const fn row(source: SourceErrorKind, then: Then, sentence: &'static str, fix: &'static str) -> About {
    About { source, then, stop: None, sentence, fix }
}

const fn stops(kind: StopKind, sentence: &'static str, fix: &'static str) -> About {
    About { source: SourceErrorKind::Blocked, then: Then::Held, stop: Some(kind), sentence, fix }
}

/// What a code means; an unknown one stands for itself.
pub(super) fn about(code: i64) -> About {
    use SourceErrorKind as S;
    use Then as T;
    match code {
        17 | 50 | 108 => row(S::BadQuery, T::Refused, "X knows no such account.", OTHER_WAY),
        22 | 179 => row(S::BadQuery, T::Refused, "The post or account is protected.", OTHER_WAY),
        -1 | 29 => {
            row(S::Away, T::Perhaps, "X is overloaded and did not finish the request.", "Try again later.")
        }
        32 | 89 | 239 => row(S::SignedOut, T::Held, "X does not accept the session any more.", SIGN_IN),
        34 => row(
            S::Changed,
            T::Held,
            "X does not know this address, or the key of its own web page has changed (34).",
            "Look for an update of the app.",
        ),
        37 | 200 | 219 => stops(StopKind::Refused, "X forbids this to the account.", SIGN_IN),
        63 => row(S::BadQuery, T::Refused, "The other account is suspended.", OTHER_WAY),
        64 => {
            stops(StopKind::Suspended, "X suspended the account.", "Switch X to assisted under Settings, X.")
        }
        139 => row(S::BadQuery, T::Done, "The post is liked already.", "Nothing to do."),
        144 | 421 | 422 => row(S::BadQuery, T::Refused, "The post is not there any more.", OTHER_WAY),
        160 => row(S::BadQuery, T::Done, "Following was asked for already.", "Nothing to do."),
        161 => row(
            S::Busy { retry_after_secs: 86_400 },
            T::Held,
            "X lets the account follow nobody more today.",
            "Go on tomorrow.",
        ),
        162 => row(S::BadQuery, T::Refused, "The person has blocked the account.", OTHER_WAY),
        185 | 344 => stops(StopKind::DailyLimit, "X says that today's limit is reached.", "Go on tomorrow."),
        348 | 349 => stops(StopKind::DailyLimit, "X does not let the account write now.", "Go on tomorrow."),
        187 => row(S::BadQuery, T::Perhaps, "X says that the same text was posted before.", REWRITE),
        131 | 214 | 324 | 366 => row(S::BadQuery, T::Refused, "X cannot read the request.", REWRITE),
        186 => row(S::BadQuery, T::Refused, "The text is too long for X.", REWRITE),
        226 => stops(StopKind::LooksAutomated, "X says that the requests look automated.", "Wait a day."),
        326 => stops(
            StopKind::Locked,
            "X locked the account.",
            "Open https://x.com/account/access and unlock it.",
        ),
        327 => row(S::BadQuery, T::Done, "The post is reposted already.", "Nothing to do."),
        353 => row(S::SignedOut, T::Held, "X does not accept the session's protection cookie.", SIGN_IN),
        385 => row(S::BadQuery, T::Refused, "The post to answer is deleted or cannot be seen.", OTHER_WAY),
        399 => row(S::SignedOut, T::Held, "X refused the sign-in as suspicious.", SIGN_IN),
        433 => row(S::BadQuery, T::Refused, "The author lets only some people reply.", OTHER_WAY),
        _ => row(
            S::Changed,
            T::Held,
            "X answered with an error this version does not know.",
            "Try again later; if it stays, look for an update of the app.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_code_has_a_sentence_and_a_way_out() {
        let known = [
            -1, 17, 22, 29, 32, 34, 37, 50, 63, 64, 89, 108, 131, 139, 144, 160, 161, 162, 179, 185, 186,
            187, 200, 214, 219, 226, 239, 324, 326, 327, 344, 348, 349, 353, 366, 385, 399, 421, 422, 433,
        ];
        let unknown = about(9999).sentence;
        for code in known {
            let about = about(code);
            assert!(about.sentence != unknown && !about.fix.is_empty(), "{code}");
        }
    }
}
