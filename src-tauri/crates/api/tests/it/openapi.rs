//! The document that the UI's types are made from.

use serde_json::Value;

use crate::harness::Bench;

#[tokio::test]
async fn the_served_document_is_the_one_types_are_made_from() {
    let served = Bench::empty().await.get("/api/openapi.json").await.ok();
    let printed: Value = serde_json::from_str(&sdr_api::openapi("0.0.0").unwrap()).unwrap();
    assert_eq!(served, printed);
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_how_it_refuses() {
    let document: Value = serde_json::from_str(&sdr_api::openapi("0.0.0").unwrap()).unwrap();
    let mut names = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            names.push(operation["operationId"].as_str().unwrap().to_owned());
            let refusal = &operation["responses"]["default"]["content"]["application/problem+json"];
            assert!(refusal.is_object(), "{method} {path}");
            assert!(operation["summary"].is_string(), "{method} {path}");
        }
    }
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
    insta::assert_snapshot!(names.join("\n"));
}

#[test]
fn what_we_write_always_has_every_field() {
    let document: Value = serde_json::from_str(&sdr_api::openapi("0.0.0").unwrap()).unwrap();
    let row = &document["components"]["schemas"]["LeadRow"];
    assert_eq!(row["required"].as_array().unwrap().len(), row["properties"].as_object().unwrap().len());
    let rows = &document["components"]["schemas"]["Page_LeadRow"]["properties"]["items"]["items"];
    assert_eq!(rows["$ref"], "#/components/schemas/LeadRow");
}
