//! Settings, projects, sources, suppressions, runs, activity.

use std::collections::HashSet;

use sdr_domain::activity::{Activity, Actor};
use sdr_domain::id::LeadId;
use sdr_domain::suppression::{Suppression, SuppressionKind};
use sdr_storage::{RunFailure, RunRow, StoreError};
use serde_json::json;

use crate::world::{World, at, id, source_row};

on_both!(
    a_setting_is_replaced_and_forgotten,
    the_first_project_is_the_project,
    sources_are_listed_newest_first,
    a_rule_is_stored_once_and_looked_up_by_kind_and_value,
    a_run_keeps_its_counts_and_failures,
    the_log_is_read_backwards_page_by_page,
);

async fn a_setting_is_replaced_and_forgotten(world: World) {
    let tx = world.store.begin().await.unwrap();
    tx.put_setting("wizard.answers", &json!({"step": 1})).await.unwrap();
    tx.put_setting("wizard.answers", &json!({"step": 2, "text": "ä'\"%"})).await.unwrap();
    tx.put_setting("other", &json!(null)).await.unwrap();
    tx.delete_setting("other").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        world.store.setting("wizard.answers").await.unwrap(),
        Some(json!({"step": 2, "text": "ä'\"%"}))
    );
    assert_eq!(world.store.setting("other").await.unwrap(), None);
}

async fn the_first_project_is_the_project(world: World) {
    let tx = world.store.begin().await.unwrap();
    tx.put_project(id(), &json!({"company": "Later"}), at(5)).await.unwrap();
    tx.put_project(world.project, &json!({"company": "Renamed"}), at(6)).await.unwrap();
    tx.commit().await.unwrap();
    let (project, value) = world.store.project().await.unwrap().unwrap();
    assert_eq!((project, value), (world.project, json!({"company": "Renamed"})));
}

async fn sources_are_listed_newest_first(world: World) {
    let later = source_row(id(), world.project, "later.csv");
    let tx = world.store.begin().await.unwrap();
    tx.insert_source(&later).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.sources().await.unwrap()[0], later);
    assert_eq!(world.store.source(world.source).await.unwrap().unwrap().name, "people.csv");
    let tx = world.store.begin().await.unwrap();
    let orphan = source_row(id(), id(), "nobody.csv");
    assert!(matches!(tx.insert_source(&orphan).await, Err(StoreError::Conflict(_))));
}

async fn a_rule_is_stored_once_and_looked_up_by_kind_and_value(world: World) {
    let rule = |kind, value: &str| Suppression {
        id: id(),
        kind,
        value: value.into(),
        reason: "asked us to stop".into(),
        created_at: at(1),
    };
    let email = rule(SuppressionKind::Email, "ada@example.com");
    let tx = world.store.begin().await.unwrap();
    let rules = vec![email.clone(), rule(SuppressionKind::Domain, "example.org")];
    assert_eq!(tx.insert_suppressions(rules).await.unwrap(), 2);
    let again = vec![rule(SuppressionKind::Email, "ada@example.com"), rule(SuppressionKind::X, "ada")];
    assert_eq!(tx.insert_suppressions(again).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let keys = [
        (SuppressionKind::Email, "ada@example.com".to_owned()),
        (SuppressionKind::Domain, "ada@example.com".to_owned()),
        (SuppressionKind::Domain, "example.org".to_owned()),
        (SuppressionKind::X, "bob".to_owned()),
    ];
    let found = world.store.suppressed(&keys).await.unwrap();
    assert_eq!(found, HashSet::from([keys[0].clone(), keys[2].clone()]));
    assert!(world.store.suppressed(&[]).await.unwrap().is_empty());
    let first = world.store.suppressions_page(None, 2).await.unwrap();
    assert_eq!((first.total, first.rows.len()), (3, 2));
    let second = world.store.suppressions_page(first.next.as_deref(), 2).await.unwrap();
    assert_eq!(second.rows, std::slice::from_ref(&email));
    let tx = world.store.begin().await.unwrap();
    assert!(tx.delete_suppression(email.id).await.unwrap());
    assert!(!tx.delete_suppression(email.id).await.unwrap());
    assert!(tx.suppressed(&keys[..1]).await.unwrap().is_empty());
    tx.commit().await.unwrap();
}

async fn a_run_keeps_its_counts_and_failures(world: World) {
    assert_eq!(world.store.latest_run().await.unwrap(), None);
    let mut run = RunRow {
        id: id(),
        state: "running".into(),
        started_by: "schedule".into(),
        dry_run: true,
        sources: json!({"wanted": null}),
        sentence: None,
        stages: json!([{"stage": "judge", "done": 1}]),
        started_at: at(1),
        finished_at: None,
    };
    let lead = world.lead("Ada").await;
    let tx = world.store.begin().await.unwrap();
    tx.insert_run(&run).await.unwrap();
    let failure = |lead: Option<LeadId>, stage: &str, reason: &str, second| RunFailure {
        lead_id: lead,
        lead_name: None,
        source_id: lead.is_none().then_some(world.source),
        stage: stage.into(),
        reason: reason.into(),
        at: at(second),
    };
    let told = [
        failure(Some(lead), "judge", "no text", 2),
        failure(None, "collect", "no key", 3),
        failure(Some(lead), "draft", "no voice", 4),
    ];
    tx.insert_run_failures(run.id, &told).await.unwrap();
    run.state = "finished".into();
    run.sentence = Some("Judged 1 lead.".into());
    run.finished_at = Some(at(4));
    tx.update_run(&run).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.latest_run().await.unwrap(), Some(run.clone()));
    assert_eq!(world.store.run(run.id).await.unwrap(), Some(run.clone()));
    let [first, second, third] = told;
    let named = |failure| RunFailure { lead_name: Some("Ada".into()), ..failure };
    let page = world.store.run_failures(run.id, None, None, 2).await.unwrap();
    assert_eq!((page.total, page.rows), (3, vec![named(first), second]));
    let rest = world.store.run_failures(run.id, None, page.next.as_deref(), 2).await.unwrap();
    assert_eq!((rest.rows, rest.next), (vec![named(third)], None));
    let drafts = world.store.run_failures(run.id, Some("draft"), None, 9).await.unwrap();
    assert_eq!((drafts.total, drafts.rows.len()), (1, 1));
    assert_eq!(world.store.runs_page(None, 1).await.unwrap().rows, [run]);
}

async fn the_log_is_read_backwards_page_by_page(world: World) {
    let lead = world.lead("Ada").await;
    let rows: Vec<Activity> = (0..5)
        .map(|n| Activity {
            id: id(),
            project_id: Some(world.project),
            lead_id: (n % 2 == 0).then_some(lead),
            actor: if n == 0 { Actor::Human } else { Actor::App },
            kind: "lead.imported".into(),
            subject_id: Some(n.to_string()),
            detail: "Brought in".into(),
            at: at(n),
        })
        .collect();
    let tx = world.store.begin().await.unwrap();
    tx.insert_activity(rows.clone()).await.unwrap();
    tx.commit().await.unwrap();
    let first = world.store.activity_page(None, 3).await.unwrap();
    assert_eq!((first.total, first.rows.len()), (5, 3));
    assert_eq!(first.rows[0], rows[4]);
    let second = world.store.activity_page(first.next.as_deref(), 3).await.unwrap();
    assert_eq!(second.rows, [rows[1].clone(), rows[0].clone()]);
    let of_lead = world.store.activity_of_lead(lead, 2).await.unwrap();
    assert_eq!(of_lead, [rows[4].clone(), rows[2].clone()]);
}
