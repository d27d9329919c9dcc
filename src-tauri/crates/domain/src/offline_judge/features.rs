//! What the model sees of one post: nearness to the ICP, voice, style, author, and how they go together.
//!
//! **Invariant:** nothing in here is a topic of some ICP: the ICP's own words are masked, so that what was
//! learned on one product holds for another.

use super::about::{About, Nearness};
use super::author::Author;
use super::bm25::TopicScore;
use super::lexicon::{CONCEPTS, Mention, VOICES};
use super::patterns::Signal;
use super::row::{Row, number, yes};
use super::tokens::Text;
use super::voice::Hit;

/// Everything that was read of one post.
#[derive(Debug)]
pub(crate) struct Read<'a> {
    /// The words.
    pub(crate) text: &'a Text<'a>,
    /// Phrases of the pattern tables.
    pub(crate) hits: &'a [Hit],
    /// How much it is on topic, by sentence.
    pub(crate) topic: &'a TopicScore,
    /// How much its writer wants a change.
    pub(crate) intent: f64,
    /// Whether a pattern speaks against it.
    pub(crate) against: bool,
    /// Whether it is half-serious or half past.
    pub(crate) doubt: bool,
}

const SIGNALS: [(Signal, &str); 18] = [
    (Signal::FirstPerson, "first_person"),
    (Signal::Pain, "pain"),
    (Signal::Ask, "ask"),
    (Signal::Evaluate, "evaluate"),
    (Signal::Switch, "switch"),
    (Signal::Growth, "growth"),
    (Signal::NewRole, "new_role"),
    (Signal::Funding, "funding"),
    (Signal::Expansion, "expansion"),
    (Signal::Solved, "solved"),
    (Signal::Past, "past"),
    (Signal::Promo, "promo"),
    (Signal::Lecture, "lecture"),
    (Signal::JobAd, "job_ad"),
    (Signal::News, "news"),
    (Signal::Joke, "joke"),
    (Signal::Student, "student"),
    (Signal::Injection, "injection"),
];

/// Describes one post of one author.
pub(crate) fn describe(about: &About, author: &Author, read: &Read<'_>, row: &mut Row) {
    let concepts = CONCEPTS.mentions(read.text);
    let near = about.nearness(read.text, &concepts);
    nearness(&near, read, row);
    let on_topic = topic_sentences(about, read, &concepts);
    let voice = voices(read, &on_topic, row);
    owning(about, read, &concepts, row);
    elsewhere(about, read, &concepts, &on_topic, row);
    for (signal, name) in SIGNALS {
        let sum: f32 = read.hits.iter().filter(|h| h.signal == signal).map(|h| h.weight.max(0.3)).sum();
        row.count("signal", name, f64::from(sum));
    }
    row.put("rule", "intent", read.intent);
    row.put("rule", "against", yes(read.against));
    row.put("rule", "doubt", yes(read.doubt));
    style(read.text, row);
    author.describe(row);
    together(&near, &voice, author, read, row);
    pieces(about, read.text, &concepts, row);
}

/// The names of the figures, in their order.
pub(crate) fn names(about: &About) -> Vec<String> {
    let mut row = Row::named();
    let text = Text::new("");
    let topic = TopicScore::default();
    let read = Read { text: &text, hits: &[], topic: &topic, intent: 0.0, against: false, doubt: false };
    describe(about, &Author::default(), &read, &mut row);
    row.names()
}

fn nearness(near: &Nearness, read: &Read<'_>, row: &mut Row) {
    let topic = f64::from(read.topic.total);
    row.put("near", "bm25", topic);
    row.put("near", "cosine", near.cosine);
    row.put("near", "letters", near.letters);
    row.put("near", "query", near.query);
    row.put("near", "concepts", near.concepts);
    row.put("near", "tasks", near.tasks);
    row.put("near", "trade", near.trade);
    row.put("near", "elsewhere", near.elsewhere);
    row.put("near", "problem", near.problem);
    let best = read.topic.sentences.iter().copied().fold(0.0_f32, f32::max);
    row.put("near", "sentence", f64::from(best / (best + 4.0)));
    row.put("near", "nothing", yes(topic < 0.1 && near.tasks == 0.0));
}

/// Which sentences speak of the ICP's tasks, or stand beside one that does.
fn topic_sentences(about: &About, read: &Read<'_>, concepts: &[Mention]) -> Vec<bool> {
    let mut on: Vec<bool> = read.topic.sentences.iter().map(|score| *score >= 1.2).collect();
    on.resize(read.text.sentences.len(), false);
    for mention in concepts.iter().filter(|m| about.speaks_of(m.class)) {
        if let Some(sentence) = read.text.tokens.get(mention.token).map(|t| t.sentence)
            && let Some(on) = on.get_mut(sentence)
        {
            *on = true;
        }
    }
    on
}

/// Mentions of each voice, all and in on-topic sentences.
struct Voice {
    all: Vec<f64>,
}

