//! How fast the store is: prints `name: value` lines for `scripts/bench`.
//!
//! `bench_storage [LEADS]` fills a temporary SQLite file; the default is 1,000,000 leads.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench stops at the first surprise")]

use std::time::{Duration, Instant};

use sdr_domain::Timestamp;
use sdr_domain::channel::Channel;
use sdr_domain::draft::{Draft, DraftStatus, Variant, WrittenBy};
use sdr_domain::id::{LeadId, ProjectId, SourceId};
use sdr_domain::judgement::{Claim, EvidenceSource, JudgeMode, Judged, Judgement, Verdict};
use sdr_domain::lead::{LeadStatus, NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::source::{Source, SourceSettings};
use sdr_domain::text::{Handle, HandleKind};
use sdr_storage::{LeadFilter, LeadSort, LeadWithPosts, PipelineRecord, Store, StoreConfig};
use uuid::Uuid;

const CHUNK: u32 = 5_000;

fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128((0x0190 << 112) | (n << 80) | (7 << 76) | (2 << 62) | n))
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_614_400 + seconds).unwrap()
}

/// A well mixed number: names must not arrive in alphabetical order.
fn mixed(n: u32) -> u32 {
    n.wrapping_mul(2_654_435_769) ^ (n >> 7)
}

fn person(n: u32) -> NewLead {
    const FIRST: [&str; 8] = ["Ada", "Grace", "Linus", "Mary", "Noor", "Olga", "Pedro", "Yuki"];
    const ROLES: [&str; 4] = ["VP Operations", "Head of Logistics", "Plant Manager", "CFO"];
    let m = mixed(n);
    let first = FIRST[(m % 8) as usize];
    let handle = |kind, text: String| Handle::parse(kind, &text).unwrap();
    NewLead {
        profile: Profile {
            name: format!("{first} Example{:x}", m >> 3),
            role: Some(ROLES[(m % 4) as usize].into()),
            company: Some(format!("Company {:x}", m >> 9)),
            industry: Some("Logistics".into()),
            location: Some("Berlin".into()),
            website: Some(format!("https://c{m:x}.example")),
            followers: Some(m % 10_000),
            ..Profile::default()
        },
        handles: vec![
            handle(HandleKind::Email, format!("p{m:x}.{n}@example.com")),
            handle(HandleKind::Telegram, format!("p{m:x}x{n}")),
        ],
        posts: vec![NewPost {
            text: format!("Our team of {n} spends every Friday copying numbers between spreadsheets."),
            ..NewPost::default()
        }],
    }
}

/// Files the leads come from, chunk by chunk in turn.
const FILES: u32 = 10;

fn file(n: u32) -> SourceId {
    id(2 + u128::from(n % FILES))
}

async fn import(store: &Store, project: ProjectId, from: u32, to: u32) -> Duration {
    let mut spent = Duration::ZERO;
    for start in (from..to).step_by(CHUNK as usize) {
        let source = file(start / CHUNK);
        let rows: Vec<(LeadId, NewLead)> =
            (start..to.min(start + CHUNK)).map(|n| (id(u128::from(n) + 1), person(n))).collect();
        let begun = Instant::now();
        let tx = store.begin().await.unwrap();
        tx.import_leads(project, source, rows, at(i64::from(start))).await.unwrap();
        tx.commit().await.unwrap();
        spent += begun.elapsed();
    }
    spent
}

