//! Merges as a human sees them: what was gained, undone, or why not; two leads made one.

use sdr_domain::id::LeadId;
use sdr_domain::merge::MatchedBy;
use sdr_engine::EngineError;
use sdr_engine::view::NewLeadForm;

use crate::harness::Bench;

async fn two(bench: &Bench) -> (LeadId, LeadId) {
    let one = NewLeadForm {
        name: "Ada Lovelace".into(),
        telegram: Some("ada_lovelace".into()),
        ..NewLeadForm::default()
    };
    let two = NewLeadForm {
        name: "Ada L.".into(),
        role: Some("Analyst".into()),
        email: Some("ada@harbor.example".into()),
        ..NewLeadForm::default()
    };
    (bench.lead(one).await, bench.lead(two).await)
}

#[tokio::test]
async fn two_leads_are_made_one_and_two_again() {
    let bench = Bench::sending().await;
    let (older, younger) = two(&bench).await;
    let kept = bench.engine.merge_leads(younger, older).await.unwrap();
    assert_eq!((kept.id, kept.handles.len(), kept.role.as_deref()), (older, 2, Some("Analyst")));
    let merges = bench.engine.merges_of_lead(older).await.unwrap();
    let [merge] = merges.as_slice() else { panic!("one merge, not {merges:?}") };
    assert_eq!(merge.matched_by, MatchedBy::Human);
    assert_eq!((merge.other_name.as_str(), merge.source_name.as_str()), ("Ada L.", "Added by hand"));
    assert_eq!(
        (merge.gained.join(", ").as_str(), merge.undo_refused.as_ref()),
        ("e-mail address, role", None)
    );
    let undone = bench.engine.undo_merge(merge.id).await.unwrap();
    assert_eq!((undone.kept, undone.restored), (older, younger));
    assert_eq!(bench.engine.lead(older).await.unwrap().unwrap().role, None);
    assert!(bench.engine.lead(younger).await.unwrap().is_some());
    let refused = bench.engine.undo_merge(merge.id).await.unwrap_err();
    assert!(matches!(refused, EngineError::Conflict { code: "undo_refused", .. }), "{refused}");
    let merges = bench.engine.merges_of_lead(older).await.unwrap();
    assert!(merges[0].undone_at.is_some() && merges[0].undo_refused.is_some());
}

#[tokio::test]
async fn nothing_is_merged_while_a_message_waits_or_one_is_suppressed() {
    let bench = Bench::sending().await;
    let (older, _) = two(&bench).await;
    let other = bench.lead_by_email("priya@harbor.example").await;
    let draft = bench.draft_of(other).await;
    bench.approve(&draft).await.unwrap();
    let refused = bench.engine.merge_leads(older, other).await.err().unwrap();
    assert!(refused.to_string().contains("on its way"), "{refused}");
    bench.engine.cancel(bench.deliveries().await[0].id).await.unwrap();
    bench.engine.suppress_lead(other, "asked us to").await.unwrap();
    let refused = bench.engine.merge_leads(older, other).await.err().unwrap();
    assert!(matches!(refused, EngineError::Precondition { code: "suppressed", .. }), "{refused}");
    let refused = bench.engine.merge_leads(older, older).await.err().unwrap();
    assert!(matches!(refused, EngineError::Invalid { .. }));
}
