//! Signing in to X, as far as a process without windows and without a connection goes.

use serde_json::json;

use crate::harness::Bench;

#[tokio::test]
async fn a_process_without_windows_refuses_the_login_window_by_its_code() {
    let bench = Bench::ready().await;
    assert_eq!(bench.poke("/api/x/login-window").await.refused(), (422, "no_window".into()));
}

#[tokio::test]
async fn before_any_sign_in_there_is_none_to_ask_about_or_to_stop() {
    let bench = Bench::ready().await;
    assert_eq!(bench.get("/api/x/sign-in").await.ok()["state"], "none");
    assert_eq!(bench.poke("/api/x/sign-in/cancel").await.ok()["state"], "none");
    let started = bench.post("/api/x/sign-in/start", json!({ "client_id": "client-of-mara" })).await;
    assert_eq!(started.refused(), (503, "unavailable".into()));
}