fn record(project: ProjectId, with: &LeadWithPosts, n: u32) -> PipelineRecord {
    let texts: Vec<&str> = with.posts.iter().map(|post| post.text.as_str()).collect();
    let judged = Judged { profile: &with.lead.profile, posts: &texts };
    let quote = "copying numbers between spreadsheets";
    let claim = Claim { quote: quote.into(), source: EvidenceSource::Post(0), reason: "The problem".into() };
    let judgement = Judgement::verified(
        judged,
        Verdict::Relevant,
        0.8,
        "Says so.".into(),
        vec![claim],
        JudgeMode::Offline,
    );
    let base = u128::from(n) * 16 + (1 << 28);
    let draft = |variant, channel, k: u128| Draft {
        id: id(base + k),
        project_id: project,
        lead_id: with.lead.id,
        choice_id: id(base + 8 + k / 2),
        channel,
        action: sdr_domain::action::Action::Message,
        variant,
        subject: (channel == Channel::Email).then(|| "Fridays".into()),
        body:
            "Hello,\n\nyou wrote that Fridays go into spreadsheets.\n\nShall I show you how others stopped?"
                .repeat(2),
        machine_subject: None,
        machine_body: "Hello".repeat(40),
        written_by: WrittenBy::Offline,
        note: None,
        reply_to: None,
        status: DraftStatus::Pending,
        created_at: at(1),
        updated_at: at(1),
    };
    PipelineRecord {
        lead_id: with.lead.id,
        judgement_id: id(base),
        judgement,
        model: None,
        note: None,
        quote: Some(quote.into()),
        score_id: id(base),
        score_total: u8::try_from(mixed(n) % 101).unwrap(),
        score_fit: 50,
        score_intent: 70,
        components: serde_json::json!([{"name": "intent", "weight": 0.4, "value": 0.7, "contribution": 28.0,
            "explanation": "asks for help in their own words"}, {"name": "fit", "weight": 0.6, "value": 0.5,
            "contribution": 30.0, "explanation": "role and industry match"}]),
        enrichment: Some((
            id(base),
            serde_json::json!({"persona": "operations", "pain_points": ["manual work"]}),
        )),
        status: LeadStatus::Messaged,
        drafts: vec![
            draft(Variant::A, Channel::Email, 0),
            draft(Variant::B, Channel::Email, 1),
            draft(Variant::A, Channel::Telegram, 2),
            draft(Variant::B, Channel::Telegram, 3),
        ],
    }
}

async fn pipeline(store: &Store, project: ProjectId, from: u32, to: u32) -> (Duration, Duration) {
    let (mut reading, mut writing) = (Duration::ZERO, Duration::ZERO);
    let mut n = from;
    while n < to {
        let begun = Instant::now();
        let (batch, _) = store.leads_to_judge(None, 500).await.unwrap();
        reading += begun.elapsed();
        let records: Vec<_> = (n..).zip(&batch).map(|(n, with)| record(project, with, n)).collect();
        n += u32::try_from(batch.len()).unwrap();
        let begun = Instant::now();
        let tx = store.begin().await.unwrap();
        tx.record_pipeline(records, at(2)).await.unwrap();
        tx.commit().await.unwrap();
        writing += begun.elapsed();
    }
    (reading, writing)
}

/// The same people as another source knows them: one more handle, one more field, one more post each.
async fn import_elsewhere(store: &Store, project: ProjectId, source: SourceId, to: u32) -> Duration {
    let mut spent = Duration::ZERO;
    for start in (0..to).step_by(CHUNK as usize) {
        let rows = (start..to.min(start + CHUNK)).map(|n| {
            let mut lead = person(n);
            lead.profile.bio = Some(format!("Works with numbers, {n} of them."));
            lead.handles.push(Handle::parse(HandleKind::X, &format!("x{n}")).unwrap());
            lead.posts[0].text.push_str(" Still.");
            (id(u128::from(n) + (1 << 40)), lead)
        });
        let rows: Vec<(LeadId, NewLead)> = rows.collect();
        let begun = Instant::now();
        let tx = store.begin().await.unwrap();
        let outcome = tx.import_leads(project, source, rows, at(3)).await.unwrap();
        tx.commit().await.unwrap();
        spent += begun.elapsed();
        assert!(outcome.created.is_empty() && outcome.duplicates == 0);
    }
    spent
}

/// First time (counts the leads), then the median of 50 pages walked.
async fn pages(store: &Store, label: &str, filter: LeadFilter) -> Duration {
    let begun = Instant::now();
    let mut page = store.leads_page(&filter, None, 50).await.unwrap();
    let first = begun.elapsed();
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        let next = page.next.clone();
        page = store.leads_page(&filter, next.as_deref(), 50).await.unwrap();
        times.push(begun.elapsed());
    }
    times.sort();
    println!("storage_page_{label}_first_us: {}", first.as_micros());
    println!("storage_page_{label}_us: {}", times[25].as_micros());
    println!("storage_page_{label}_worst_us: {}", times[49].as_micros());
    times[25]
}

