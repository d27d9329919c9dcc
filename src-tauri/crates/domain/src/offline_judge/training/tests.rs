//! What learning promises, on the labelled sets in `tests/data/judge`: products the model has not seen.

use std::path::Path;

use super::*;
use crate::judgement::Verdict;

fn read(folder: &str) -> Vec<LabelledSet> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut sets = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(name) = name.strip_suffix(".icp.json") else { continue };
        let posts = std::fs::read_to_string(path.with_file_name(format!("{name}.jsonl"))).unwrap();
        sets.push(LabelledSet::parse(name, &std::fs::read_to_string(&path).unwrap(), &posts).unwrap());
    }
    sets
}

fn labelled() -> Vec<LabelledSet> {
    read("../../../tests/data/judge")
}

/// Quick, for a build without optimisation; the example learns longer.
const QUICK: Settings = Settings {
    figures_pull: 40.0,
    pieces_pull: 4.0,
    min_sets: 3,
    min_posts: 4,
    maybe: 0.4,
    crossed: 0.0,
    steps: 60,
};

#[test]
fn on_a_product_it_has_not_seen_the_judge_beats_keywords_and_tfidf_by_far() {
    let mut sets = labelled();
    assert!(sets.len() >= 3 && sets.iter().map(|set| set.posts.len()).sum::<usize>() >= 300);
    let count = sets.len();
    let (keywords, tfidf) = (keyword_baseline(&sets), tfidf_baseline(&sets));
    sets.extend(read("src/offline_judge/training/plain"));
    let rows = Rows::new(&sets, &QUICK);
    let mut unseen = Measure::default();
    for (index, set) in sets.iter().enumerate().take(count) {
        let model = Arc::new(rows.without(index, &Model::shipped(), &QUICK));
        unseen.join(&measure(set, &model));
    }
    let judge = unseen.headline();
    for baseline in [keywords, tfidf] {
        assert!(judge.f1() > baseline.f1() + 0.12, "{} against {}", judge.f1(), baseline.f1());
        assert!(judge.precision() > baseline.precision() + 0.2, "{judge:?} against {baseline:?}");
    }
}

#[test]
fn the_shipped_model_knows_every_figure_and_is_small() {
    let set = &labelled()[0];
    let names = set.judge(Model::shipped()).figure_names();
    let known: Vec<_> = Model::shipped().figures.iter().map(|figure| figure.name.clone()).collect();
    assert_eq!(known, names, "train it again: cargo run --release -p sdr-domain --example train_judge");
    assert!(Model::shipped().to_json().unwrap().len() < 300_000);
    assert!(Model::shipped().relevant > Model::shipped().maybe);
}

#[test]
fn same_sets_same_model() {
    let sets = read("src/offline_judge/training/plain");
    let settings = Settings { min_sets: 2, steps: 20, crossed: 0.015, ..QUICK };
    let train = || Rows::new(&sets, &settings).train(&settings).to_json().unwrap();
    let first = train();
    assert_eq!(first, train());
    assert_eq!(Model::parse(&first).unwrap().to_json().unwrap(), first);
}

#[test]
fn no_post_of_the_sets_becomes_relevant_by_its_instruction() {
    let mut instructed = 0;
    for set in labelled() {
        let judge = set.judge(Model::shipped());
        for (post, label) in &set.posts {
            let honest = crate::offline_judge::guard::honest(&post.text);
            if honest == post.text {
                continue;
            }
            instructed += 1;
            let says = |text: &str| judge.judge_author(&post.profile, post.handle.as_deref(), &[text]);
            let (with, without) = (says(&post.text), says(&honest));
            assert!(with.verdict <= without.verdict, "{} {with:?}", post.id);
            assert!(with.reasoning.contains("read as text only") || with.verdict == Verdict::Irrelevant);
            if *label == Verdict::Irrelevant {
                assert_ne!(with.verdict, Verdict::Relevant, "{} {with:?}", post.id);
            }
        }
    }
    assert!(instructed >= 10, "{instructed}");
}

#[test]
fn a_piece_of_wording_counts_only_when_several_products_share_it() {
    let sets = read("src/offline_judge/training/plain");
    let settings = Settings { steps: 5, ..QUICK };
    let model = Rows::new(&sets, &settings).learn(None, &settings);
    assert!(model.pieces.contains_key("our"));
    for own in ["forklift", "nda", "bearing"] {
        assert!(!model.pieces.contains_key(own), "{own}");
    }
}
