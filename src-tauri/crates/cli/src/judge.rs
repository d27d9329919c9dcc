//! `sdr judge`: the offline judge over posts in a file, outside any project.
//!
//! Reads two files and writes to standard output; opens no database and no data folder.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use sdr_app::post_file::{Answer, IcpFile, Measure, PostJudge, PostLine};
use sdr_app::{Clock, SystemClock};

/// Most bytes of one line; a post of 25,000 characters has about 100 KB.
const MOST_LINE_BYTES: usize = 16 << 20;

#[derive(Args)]
pub(crate) struct JudgeArguments {
    #[arg(long, value_name = "FILE.json", help = ICP_HELP)]
    icp: PathBuf,
    #[arg(long, value_name = "FILE.jsonl", help = POSTS_HELP)]
    posts: PathBuf,
    /// Measure the judge against the labels in the file, on standard error
    #[arg(long)]
    labels: bool,
}

const ICP_HELP: &str =
    "The ICP, as JSON: company, product_url, description, problem, keywords [], queries []";

const POSTS_HELP: &str = "One post a line, as JSON: id and text, and if known handle, name, bio, followers, \
    posted_at, lang, label; `-` reads standard input";

/// What `sdr judge --help` says on top.
pub(crate) const LONG_HELP: &str = "\
Judge posts in a file, without a project, a database or a model.

Prints one JSON line a post on standard output, in the order of the file:
  {\"id\",\"verdict\",\"confidence\",\"evidence\":[{\"quote\",\"source\",\"reason\"}],\"score\"}
The verdict is relevant, maybe or irrelevant; every quote stands word for word in the post or the bio;
the score is 0 to 100 and, as in the app, counts how fresh the post is today.

With --labels, precision, recall and F1 follow on standard error, then the counts of every label and
verdict. A label is relevant, maybe or irrelevant; lead, yes, positive, true and 1 count as relevant,
not_lead, no, negative, false and 0 as irrelevant.
  Headline: the verdict relevant against the label relevant. The verdict maybe is no find, and posts
  labelled maybe are left out: they are neither right nor wrong.
  Lenient: relevant or maybe against relevant or maybe.

A line that cannot be used is named with its number on standard error; the others are still judged, and
the exit code is then 1.";

/// Judges every line; the exit code is 1 when some could not be used.
pub(crate) fn judge(arguments: &JudgeArguments) -> anyhow::Result<ExitCode> {
    let shown = arguments.icp.display();
    let icp = std::fs::read_to_string(&arguments.icp).with_context(|| format!("{shown} cannot be read"))?;
    let icp = IcpFile::parse(&icp).with_context(|| format!("{shown} cannot be used as an ICP"))?;
    let judge = PostJudge::new(&icp, SystemClock.now());
    let mut posts = open(&arguments.posts)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut measure = arguments.labels.then(Measure::default);
    let (mut line, mut number, mut refused) = (Vec::new(), 0_u64, 0_u64);
    loop {
        line.clear();
        if posts.read_until(b'\n', &mut line).context("the posts cannot be read on")? == 0 {
            break;
        }
        number += 1;
        match answer(&judge, &line, measure.as_mut()) {
            Ok(Some(answer)) => {
                writeln!(out, "{answer}")?;
            }
            Ok(None) => {}
            Err(error) => {
                refused += 1;
                complain(&format!("line {number}: {error:#}"));
            }
        }
    }
    out.flush()?;
    if let Some(measure) = measure {
        complain(measure.to_string().trim_end());
    }
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let shown = path.display();
    ensure!(!path.is_dir(), "{shown} is a folder. Name the file with the posts.");
    let file = File::open(path).with_context(|| format!("{shown} cannot be read"))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// The answer to one line; none to an empty one.
fn answer(judge: &PostJudge, line: &[u8], measure: Option<&mut Measure>) -> anyhow::Result<Option<Answer>> {
    ensure!(line.len() <= MOST_LINE_BYTES, "it is longer than 16 MB");
    let text = std::str::from_utf8(line).context("it is not UTF-8 text")?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Ok(None);
    }
    let post = PostLine::parse(text)?;
    // A label that cannot be read must not be counted as if there were none.
    let label = measure.is_some().then(|| post.label()).transpose()?;
    let answer = judge.judge(&post);
    if let (Some(measure), Some(label)) = (measure, label) {
        measure.add(label, answer.verdict);
    }
    Ok::<_, anyhow::Error>(Some(answer))
}

/// Says something that is no answer.
fn complain(text: &str) {
    // Nothing is left to tell the error to when the terminal is gone.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
