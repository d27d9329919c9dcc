//! A lead file on its way in: raw bytes, mapping, report, error file.

use serde_json::json;

use crate::harness::Bench;

const FILE: &str = "Name,Company,Telegram,Notes\nAda Lind,Fjord Freight,@ada_lind,Our tickets pile up\nNo Handle,Nowhere,,x\n";

#[tokio::test]
async fn a_file_is_looked_at_mapped_and_stored_and_bad_rows_come_back() {
    let bench = Bench::ready().await;
    let opened = bench.post_bytes("/api/imports?file_name=people.csv", FILE).await.ok();
    assert_eq!(opened["file_name"], "people.csv");
    assert_eq!((opened["rows"].as_u64(), opened["accepted"].as_u64()), (Some(2), Some(1)));
    let id = opened["id"].as_str().unwrap();
    let fields = json!({ "fields": ["name", "company", "telegram", "post"] });
    let preview = bench.post(&format!("/api/imports/{id}/preview"), fields.clone()).await.ok();
    assert_eq!(preview["columns"][3]["field"], "post");
    let report = bench.post(&format!("/api/imports/{id}/commit"), fields).await.ok();
    assert_eq!((report["created"].as_u64(), report["rejected_count"].as_u64()), (Some(1), Some(1)));
    assert_eq!(report["rejected"][0]["line"], 3);
    let errors = bench.get(&format!("/api/imports/{id}/errors.csv")).await;
    assert!(errors.header("content-type").starts_with("text/csv"));
    assert!(errors.header("content-disposition").starts_with("attachment"));
    assert!(errors.text().contains("No Handle"), "{}", errors.text());
}

#[tokio::test]
async fn an_empty_file_is_refused_with_a_sentence() {
    let bench = Bench::ready().await;
    let refused = bench.post_bytes("/api/imports?file_name=empty.csv", "").await;
    assert_eq!(refused.refused().0, 422);
}

#[tokio::test]
async fn a_file_needs_a_name() {
    let bench = Bench::ready().await;
    assert_eq!(bench.post_bytes("/api/imports", FILE).await.refused(), (400, "malformed".into()));
}

#[tokio::test]
async fn a_file_above_the_json_limit_is_taken() {
    let bench = Bench::ready().await;
    let rows = (0..60_000).map(|number| format!("Ada Number{number},@ada_{number}_lind"));
    let file = std::iter::once("Name,Telegram".to_owned()).chain(rows).collect::<Vec<_>>().join("\n");
    assert!(file.len() > 1 << 20);
    let opened = bench.post_bytes("/api/imports?file_name=large.csv", file).await.ok();
    assert_eq!(opened["rows"], 60_000);
}
