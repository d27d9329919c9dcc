//! Which way a figure may pull. What is known beforehand need not be learned: a post nearer to the ICP is never
//! less of a lead for it, promotion never more. It keeps the habits of the labelled sets' writers out.

/// The side a weight is kept on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Speaks for a lead, or says nothing.
    For,
    /// Speaks against, or says nothing.
    Against,
    /// Either.
    Free,
    /// Never counts.
    Never,
}

impl Sign {
    /// The nearest weight on this side.
    pub(super) fn allow(self, weight: f64) -> f64 {
        match self {
            Self::For => weight.max(0.0),
            Self::Against => weight.min(0.0),
            Self::Free => weight,
            Self::Never => 0.0,
        }
    }
}

const FOR: &[&str] = &[
    "near.bm25",
    "near.cosine",
    "near.letters",
    "near.query",
    "near.concepts",
    "near.tasks",
    "near.problem",
    "near.sentence",
    "voice.ask",
    "voice.seek",
    "voice.switch",
    "voice.pain",
    "voice.own",
    "voice.we",
    "voice.i",
    "close.ask",
    "close.seek",
    "close.switch",
    "close.pain",
    "close.own",
    "close.we",
    "close.i",
    "signal.pain",
    "signal.ask",
    "signal.evaluate",
    "signal.switch",
    "signal.first_person",
    "rule.intent",
    "both.about_want",
    "both.about_hurt",
    "both.about_own",
    "both.own_hurt",
    "both.own_want",
    "both.buyer_want",
    "both.buyer_hurt",
    "both.buyer_own",
    "both.buyer_about",
    "both.all",
    "both.buyer",
    "both.quiet_want",
    "own.task",
    "author.fit",
    "author.buyer",
    "author.keywords",
    "author.tasks",
    "author.name_buyer",
    "bio.owner",
    "bio.exec",
    "bio.manager",
    "bio.weary",
];

const AGAINST: &[&str] = &[
    "near.elsewhere",
    "near.nothing",
    "voice.solved",
    "voice.refuse",
    "voice.cta",
    "voice.vendor",
    "voice.job",
    "voice.news",
    "voice.advice",
    "voice.joke",
    "voice.thanks",
    "voice.study",
    "voice.hypothetical",
    "voice.consumer",
    "voice.inject",
    "voice.past",
    "close.solved",
    "close.refuse",
    "close.cta",
    "close.vendor",
    "close.job",
    "close.news",
    "close.advice",
    "close.joke",
    "close.thanks",
    "close.study",
    "close.hypothetical",
    "close.consumer",
    "close.inject",
    "close.past",
    "signal.solved",
    "signal.past",
    "signal.promo",
    "signal.lecture",
    "signal.job_ad",
    "signal.news",
    "signal.joke",
    "signal.student",
    "signal.injection",
    "rule.against",
    "rule.doubt",
    "both.stranger",
    "both.stranger_own",
    "both.loud_you",
    "both.solved_own",
    "bio.vendor",
    "bio.recruiter",
    "bio.press",
    "bio.student",
    "bio.investor",
    "bio.ex",
    "bio.fun",
    "bio.private",
    "name.vendor",
    "name.recruiter",
    "name.press",
    "name.student",
    "name.investor",
    "name.ex",
    "name.fun",
    "style.hashtags",
    "style.links",
    "style.arrows",
    "author.decorated",
    "author.linked",
    "author.foreign_trade",
    "own.buyer",
    "own.yours",
];

/// How long somebody writes is a habit, no need.
const NEVER: &[&str] =
    &["style.length", "style.short", "style.sentences", "author.words", "style.small_start"];

/// The side of a figure, by its name.
pub(super) fn sign(name: &str) -> Sign {
    match name {
        name if FOR.contains(&name) => Sign::For,
        name if AGAINST.contains(&name) => Sign::Against,
        name if NEVER.contains(&name) => Sign::Never,
        _ => Sign::Free,
    }
}