impl Voice {
    fn of(&self, name: &str) -> f64 {
        let class = VOICES.names.iter().position(|n| *n == name);
        let count = class.and_then(|class| self.all.get(class)).copied().unwrap_or(0.0);
        count / (count + 1.0)
    }
}

fn voices(read: &Read<'_>, on_topic: &[bool], row: &mut Row) -> Voice {
    let mut all = vec![0.0; VOICES.names.len()];
    let mut close = vec![0.0; VOICES.names.len()];
    for mention in VOICES.mentions(read.text) {
        all[mention.class] += 1.0;
        let sentence = read.text.tokens.get(mention.token).map_or(0, |t| t.sentence);
        close[mention.class] += yes(on_topic.get(sentence).copied().unwrap_or(false));
    }
    for (class, name) in VOICES.names.iter().enumerate() {
        row.count("voice", name, all[class]);
        row.count("close", name, close[class]);
    }
    let words = number(read.text.tokens.len()).max(4.0);
    for name in ["i", "we", "you", "own"] {
        let class = VOICES.names.iter().position(|n| *n == name);
        let share = class.map_or(0.0, |class| all[class] / words);
        row.put("share", name, (share * 5.0).min(1.0));
    }
    Voice { all }
}

/// "Our recall list" is a problem of one's own, "my dentist" a customer's.
fn owning(about: &About, read: &Read<'_>, concepts: &[Mention], row: &mut Row) {
    let own = VOICES.names.iter().position(|n| *n == "own");
    let your = VOICES.names.iter().position(|n| *n == "you");
    let (mut task, mut buyer, mut yours) = (0.0, 0.0, 0.0);
    let mentions = VOICES.mentions(read.text);
    for mention in mentions.iter().filter(|m| Some(m.class) == own || Some(m.class) == your) {
        let clause = read.text.tokens[mention.token].clause;
        for concept in concepts {
            let after = concept.token > mention.token && concept.token <= mention.token + 3;
            if !after || read.text.tokens[concept.token].clause != clause {
                continue;
            }
            if Some(mention.class) == your {
                yours += yes(about.speaks_of(concept.class));
            } else if about.is_buyer(concept.class) {
                buyer += 1.0;
            } else {
                task += yes(about.speaks_of(concept.class));
            }
        }
    }
    row.count("own", "task", task);
    row.count("own", "buyer", buyer);
    row.count("own", "yours", yours);
}

/// A question for something else: no word of the ICP in its sentence or beside it, or another field's in it.
fn elsewhere(about: &About, read: &Read<'_>, concepts: &[Mention], on_topic: &[bool], row: &mut Row) {
    let place = |name: &str| VOICES.names.iter().position(|n| *n == name);
    let (ask, seek, pain) = (place("ask"), place("seek"), place("pain"));
    let sentence = |token: usize| read.text.tokens.get(token).map_or(0, |t| t.sentence);
    let on = |at: usize| on_topic.get(at).copied().unwrap_or(false);
    let mut foreign = vec![false; on_topic.len()];
    for mention in concepts {
        let is_other = CONCEPTS.kinds[mention.class] != 'g' && !about.holds_concept(mention.class);
        if let Some(foreign) = foreign.get_mut(sentence(mention.token)) {
            *foreign |= is_other;
        }
    }
    let (mut apart, mut other, mut hurt) = (0.0, 0.0, 0.0);
    for mention in VOICES.mentions(read.text) {
        let at = sentence(mention.token);
        let alone = !on(at) && !on(at.wrapping_sub(1)) && !on(at + 1);
        if Some(mention.class) == ask || Some(mention.class) == seek {
            apart += yes(alone);
            other += yes(!on(at) && foreign.get(at).copied().unwrap_or(false));
        } else if Some(mention.class) == pain {
            hurt += yes(alone);
        }
    }
    row.count("apart", "want", apart);
    row.count("apart", "hurt", hurt);
    row.count("apart", "other", other);
}

