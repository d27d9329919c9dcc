//! How many steps of sequences a second the engine executes, and what a look costs that finds nothing due;
//! printed as `name: value` lines for `scripts/bench sequences`.
//!
//! `bench_sequences inside|like DUE`: DUE enrollments, each with one step that is due, in a SQLite file as the app
//! opens it. `inside` is a check for a response; a `like` goes through the ledger of deliveries in dry run.
//! `bench_sequences idle ENROLLMENTS`: none is due.
//! `bench_sequences postgres ADDRESS DUE`: one process, then two, on one database; executions are counted.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops at the first surprise")]

#[path = "bench_sequences/world.rs"]
mod world;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sdr_ports::{Clock as _, SystemClock};
use sdr_storage::StoreConfig;

use world::{Step, World, on_file};

#[expect(clippy::cast_precision_loss, reason = "a rate")]
fn rate(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

/// A fresh file beside the target folder, not in memory: the disk's sync is part of what is measured.
fn folder() -> tempfile::TempDir {
    std::env::var_os("BENCH_DIR").map_or_else(tempfile::tempdir, tempfile::tempdir_in).unwrap()
}

async fn steps(step: Step, due: u32) {
    let folder = folder();
    let world = World::open(on_file(folder.path()), folder.path()).await;
    world.fill(step, due, 1, true).await;
    let begun = Instant::now();
    world.engine.tick().await.unwrap();
    let took = begun.elapsed();
    assert_eq!(world.executed().await, u64::from(due), "each due step is executed once");
    println!("ours_{}_{due}_steps_per_second: {:.0}", step.name(), rate(due.into(), took));
}

async fn idle(enrollments: u32) {
    const LOOKS: u32 = 10_000;
    let folder = folder();
    let world = World::open(on_file(folder.path()), folder.path()).await;
    // Ten sequences, so that a tenth of the leads is enough.
    world.fill(Step::Inside, enrollments / 10, 10, false).await;
    world.engine.tick().await.unwrap();
    let begun = Instant::now();
    for _ in 0..LOOKS {
        world.engine.tick().await.unwrap();
    }
    let micros = begun.elapsed().as_secs_f64() * 1e6 / f64::from(LOOKS);
    println!("idle_tick_{enrollments}_us: {micros:.1}");
}

/// One of several processes on one database: waits for the word, works until nothing is due, says how much it did.
async fn work(url: String, schema: String) {
    let folder = folder();
    let world = World::open(StoreConfig { url, backup_dir: None, schema: Some(schema) }, folder.path()).await;
    // Connected and warm before the clock runs.
    world.engine.project().await.unwrap();
    println!("ready");
    std::io::stdout().flush().unwrap();
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    loop {
        let next = world.engine.tick().await.unwrap();
        // Held by the other process for a moment; what is due later is due in a day.
        match next.map(|next| next.duration_since(SystemClock.now()).as_secs()) {
            Some(..=60) => {}
            Some(_) | None => break,
        }
    }
}

fn spawn(url: &str, schema: &str) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["work", url, schema])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert_eq!(line.trim(), "ready");
    (child, out)
}

async fn postgres(url: String, due: u32) {
    let mut rates = Vec::new();
    for workers in [1_usize, 2] {
        let schema = format!("bench_{}_{workers}", std::process::id());
        let folder = folder();
        let config = StoreConfig { url: url.clone(), backup_dir: None, schema: Some(schema.clone()) };
        let world = World::open(config, folder.path()).await;
        world.fill(Step::Like, due, 1, true).await;
        let mut processes: Vec<_> = (0..workers).map(|_| spawn(&url, &schema)).collect();
        let begun = Instant::now();
        for (child, _) in &mut processes {
            child.stdin.take().unwrap().write_all(b"go\n").unwrap();
        }
        for (mut child, _out) in processes {
            assert!(child.wait().unwrap().success());
        }
        let took = begun.elapsed();
        let (executed, recorded) = (world.executed().await, world.recorded().await);
        assert_eq!((executed, recorded), (u64::from(due), u64::from(due)), "nothing twice, nothing lost");
        let rate = rate(due.into(), took);
        println!("postgres_{workers}_workers_steps_per_second: {rate:.0}");
        println!("postgres_{workers}_workers_executed: {executed}");
        rates.push(rate);
    }
    println!("postgres_two_workers_ratio: {:.2}", rates[1] / rates[0]);
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["inside", due] => steps(Step::Inside, due.parse().unwrap()).await,
        ["like", due] => steps(Step::Like, due.parse().unwrap()).await,
        ["idle", enrollments] => idle(enrollments.parse().unwrap()).await,
        ["postgres", url, due] => postgres((*url).to_owned(), due.parse().unwrap()).await,
        ["work", url, schema] => work((*url).to_owned(), (*schema).to_owned()).await,
        _ => println!("# bench_sequences inside|like DUE, idle ENROLLMENTS, postgres ADDRESS DUE"),
    }
}
