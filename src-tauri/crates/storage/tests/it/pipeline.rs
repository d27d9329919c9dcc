//! What the pipeline reads and stores.

use sdr_domain::draft::Variant;
use sdr_domain::id::LeadId;
use sdr_domain::judgement::{Claim, EvidenceSource, JudgeMode, Judged, Judgement, Verdict};
use sdr_domain::lead::{LeadStatus, Profile};
use sdr_domain::text::HandleKind::X;
use sdr_storage::{LeadFilter, PipelineRecord};
use serde_json::json;

use crate::world::{World, at, id, person, post};

on_both!(
    leads_to_judge_come_with_their_posts_in_order,
    a_record_comes_back_whole,
    the_latest_finding_wins,
    a_lead_deleted_or_suppressed_meanwhile_is_left_out,
    a_batch_of_thousands_is_one_commit,
);

fn record(world: &World, lead: LeadId, score: u8) -> PipelineRecord {
    let profile = Profile::default();
    let judged = Judged { profile: &profile, posts: &["we drown in spreadsheets"] };
    let claim = Claim {
        quote: "drown in spreadsheets".into(),
        source: EvidenceSource::Post(0),
        reason: "names the problem".into(),
    };
    let judgement = Judgement::verified(
        judged,
        Verdict::Relevant,
        0.75,
        "Says so.".into(),
        vec![claim],
        JudgeMode::Offline,
    );
    let choice = id();
    PipelineRecord {
        lead_id: lead,
        judgement_id: id(),
        judgement,
        model: Some("small:4b".into()),
        note: Some("Judged again".into()),
        quote: Some("drown in spreadsheets".into()),
        score_id: id(),
        score_total: score,
        score_fit: 60,
        score_intent: 90,
        components: json!([{"name": "intent", "weight": 0.5}]),
        enrichment: Some((id(), json!({"persona": "operations"}))),
        status: LeadStatus::Messaged,
        drafts: vec![world.draft(lead, choice, Variant::A), world.draft(lead, choice, Variant::B)],
    }
}

async fn store(world: &World, records: Vec<PipelineRecord>) {
    let tx = world.store.begin().await.unwrap();
    tx.record_pipeline(records, at(20)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn leads_to_judge_come_with_their_posts_in_order(world: World) {
    let people = (0..5).map(|n| {
        let mut who = person(&format!("P{n}"), None, &[(X, &format!("p{n}"))]);
        who.posts = vec![post(&format!("post {n}"), None)];
        who
    });
    let created = world.import(people.collect()).await.created;
    let (batch, place) = world.store.leads_to_judge(None, 3).await.unwrap();
    assert_eq!(batch.iter().map(|b| b.lead.id).collect::<Vec<_>>(), created[..3]);
    let (rest, end) = world.store.leads_to_judge(place, 3).await.unwrap();
    assert_eq!(rest.iter().map(|b| b.lead.id).collect::<Vec<_>>(), created[3..]);
    assert_eq!(world.store.leads_to_judge(end, 3).await.unwrap(), (vec![], None));
    for (n, with) in batch.iter().enumerate() {
        assert_eq!(with.posts[0].text, format!("post {n}"));
        assert_eq!(with.lead.handles.len(), 1);
    }
}

async fn a_record_comes_back_whole(world: World) {
    let lead = world.lead("Ada").await;
    let wanted = record(&world, lead, 87);
    store(&world, vec![wanted.clone()]).await;
    let judgement = world.store.judgement(lead).await.unwrap().unwrap();
    assert_eq!((judgement.judgement, judgement.created_at), (wanted.judgement, at(20)));
    assert_eq!((judgement.model, judgement.note), (wanted.model, wanted.note));
    let score = world.store.score(lead).await.unwrap().unwrap();
    assert_eq!((score.total, score.fit, score.intent, score.components), (87, 60, 90, wanted.components));
    assert_eq!(world.store.enrichment(lead).await.unwrap(), Some(json!({"persona": "operations"})));
    assert_eq!(world.store.drafts_of_lead(lead).await.unwrap().len(), 2);
    let row = &world.store.leads_page(&LeadFilter::default(), None, 5).await.unwrap().rows[0];
    assert_eq!(
        (row.score, row.verdict, row.status),
        (Some(87), Some(Verdict::Relevant), LeadStatus::Messaged)
    );
    assert_eq!(row.quote.as_deref(), Some("drown in spreadsheets"));
    assert!(world.store.leads_to_judge(None, 5).await.unwrap().0.is_empty());
}

async fn the_latest_finding_wins(world: World) {
    let lead = world.lead("Ada").await;
    store(&world, vec![record(&world, lead, 40)]).await;
    let mut second = record(&world, lead, 70);
    second.enrichment = None;
    store(&world, vec![second]).await;
    assert_eq!(world.store.score(lead).await.unwrap().unwrap().total, 70);
    assert!(world.store.enrichment(lead).await.unwrap().is_some());
}

async fn a_lead_deleted_or_suppressed_meanwhile_is_left_out(world: World) {
    let (gone, silent, kept) =
        (world.lead("Gone").await, world.lead("Silent").await, world.lead("Kept").await);
    let records = vec![record(&world, gone, 1), record(&world, silent, 2), record(&world, kept, 3)];
    let tx = world.store.begin().await.unwrap();
    tx.delete_lead(gone, at(3)).await.unwrap();
    tx.set_lead_status(&[silent], LeadStatus::Suppressed, at(3)).await.unwrap();
    tx.commit().await.unwrap();
    store(&world, records).await;
    assert_eq!(world.store.lead(silent).await.unwrap().unwrap().status, LeadStatus::Suppressed);
    assert!(world.store.drafts_of_lead(silent).await.unwrap().is_empty());
    assert_eq!(world.store.lead(kept).await.unwrap().unwrap().status, LeadStatus::Messaged);
}

async fn a_batch_of_thousands_is_one_commit(world: World) {
    let people = (0..3_000).map(|n| person(&format!("P{n}"), None, &[(X, &format!("p{n}"))]));
    world.import(people.collect()).await;
    let (batch, _) = world.store.leads_to_judge(None, 3_000).await.unwrap();
    let before = world.store.revision();
    store(&world, batch.iter().map(|b| record(&world, b.lead.id, 50)).collect()).await;
    assert_eq!(world.store.revision(), before + 1);
    assert_eq!(world.store.lead_counts().await.unwrap()[&LeadStatus::Messaged], 3_000);
}
