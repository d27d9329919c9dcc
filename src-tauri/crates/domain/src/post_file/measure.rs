//! How often the judge is right, counted against labels.
//!
//! **Invariant:** the headline is strict: only the verdict "relevant" is a find, and posts labelled
//! "maybe" are neither right nor wrong.

use std::fmt;

use crate::judgement::Verdict;

/// Finds and misses of one way to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Found, and rightly.
    pub found: u32,
    /// Found, and wrongly.
    pub wrong: u32,
    /// Not found, though it should have been.
    pub missed: u32,
}

impl Counts {
    /// Adds one post.
    pub fn add(&mut self, should: bool, did: bool) {
        match (should, did) {
            (true, true) => self.found += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => {}
        }
    }

    /// Share of the finds that are right; 0 without any.
    pub fn precision(self) -> f64 {
        ratio(self.found, self.found + self.wrong)
    }

    /// Share of what there is that was found; 0 without any.
    pub fn recall(self) -> f64 {
        ratio(self.found, self.found + self.missed)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.found, 2 * self.found + self.wrong + self.missed)
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// Every pair of label and verdict, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measure {
    table: [[u32; 3]; 3],
    unlabelled: u32,
}

const ROWS: [Verdict; 3] = [Verdict::Relevant, Verdict::Maybe, Verdict::Irrelevant];

impl Measure {
    /// Adds one judged post.
    pub fn add(&mut self, label: Option<Verdict>, verdict: Verdict) {
        let Some(label) = label else {
            self.unlabelled += 1;
            return;
        };
        self.table[place(label)][place(verdict)] += 1;
    }

    /// Adds all that another one counted.
    pub fn join(&mut self, other: &Self) {
        for (row, more) in self.table.iter_mut().flatten().zip(other.table.iter().flatten()) {
            *row += more;
        }
        self.unlabelled += other.unlabelled;
    }

    /// Verdict "relevant" against label "relevant"; label "maybe" is left out.
    pub fn headline(&self) -> Counts {
        self.counts(false, |label| (label != Verdict::Maybe).then_some(label == Verdict::Relevant))
    }

    /// Verdict and label each count as positive when they are "relevant" or "maybe".
    pub fn lenient(&self) -> Counts {
        self.counts(true, |label| Some(label != Verdict::Irrelevant))
    }

    fn counts(&self, maybe_is_find: bool, positive: impl Fn(Verdict) -> Option<bool>) -> Counts {
        let mut counts = Counts::default();
        for label in ROWS {
            let Some(should) = positive(label) else { continue };
            for verdict in ROWS {
                let did = verdict == Verdict::Relevant || (maybe_is_find && verdict == Verdict::Maybe);
                for _ in 0..self.table[place(label)][place(verdict)] {
                    counts.add(should, did);
                }
            }
        }
        counts
    }

    fn labelled(&self) -> u32 {
        self.table.iter().flatten().sum()
    }
}

fn place(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Relevant => 0,
        Verdict::Maybe => 1,
        Verdict::Irrelevant => 2,
    }
}

impl fmt::Display for Measure {
    /// `name: value` lines, the headline first, then a table with one row a label.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (headline, lenient) = (self.headline(), self.lenient());
        writeln!(
            f,
            "Headline: the verdict relevant against the label relevant; posts labelled maybe are left out."
        )?;
        writeln!(f, "precision: {:.3}", headline.precision())?;
        writeln!(f, "recall: {:.3}", headline.recall())?;
        writeln!(f, "f1: {:.3}", headline.f1())?;
        writeln!(f, "Lenient: relevant or maybe against relevant or maybe.")?;
        writeln!(f, "lenient_precision: {:.3}", lenient.precision())?;
        writeln!(f, "lenient_recall: {:.3}", lenient.recall())?;
        writeln!(f, "lenient_f1: {:.3}", lenient.f1())?;
        writeln!(f, "labelled: {}", self.labelled())?;
        writeln!(f, "unlabelled: {}", self.unlabelled)?;
        writeln!(f, "{:<20}{:>10}{:>10}{:>12}", "label \\ verdict", "relevant", "maybe", "irrelevant")?;
        for label in ROWS {
            let [relevant, maybe, irrelevant] = self.table[place(label)];
            writeln!(f, "{:<20}{relevant:>10}{maybe:>10}{irrelevant:>12}", label.as_str())?;
        }
        Ok(())
    }
}
