//! Trains the offline judge's model from `tests/data/judge`, or measures the judge there.
//!
//! `cargo run --release -p sdr-domain --example train_judge` writes `offline_judge/model.json`; with
//! `-- measure` it prints `name: value` lines instead, with `-- on FOLDER` the shipped model's on other sets.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use sdr_domain::offline_judge::training::{
    LabelledSet, Rows, Settings, keyword_baseline, measure, tfidf_baseline,
};
use sdr_domain::offline_judge::{Model, OfflineJudge};
use sdr_domain::post_file::{Counts, Measure};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let (Some("on"), Some(folder)) = (std::env::args().nth(1).as_deref(), std::env::args().nth(2)) {
        return shipped_on(&sets(Path::new(&folder))?);
    }
    let mut sets = sets(&root.join("../../../tests/data/judge"))?;
    let labelled = sets.len();
    // Short and plain posts, so that the model does not take one writer's habits for a rule.
    sets.extend(self::sets(&root.join("src/offline_judge/training/plain"))?);
    let settings = Settings::default();
    let rows = Rows::new(&sets, &settings);
    let model = rows.train(&settings);
    if std::env::args().nth(1).as_deref() == Some("measure") {
        return report(&sets[..labelled], &rows, &model, &settings);
    }
    let path = root.join("src/offline_judge/model.json");
    let json = model.to_json()?;
    fs::write(&path, &json)?;
    say(&format!("{}: {} bytes", path.display(), json.len()))
}

/// Every `NAME.icp.json` with its `NAME.jsonl`, in the order of their names.
fn sets(folder: &Path) -> Result<Vec<LabelledSet>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    let mut sets = Vec::new();
    for icp in files {
        let name = icp.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(name) = name.strip_suffix(".icp.json") else { continue };
        let posts = fs::read_to_string(icp.with_file_name(format!("{name}.jsonl")))?;
        sets.push(LabelledSet::parse(name, &fs::read_to_string(&icp)?, &posts)?);
    }
    Ok(sets)
}

fn report(
    sets: &[LabelledSet],
    rows: &Rows,
    model: &Model,
    settings: &Settings,
) -> Result<(), Box<dyn Error>> {
    let mut unseen = Measure::default();
    let mut seen = Measure::default();
    for (index, set) in sets.iter().enumerate() {
        let blind = Arc::new(rows.without(index, model, settings));
        let one = measure(set, &blind);
        say(&format!("judge_f1_unseen_{}: {:.3}", set.name, one.headline().f1()))?;
        unseen.join(&one);
        seen.join(&measure(set, &Arc::new(model.clone())));
    }
    say(&format!("judge_average_precision_unseen_icp: {:.3}", rows.average_precision(sets.len(), settings)))?;
    say(&format!("judge_strayed_unseen_icp: {:.3}", rows.strayed(model, settings)))?;
    lines("judge", "unseen_icp", unseen.headline())?;
    lines("judge", "unseen_icp_lenient", unseen.lenient())?;
    lines("judge", "in_sample", seen.headline())?;
    lines("keyword", "", keyword_baseline(sets))?;
    lines("tfidf", "", tfidf_baseline(sets))?;
    say(&format!("posts: {}", sets.iter().map(|set| set.posts.len()).sum::<usize>()))?;
    say(&format!("icps: {}", sets.len()))?;
    say(&format!("judge_posts_per_second: {:.0}", pace(sets)))
}

/// The shipped model on other sets.
fn shipped_on(sets: &[LabelledSet]) -> Result<(), Box<dyn Error>> {
    let mut all = Measure::default();
    for set in sets {
        let one = measure(set, &Model::shipped());
        say(&format!("judge_f1_{}: {:.3}", set.name, one.headline().f1()))?;
        all.join(&one);
    }
    lines("keyword", "", keyword_baseline(sets))?;
    lines("tfidf", "", tfidf_baseline(sets))?;
    say(all.to_string().trim_end())
}

/// Posts judged in a second by one thread, the shipped model.
fn pace(sets: &[LabelledSet]) -> f64 {
    let begun = Instant::now();
    let mut judged = 0_u32;
    while begun.elapsed().as_secs_f64() < 2.0 {
        for set in sets {
            let judge = OfflineJudge::new(&set.icp.company, &set.icp.icp);
            for (post, _) in &set.posts {
                let judgement = judge.judge_author(&post.profile, post.handle.as_deref(), &[&post.text]);
                judged += u32::from(!judgement.reasoning.is_empty());
            }
        }
    }
    f64::from(judged) / begun.elapsed().as_secs_f64()
}

fn lines(who: &str, how: &str, counts: Counts) -> Result<(), Box<dyn Error>> {
    let how = if how.is_empty() { String::new() } else { format!("_{how}") };
    say(&format!("{who}_precision{how}: {:.3}", counts.precision()))?;
    say(&format!("{who}_recall{how}: {:.3}", counts.recall()))?;
    say(&format!("{who}_f1{how}: {:.3}", counts.f1()))
}

fn say(line: &str) -> Result<(), Box<dyn Error>> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}
