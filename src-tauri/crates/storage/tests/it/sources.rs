//! Sources: progress moves on only from where it was seen; deleting one keeps its leads.

use sdr_domain::source::{Progress, Source, SourceSettings, Trouble, TroubleKind};
use sdr_domain::text::HandleKind::Email;
use sdr_storage::SourceOutcome;

use crate::world::{World, at, id, person};

on_both!(
    a_source_comes_back_whole,
    progress_moves_on_only_from_where_it_was_seen,
    what_a_pass_came_to_is_kept_and_takes_older_trouble_off,
    a_deleted_source_leaves_the_lists_and_keeps_its_leads,
    leads_take_the_new_name_of_their_source,
);

fn search(world: &World) -> Source {
    let settings =
        SourceSettings::XSearch { queries: vec!["a b".into()], languages: vec!["en".into()], most_posts: 9 };
    Source::new(id(), world.project, "X search", settings, at(3))
}

fn read(query: &str) -> Progress {
    let mut progress = Progress::default();
    progress.queries.entry(query.into()).or_default().cursor = Some("p2".into());
    progress.queries.entry(query.into()).or_default().newest = Some(at(7));
    progress
}

async fn insert(world: &World, source: &Source) {
    let tx = world.store.begin().await.unwrap();
    tx.insert_source(source).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_source_comes_back_whole(world: World) {
    let mut source = search(&world);
    source.enabled = false;
    source.progress = read("a b");
    source.trouble = Some(Trouble {
        kind: TroubleKind::Busy,
        sentence: "X asks to wait.".into(),
        fix: "Nothing to do.".into(),
        since: at(4),
        again_at: Some(at(900)),
    });
    source.last_at = Some(at(5));
    source.last_sentence = Some("Found 2 posts.".into());
    insert(&world, &source).await;
    assert_eq!(world.store.source(source.id).await.unwrap().unwrap(), source);
    assert_eq!(world.store.sources().await.unwrap()[0], source);
}

async fn progress_moves_on_only_from_where_it_was_seen(world: World) {
    let source = search(&world);
    insert(&world, &source).await;
    let (begin, page_two) = (Progress::default(), read("a b"));
    let tx = world.store.begin().await.unwrap();
    assert!(tx.move_source_on(source.id, &begin, &page_two).await.unwrap());
    assert!(!tx.move_source_on(source.id, &begin, &read("other")).await.unwrap());
    tx.commit().await.unwrap();
    // What is read back can be moved on from.
    let stored = world.store.source(source.id).await.unwrap().unwrap().progress;
    let tx = world.store.begin().await.unwrap();
    assert!(tx.move_source_on(source.id, &stored, &begin).await.unwrap());
}

async fn what_a_pass_came_to_is_kept_and_takes_older_trouble_off(world: World) {
    let source = search(&world);
    insert(&world, &source).await;
    let trouble = Trouble {
        kind: TroubleKind::Blocked,
        sentence: "X blocked this account.".into(),
        fix: "Look at it in the browser.".into(),
        since: at(4),
        again_at: None,
    };
    for trouble in [Some(trouble), None] {
        let outcome = SourceOutcome { at: at(9), sentence: "Found 1 post.".into(), trouble: trouble.clone() };
        let tx = world.store.begin().await.unwrap();
        tx.note_source(source.id, &outcome).await.unwrap();
        tx.commit().await.unwrap();
        let stored = world.store.source(source.id).await.unwrap().unwrap();
        assert_eq!((stored.last_at, stored.trouble), (Some(at(9)), trouble));
    }
}

async fn a_deleted_source_leaves_the_lists_and_keeps_its_leads(world: World) {
    let lead = world.lead("Ada").await;
    assert_eq!(world.store.leads_of_source(world.source).await.unwrap(), 1);
    let tx = world.store.begin().await.unwrap();
    assert!(tx.delete_source(world.source, at(50)).await.unwrap());
    assert!(!tx.delete_source(world.source, at(51)).await.unwrap());
    let deleted = search(&world);
    assert!(!tx.update_source(&Source { id: world.source, ..deleted }).await.unwrap());
    tx.commit().await.unwrap();
    assert!(world.store.sources().await.unwrap().is_empty());
    assert_eq!(world.store.source(world.source).await.unwrap().unwrap().deleted_at, Some(at(50)));
    assert_eq!(world.store.lead(lead).await.unwrap().unwrap().source_id, world.source);
}

async fn leads_take_the_new_name_of_their_source(world: World) {
    world.import(vec![person("Ada", None, &[(Email, "ada@example.com")])]).await;
    let mut source = world.store.source(world.source).await.unwrap().unwrap();
    source.name = "Trade fair".into();
    let tx = world.store.begin().await.unwrap();
    assert!(tx.update_source(&source).await.unwrap());
    tx.commit().await.unwrap();
    let page = world.store.leads_page(&sdr_storage::LeadFilter::default(), None, 5).await.unwrap();
    assert_eq!(page.rows[0].source, "Trade fair");
    assert_eq!(world.store.leads_by_source().await.unwrap()[&world.source], 1);
}