fn style(text: &Text<'_>, row: &mut Row) {
    let raw = text.raw;
    let words = number(text.tokens.len());
    let sentence_end = |sentence: &super::tokens::Sentence| {
        raw.get(sentence.start..sentence.end).and_then(|s| s.chars().next_back())
    };
    let questions = text.sentences.iter().filter(|s| matches!(sentence_end(s), Some('?' | '？' | '؟')));
    row.count("style", "questions", number(questions.count()));
    let last = text.sentences.last().and_then(sentence_end);
    row.put("style", "ends_asking", yes(last == Some('?')));
    let shouts = text.sentences.iter().filter(|s| sentence_end(s) == Some('!')).count();
    row.count("style", "shouts", number(shouts));
    row.count("style", "hashtags", number(text.hashtags));
    row.count("style", "links", number(text.links) + number(raw.matches(".example").count().min(3)));
    row.put("style", "laughs", yes(text.laughs));
    row.count("style", "quotes", number(raw.matches(['"', '“', '”', '«', '»', '„']).count()));
    row.count("style", "lines", number(raw.trim().matches('\n').count()));
    row.count("style", "percent", number(raw.matches('%').count()));
    row.count("style", "money", number(raw.matches(['$', '€', '£', '¥']).count()));
    row.count(
        "style",
        "arrows",
        number(raw.matches(['→', '👉', '👇', '🚀', '✅', '🎉', '💥', '🔥']).count()),
    );
    let figures = (0..text.tokens.len()).filter(|t| text.word(*t).starts_with(|c: char| c.is_ascii_digit()));
    row.count("style", "figures", number(figures.count()));
    let (upper, letters) = raw
        .chars()
        .filter(|c| c.is_alphabetic())
        .fold((0, 0), |(upper, all), c| (upper + usize::from(c.is_uppercase()), all + 1));
    row.put("style", "capitals", number(upper) / number(letters).max(1.0));
    let starts_small = raw.trim_start().chars().next().is_some_and(char::is_lowercase);
    row.put("style", "small_start", yes(starts_small));
    row.put("style", "length", words / (words + 30.0));
    row.put("style", "short", yes(words < 10.0));
    row.put("style", "sentences", number(text.sentences.len()) / (number(text.sentences.len()) + 3.0));
}

/// What counts only together: a want, by a buyer, on topic.
fn together(near: &Nearness, voice: &Voice, author: &Author, read: &Read<'_>, row: &mut Row) {
    let about = (0.5 * f64::from(read.topic.total) + 0.5 * near.concepts).min(1.0);
    let want = 1.0 - (1.0 - voice.of("ask")) * (1.0 - voice.of("seek"));
    let hurt = 1.0 - (1.0 - voice.of("pain")) * (1.0 - 0.5 * voice.of("again"));
    let own = 1.0 - (1.0 - voice.of("own")) * (1.0 - voice.of("we")) * (1.0 - 0.5 * voice.of("i"));
    let stranger = ["vendor", "recruiter", "press", "student", "investor", "ex", "fun"]
        .iter()
        .map(|class| author.is(class))
        .fold(0.0, f64::max);
    let buyer = author.buyer.max(author.fit) * (1.0 - stranger);
    let loud = 1.0 - (1.0 - voice.of("cta")) * (1.0 - voice.of("vendor")) * (1.0 - voice.of("job"));
    row.put("both", "about_want", about * want);
    row.put("both", "about_hurt", about * hurt);
    row.put("both", "about_own", about * own);
    row.put("both", "own_hurt", own * hurt);
    row.put("both", "own_want", own * want);
    row.put("both", "buyer_want", buyer * want);
    row.put("both", "buyer_hurt", buyer * hurt);
    row.put("both", "buyer_own", buyer * own);
    row.put("both", "buyer_about", buyer * about);
    row.put("both", "all", about * own * want.max(hurt) * (1.0 - loud));
    row.put("both", "stranger", stranger);
    row.put("both", "stranger_own", stranger * own);
    row.put("both", "loud_you", loud * voice.of("you"));
    row.put("both", "solved_own", voice.of("solved") * own * (1.0 - want));
    row.put("both", "buyer", buyer);
    let known = author.buyer.max(author.fit);
    row.put("both", "neither", (1.0 - about) * (1.0 - known));
    row.put("both", "nowhere", yes(about < 0.12) * (1.0 - known));
    row.put("both", "other_trade", author.foreign_trade() * (1.0 - about));
    row.put("both", "quiet_want", want * (1.0 - loud));
}

/// Words, pairs and triples of words; the ICP's own words are only `T`, numbers only `0`.
fn pieces(about: &About, text: &Text<'_>, concepts: &[Mention], row: &mut Row) {
    let mut masked = vec![false; text.tokens.len()];
    for mention in concepts.iter().filter(|m| about.speaks_of(m.class)) {
        if let Some(masked) = masked.get_mut(mention.token) {
            *masked = true;
        }
    }
    let mut view: Vec<&str> = Vec::with_capacity(text.tokens.len() + 8);
    for sentence in &text.sentences {
        view.push("^");
        let hidden = masked.iter().enumerate().take(sentence.last).skip(sentence.first);
        for (token, masked) in hidden {
            let word = text.word(token);
            view.push(match word {
                _ if *masked || about.holds(text.stem(token)) => "T",
                _ if word.starts_with(|c: char| c.is_ascii_digit()) => "0",
                _ => word,
            });
        }
        let asks = text.raw.get(sentence.start..sentence.end).is_some_and(|s| s.ends_with(['?', '؟']));
        view.push(if asks { "?" } else { "." });
    }
    for at in 0..view.len() {
        row.pieces.push(view[at].to_owned());
        for size in [2, 3] {
            if let Some(words) = view.get(at..at + size) {
                row.pieces.push(words.join(" "));
            }
        }
    }
}
