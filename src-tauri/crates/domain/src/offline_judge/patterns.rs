//! What phrases give away: the tables of the offline judge. Words only, no logic.
//!
//! Phrases are written in lower case; accents do not matter, they pass the same folding as the posts. An apostrophe may be missing in a post ("dont"), which the matcher adds by itself.

use super::phrases;

/// What a phrase shows about its writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Signal {
    /// The writer speaks of themselves or their team.
    FirstPerson,
    /// Something hurts.
    Pain,
    /// Asks others for a tool or advice.
    Ask,
    /// Compares or plans to buy.
    Evaluate,
    /// Leaves what they use now.
    Switch,
    /// The team grows.
    Growth,
    /// Started in a role.
    NewRole,
    /// Money came in.
    Funding,
    /// New site, market or system.
    Expansion,
    /// Has it solved, or wants nothing.
    Solved,
    /// It was so once.
    Past,
    /// Sells something.
    Promo,
    /// Gives lessons to an audience.
    Lecture,
    /// Advertises a job.
    JobAd,
    /// Reports on others.
    News,
    /// Does not mean it.
    Joke,
    /// Learns for an exam.
    Student,
    /// Talks to software, not to people.
    Injection,
}

impl Signal {
    /// What it shows, in one short sentence for the human.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::FirstPerson => "Speaks about their own work",
            Self::Pain => "Says that this hurts",
            Self::Ask => "Asks for a tool or advice",
            Self::Evaluate => "Is comparing or planning to buy",
            Self::Switch => "Wants to leave what they use now",
            Self::Growth => "The team is growing",
            Self::NewRole => "Is new in the role",
            Self::Funding => "Has fresh funding",
            Self::Expansion => "Is opening or rolling out something new",
            Self::Solved => "Says it is solved or not wanted",
            Self::Past => "Talks about how it was, not how it is",
            Self::Promo => "Promotes something of their own",
            Self::Lecture => "Gives advice to an audience",
            Self::JobAd => "Is a job advertisement",
            Self::News => "Reports news about others",
            Self::Joke => "Is meant as a joke",
            Self::Student => "Comes from studies, not from a company",
            Self::Injection => "Gives instructions to software",
        }
    }

    /// Whether it speaks for a purchase.
    pub(crate) fn is_intent(self) -> bool {
        self.is_want() || self.is_trigger()
    }

    /// Whether it shows a want, not only a good moment.
    pub(crate) fn is_want(self) -> bool {
        matches!(self, Self::Pain | Self::Ask | Self::Evaluate | Self::Switch)
    }

    /// Whether it is a buying trigger.
    pub(crate) fn is_trigger(self) -> bool {
        matches!(self, Self::Growth | Self::NewRole | Self::Funding | Self::Expansion)
    }
}

/// Words that turn the phrase after them around, within three words of one clause.
pub(super) const NEGATORS: &[&str] = &[
    "not", "don't", "dont", "never", "no", "isn't", "isnt", "aren't", "arent", "won't", "wont", "doesn't",
    "doesnt", "didn't", "didnt", "without", "nobody", "neither", "nor", "nicht", "kein", "keine", "keinen",
    "nie", "niemals", "nunca", "ningun", "ninguna", "jamais", "pas", "aucun", "aucune",
];

/// After these a negator negates nothing: "not only", "not sure which", "no wonder".
pub(super) const NOT_NEGATED: &[&str] =
    &["only", "just", "sure", "wonder", "idea", "longer", "better", "nur", "solo", "seulement"];

/// Phrases by what they show, and how much one of them says, 0 to 1.
pub(super) const PATTERNS: &[(Signal, f32, &str)] = &[
    (Signal::FirstPerson, 0.0, FIRST_PERSON),
    (Signal::Pain, 0.6, phrases::PAIN),
    (Signal::Pain, 0.35, phrases::PAIN_HINT),
    (Signal::Ask, 0.75, phrases::ASK),
    (Signal::Evaluate, 0.65, phrases::EVALUATE),
    (Signal::Switch, 0.65, phrases::SWITCH),
    (Signal::Growth, 0.3, phrases::GROWTH),
    (Signal::NewRole, 0.3, phrases::NEW_ROLE),
    (Signal::Funding, 0.3, phrases::FUNDING),
    (Signal::Expansion, 0.3, phrases::EXPANSION),
    (Signal::Solved, 1.0, phrases::SOLVED),
    (Signal::Past, 0.6, phrases::PAST),
    (Signal::Promo, 1.0, phrases::PROMO),
    (Signal::Promo, 0.5, phrases::PROMO_HINT),
    (Signal::Lecture, 0.5, phrases::LECTURE),
    (Signal::JobAd, 1.0, phrases::JOB_AD),
    (Signal::JobAd, 0.5, phrases::JOB_AD_HINT),
    (Signal::News, 0.6, phrases::NEWS),
    (Signal::Joke, 0.6, phrases::JOKE),
    (Signal::Student, 1.0, phrases::STUDENT),
    (Signal::Injection, 1.0, phrases::INJECTION),
];

const FIRST_PERSON: &str = "\
    i; i'm; i've; i'd; i'll; we; we're; we've; we'd; we'll; my; our; us; me; ours; ich; wir; mein; \
    meine; unser; unsere; unserem; unseren; unserer; uns; mich; yo; mi; mis; nosotros; nuestro; \
    nuestra; nuestros; nuestras; nos; tenemos; estamos; buscamos; necesitamos; je; j'ai; nous; notre; \
    nos equipes; mon; ma; mes";
