//! Who writes: what a bio, a name and a user name say about a person, and whether it is the ICP's buyer.
//!
//! Must not know the posts.

use super::about::About;
use super::fit::Fit;
use super::lexicon::{AUTHORS, CONCEPTS};
use super::row::{Row, number, yes};
use super::tokens::Text;
use crate::lead::Profile;

/// A person, read once for all their posts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Author {
    /// Mentions of each class in bio, role and industry.
    classes: Vec<f64>,
    /// Mentions of each class in name and user name.
    named: Vec<f64>,
    /// How well role, industry and bio fit the ICP, 0 to 1.
    pub(crate) fit: f64,
    /// Whether the words about themselves name the ICP's buyers.
    pub(crate) buyer: f64,
    keywords: f64,
    tasks: f64,
    name_buyer: f64,
    foreign_trade: f64,
    silent: f64,
    words: f64,
    employed: f64,
    decorated: f64,
    linked: f64,
    pieces: Vec<String>,
}

impl Author {
    /// Reads a person; `bio` is the part of the biography that does not talk to software.
    pub(crate) fn read(about: &About, fit: &Fit, profile: &Profile, bio: &str, handle: Option<&str>) -> Self {
        let fields = [profile.role.as_deref(), profile.industry.as_deref(), Some(bio)];
        let said: String = fields.into_iter().flatten().collect::<Vec<_>>().join(". ");
        let text = Text::new(&said);
        let handle = handle.unwrap_or("").replace(['_', '.', '-'], " ");
        let named = format!("{}. {handle}", profile.name);
        let named = Text::new(&named);
        let mut author = Self {
            classes: counts(&text),
            named: counts(&named),
            fit: f64::from(fit.value),
            keywords: about.keyword_hits(&text),
            silent: yes(text.tokens.is_empty()),
            words: number(text.tokens.len()),
            employed: yes(said.contains(" @ ") || said.contains(" @") || said.contains(" at ")),
            decorated: number(said.matches(['|', '·', '•', '🚀', '✨', '#']).count()),
            linked: number(text.links),
            ..Self::default()
        };
        let mentions = CONCEPTS.mentions(&text);
        author.buyer = yes(mentions.iter().any(|m| about.is_buyer(m.class)));
        author.tasks = number(mentions.iter().filter(|m| about.speaks_of(m.class)).count());
        let trades: Vec<usize> =
            mentions.iter().map(|m| m.class).filter(|class| CONCEPTS.kinds[*class] == 'v').collect();
        author.foreign_trade = yes(!trades.is_empty() && !trades.iter().any(|c| about.is_buyer(*c)));
        author.name_buyer = yes(CONCEPTS.mentions(&named).iter().any(|m| about.is_buyer(m.class)))
            + about.keyword_hits(&named);
        author.pieces = pieces(about, &text);
        author
    }

    /// Whether somebody of a class writes, by bio or by name.
    pub(crate) fn is(&self, name: &str) -> f64 {
        let class = AUTHORS.names.iter().position(|n| *n == name);
        class.map_or(0.0, |class| {
            let mentions = self.classes.get(class).unwrap_or(&0.0) + self.named.get(class).unwrap_or(&0.0);
            yes(mentions > 0.0)
        })
    }

    /// Whether they name a trade, and it is not the buyers'.
    pub(crate) fn foreign_trade(&self) -> f64 {
        self.foreign_trade
    }

    /// Adds what is known of the person to a row.
    pub(crate) fn describe(&self, row: &mut Row) {
        for (class, name) in AUTHORS.names.iter().enumerate() {
            row.count("bio", name, self.classes.get(class).copied().unwrap_or(0.0));
            row.count("name", name, self.named.get(class).copied().unwrap_or(0.0));
        }
        row.put("author", "fit", self.fit);
        row.put("author", "buyer", self.buyer);
        row.count("author", "keywords", self.keywords);
        row.count("author", "tasks", self.tasks);
        row.count("author", "name_buyer", self.name_buyer);
        row.put("author", "foreign_trade", self.foreign_trade);
        row.put("author", "silent", self.silent);
        row.put("author", "words", self.words / (self.words + 8.0));
        row.put("author", "employed", self.employed);
        row.count("author", "decorated", self.decorated);
        row.count("author", "linked", self.linked);
        row.pieces.extend(self.pieces.iter().cloned());
    }
}

fn counts(text: &Text<'_>) -> Vec<f64> {
    let mut counts = vec![0.0; AUTHORS.names.len()];
    for mention in AUTHORS.mentions(text) {
        counts[mention.class] += 1.0;
    }
    counts
}

/// Words and pairs of words of a bio, the ICP's own masked.
fn pieces(about: &About, text: &Text<'_>) -> Vec<String> {
    let word = |index: usize| if about.holds(text.stem(index)) { "T" } else { text.word(index) };
    let mut pieces = Vec::new();
    for index in 0..text.tokens.len().min(40) {
        pieces.push(format!("b {}", word(index)));
        if index > 0 {
            pieces.push(format!("b {} {}", word(index - 1), word(index)));
        }
    }
    pieces
}
