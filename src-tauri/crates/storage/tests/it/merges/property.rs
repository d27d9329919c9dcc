//! Whatever was imported and joined before: undoing the last merge leaves the tables as they were.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use sdr_domain::lead::NewLead;
use sdr_domain::text::HandleKind::{Email, Telegram, X};

use crate::tables::tables;
use crate::world::{World, at, person, post};

/// One thing that happens.
#[derive(Clone)]
enum Step {
    Import { source: usize, rows: Vec<NewLead> },
    Join(usize, usize),
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Import { source, rows } => {
                write!(f, "from {source}:")?;
                for row in rows {
                    let handles = row.handles.iter().map(sdr_domain::text::Handle::value);
                    let posts = row.posts.iter().map(|post| post.text.as_str());
                    let (name, company) = (&row.profile.name, &row.profile.company);
                    let (handles, posts): (Vec<_>, Vec<_>) = (handles.collect(), posts.collect());
                    write!(f, " [{name} {company:?} {:?} {handles:?} {posts:?}]", row.profile.role)?;
                }
                Ok(())
            }
            Self::Join(a, b) => write!(f, "join {a} {b}"),
        }
    }
}

/// People of a small world, who meet often.
fn row() -> impl Strategy<Value = NewLead> {
    let names = prop::sample::select(vec!["Ada Lovelace", "Ada L.", "Bob Builder", "Ada Builder"]);
    let company = prop::option::of(prop::sample::select(vec!["Engines", "Sites"]));
    let handle = |n: usize| prop::option::weighted(0.6, 0..n);
    let posts = prop::collection::vec(0..4_usize, 0..3);
    let role = prop::option::of(prop::sample::select(vec!["Analyst", "COO"]));
    (names, company, handle(3), handle(3), handle(2), posts, role).prop_map(
        |(name, company, x, email, telegram, posts, role)| {
            let texts = [
                x.map(|n| (X, format!("person_{n}"))),
                email.map(|n| (Email, format!("p{n}@example.com"))),
                telegram.map(|n| (Telegram, format!("someone_{n}"))),
            ];
            let mut texts: Vec<_> = texts.into_iter().flatten().collect();
            if texts.is_empty() {
                texts.push((Email, "p9@example.com".into()));
            }
            let handles: Vec<_> = texts.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
            let mut row = person(name, company, &handles);
            row.profile.role = role.map(str::to_owned);
            row.posts = posts.iter().map(|n| post(&format!("post {n}"), Some(&n.to_string()))).collect();
            row
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let import = (0..3_usize, prop::collection::vec(row(), 1..4))
        .prop_map(|(source, rows)| Step::Import { source, rows });
    prop_oneof![4 => import, 1 => (0..6_usize, 0..6_usize).prop_map(|(a, b)| Step::Join(a, b))]
}

async fn all(world: &World) -> Vec<sdr_domain::id::LeadId> {
    let page = world.store.leads_page(&sdr_storage::LeadFilter::default(), None, 200).await.unwrap();
    let mut ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    ids.sort();
    ids
}

async fn take(world: &World, sources: &[sdr_domain::id::SourceId], step: &Step) {
    match step {
        Step::Import { source, rows } => {
            world.import_from(sources[*source], rows.clone()).await;
        }
        Step::Join(a, b) => {
            let leads = all(world).await;
            let (Some(a), Some(b)) = (leads.get(*a), leads.get(*b)) else { return };
            if a != b {
                super::join(world, *a, *b).await.unwrap();
            }
        }
    }
}

async fn undoing_the_last_restores(world: World, steps: Vec<Step>, last: Step) -> Result<(), TestCaseError> {
    let mut sources = vec![world.source];
    for name in ["two", "three", "never used before"] {
        sources.push(world.another_source(name).await);
    }
    for step in &steps {
        take(&world, &sources, step).await;
    }
    let (before, leads) = (tables(&world).await, all(&world).await);
    let known: Vec<_> = merges_of(&world).await;
    let last = match last {
        Step::Import { mut rows, .. } => Step::Import { source: 3, rows: rows.drain(..1).collect() },
        join @ Step::Join(..) => join,
    };
    take(&world, &sources, &last).await;
    let mut made = merges_of(&world).await;
    made.retain(|merge| !known.contains(merge));
    // Newest first, as a human would have to.
    for merge in made {
        let tx = world.store.begin().await.unwrap();
        let undone = tx.undo_merge(merge, at(90)).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        prop_assert!(undone.is_ok(), "{undone:?}");
    }
    // Who came with the last step goes again; nobody who was there may be missing.
    for lead in all(&world).await {
        if !leads.contains(&lead) {
            let tx = world.store.begin().await.unwrap();
            tx.delete_lead(lead, at(91)).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
    let after = tables(&world).await;
    for (table, rows) in &before {
        let gone: Vec<_> = rows.iter().filter(|row| !after[table].contains(row)).collect();
        let new: Vec<_> = after[table].iter().filter(|row| !rows.contains(row)).collect();
        prop_assert!(gone.is_empty() && new.is_empty(), "{table}\nwas {gone:#?}\nis  {new:#?}");
    }
    Ok(())
}

/// Merges that can be undone, newest first within each lead.
async fn merges_of(world: &World) -> Vec<sdr_domain::id::MergeId> {
    let mut found = Vec::new();
    for lead in all(world).await {
        let merges = super::merges(world, lead).await;
        found.extend(merges.into_iter().filter(|merge| merge.undone_at.is_none()).map(|merge| merge.id));
    }
    found
}

fn runs(cases: u32, world: impl AsyncFn() -> World) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let all = (prop::collection::vec(step(), 1..8), step());
    let result = runner.run(&all, |(steps, last)| {
        runtime.block_on(async { undoing_the_last_restores(world().await, steps, last).await })
    });
    assert!(result.is_ok(), "{result:?}");
}

#[test]
fn undoing_the_last_merge_restores_every_table_on_sqlite() {
    runs(40, World::sqlite);
}

#[test]
fn undoing_the_last_merge_restores_every_table_on_postgres() {
    runs(6, World::postgres);
}
