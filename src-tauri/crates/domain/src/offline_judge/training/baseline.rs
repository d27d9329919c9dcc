//! The two plain ways the judge has to beat: any keyword in common, and TF-IDF cosine.
//!
//! Both get the threshold that is best for them on the very posts they are measured on.

use std::collections::{HashMap, HashSet};

use super::LabelledSet;
use crate::judgement::Verdict;
use crate::offline_judge::tokens::Text;
use crate::post_file::Counts;

/// Number of different keyword and query words in the post.
pub fn keyword_baseline(sets: &[LabelledSet]) -> Counts {
    let mut scored = Vec::new();
    for set in sets {
        let icp = &set.icp.icp;
        let words: HashSet<String> =
            icp.keywords.iter().chain(&icp.queries).flat_map(|text| stems(text)).collect();
        for (post, label) in &set.posts {
            let distinct: HashSet<String> =
                stems(&post.text).into_iter().filter(|s| words.contains(s)).collect();
            scored.push((f64::from(u32::try_from(distinct.len()).unwrap_or(u32::MAX)), *label));
        }
    }
    best(&scored)
}

/// Cosine between post and ICP, words weighed by their rarity in the set's own posts.
pub fn tfidf_baseline(sets: &[LabelledSet]) -> Counts {
    let mut scored = Vec::new();
    for set in sets {
        let (company, icp) = (&set.icp.company, &set.icp.icp);
        let about =
            [&company.description, &company.problem].into_iter().chain(&icp.keywords).chain(&icp.queries);
        let about: Vec<String> = about.flat_map(|text| stems(text)).collect();
        let posts: Vec<Vec<String>> = set.posts.iter().map(|(post, _)| stems(&post.text)).collect();
        let mut holding: HashMap<&str, f64> = HashMap::new();
        for post in posts.iter().chain([&about]) {
            for stem in post.iter().map(String::as_str).collect::<HashSet<_>>() {
                *holding.entry(stem).or_insert(0.0) += 1.0;
            }
        }
        let all = f64::from(u32::try_from(posts.len() + 1).unwrap_or(u32::MAX));
        let vector = |text: &[String]| {
            let mut vector: std::collections::BTreeMap<String, f64> = std::collections::BTreeMap::new();
            for stem in text {
                let idf = (all / holding.get(stem.as_str()).copied().unwrap_or(1.0)).ln() + 1.0;
                *vector.entry(stem.clone()).or_insert(0.0) += idf;
            }
            vector
        };
        let about = vector(&about);
        let length =
            |v: &std::collections::BTreeMap<String, f64>| v.values().map(|x| x * x).sum::<f64>().sqrt();
        for (post, (_, label)) in posts.iter().zip(&set.posts) {
            let post = vector(post);
            let dot: f64 = post.iter().map(|(stem, v)| v * about.get(stem).copied().unwrap_or(0.0)).sum();
            scored.push((dot / (length(&post) * length(&about)).max(1e-9), *label));
        }
    }
    best(&scored)
}

fn stems(text: &str) -> Vec<String> {
    Text::new(text).stems().map(str::to_owned).collect()
}

/// The counts at the threshold with the best F1; posts labelled maybe are left out.
fn best(scored: &[(f64, Verdict)]) -> Counts {
    let at = |threshold: f64| {
        let mut counts = Counts::default();
        for (score, label) in scored.iter().filter(|(_, label)| *label != Verdict::Maybe) {
            counts.add(*label == Verdict::Relevant, *score >= threshold);
        }
        counts
    };
    let mut best = Counts::default();
    for (threshold, _) in scored {
        let counts = at(*threshold);
        if counts.f1() > best.f1() {
            best = counts;
        }
    }
    best
}