async fn all_pages(store: &Store, size: &str) {
    let plain = LeadFilter::default();
    let name = LeadFilter { sort: LeadSort::Name, ..plain.clone() };
    pages(store, &format!("{size}_score"), plain.clone()).await;
    pages(store, &format!("{size}_name"), name.clone()).await;
    pages(store, &format!("{size}_created"), LeadFilter { sort: LeadSort::Created, ..plain.clone() }).await;
    let status = Some(LeadStatus::New);
    pages(store, &format!("{size}_status_new_name"), LeadFilter { status, ..name.clone() }).await;
    let few = LeadFilter { status: Some(LeadStatus::Messaged), ..name.clone() };
    pages(store, &format!("{size}_status_messaged_name"), few).await;
    let verdict = Some(Verdict::Relevant);
    pages(store, &format!("{size}_verdict"), LeadFilter { verdict, ..plain.clone() }).await;
    for (label, q) in [("wide", "ada"), ("some", "ada vp comp"), ("rare", "example1a2b")] {
        pages(store, &format!("{size}_search_{label}"), LeadFilter { q: Some(q.into()), ..plain.clone() })
            .await;
    }
    flat(store, size).await;
}

/// What has to stay flat from ten thousand leads to a million: pages under a filter, of a search and of one
/// source.
async fn flat(store: &Store, size: &str) {
    let plain = LeadFilter::default();
    let kinds = [
        ("filter", LeadFilter { status: Some(LeadStatus::New), ..plain.clone() }),
        ("search", LeadFilter { q: Some("ada vp".into()), ..plain.clone() }),
        ("source", LeadFilter { source: Some(file(1)), ..plain }),
    ];
    for (label, filter) in kinds {
        let median = pages(store, &format!("{size}_{label}"), filter).await;
        println!("list_{label}_ms_{size}: {:.3}", median.as_secs_f64() * 1_000.0);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate for the eye")]
fn rate(count: u32, spent: Duration) -> u64 {
    (f64::from(count) / spent.as_secs_f64()) as u64
}

#[tokio::main]
async fn main() {
    let most: u32 = std::env::args().nth(1).map_or(1_000_000, |text| text.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("bench.sqlite3").display());
    let store = Store::open(StoreConfig { url, backup_dir: None, schema: None }, at(0)).await.unwrap();
    let project = id(1);
    let tx = store.begin().await.unwrap();
    tx.put_project(project, &serde_json::json!({}), at(0)).await.unwrap();
    for n in 0..=FILES {
        let (source, name) = (id(2 + u128::from(n)), format!("bench {n}.csv"));
        tx.insert_source(&Source::new(source, project, &name, SourceSettings::Csv, at(0))).await.unwrap();
    }
    tx.commit().await.unwrap();

    let small = most.min(10_000);
    let mut spent = import(&store, project, 0, small).await;
    // Half of them judged, so that both a status and a verdict leave something over.
    let half = pipeline(&store, project, 0, small / 2).await;
    all_pages(&store, "10k").await;
    let first = most.min(100_000);
    spent += import(&store, project, small, first).await;
    println!("storage_import_{first}_rows_per_second: {}", rate(first, spent));
    let rest = pipeline(&store, project, small / 2, small).await;
    let (reading, writing) = (half.0 + rest.0, half.1 + rest.1);
    println!("storage_pipeline_read_leads_per_second: {}", rate(small, reading));
    println!("storage_pipeline_record_leads_per_second: {}", rate(small, writing));
    println!("storage_pipeline_{small}_ms: {}", (reading + writing).as_millis());
    let again = import(&store, project, 0, small).await;
    println!("storage_import_duplicates_rows_per_second: {}", rate(small, again));
    all_pages(&store, "100k").await;
    if most > first {
        let spent = import(&store, project, first, most).await;
        println!("storage_import_to_{most}_rows_per_second: {}", rate(most - first, spent));
        all_pages(&store, "1m").await;
    }
    let spent = import_elsewhere(&store, project, id(2 + u128::from(FILES)), first).await;
    println!("storage_import_merging_{first}_rows_per_second: {}", rate(first, spent));
    let bytes = std::fs::metadata(dir.path().join("bench.sqlite3")).unwrap().len();
    println!("storage_file_mib: {}", bytes >> 20);
}
