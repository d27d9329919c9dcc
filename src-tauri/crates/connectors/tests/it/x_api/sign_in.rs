//! The sign-in in the browser, and everything that can come back in its place.

use sdr_domain::connect::secret_name;
use sdr_fake_servers::x_api::Fault;
use sdr_ports::{Secrets as _, SignInRefusal, SignInState};
use url::Url;

use super::{Bench, CLIENT};

fn field(address: &str, name: &str) -> String {
    let url: Url = address.parse().unwrap();
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

#[tokio::test]
async fn the_human_allows_and_is_signed_in_by_name() {
    let bench = Bench::start().await;
    let page = bench.begin().await;
    assert_eq!(bench.desktop.pages(), std::slice::from_ref(&page), "the page opens by itself");
    assert_eq!(bench.progress.status().state, SignInState::Waiting);
    assert_eq!(field(&page, "code_challenge_method"), "S256");

    let callback = bench.human_answers(&page).await;
    let shown = bench.visit(&callback).await;

    assert!(shown.text().contains("Signed in to X as @mara_example."), "{}", shown.text());
    let status = bench.progress.settled().await;
    assert_eq!(
        (status.state, status.sentence.as_str()),
        (SignInState::Done, "Signed in to X as @mara_example.")
    );
    assert!(bench.keychain.get(secret_name::X_TOKENS).await.unwrap().is_some());
}

#[tokio::test]
async fn each_sign_in_has_its_own_mark_and_challenge() {
    let bench = Bench::start().await;
    let (first, second) = (bench.begin().await, bench.begin().await);
    for name in ["state", "code_challenge"] {
        assert_ne!(field(&first, name), field(&second, name), "{name}");
    }
}

#[tokio::test]
async fn a_denial_changes_nothing() {
    let bench = Bench::start().await;
    bench.x.human_denies();
    let page = bench.begin().await;
    let shown = bench.visit(&bench.human_answers(&page).await).await;
    assert!(shown.text().contains("You did not allow the app"), "{}", shown.text());
    assert_eq!(bench.progress.settled().await.state, SignInState::Failed);
    assert!(bench.keychain.get(secret_name::X_TOKENS).await.unwrap().is_none());
}

#[tokio::test]
async fn an_answer_with_another_mark_is_ignored_and_the_right_one_still_counts() {
    let bench = Bench::start().await;
    let page = bench.begin().await;
    let callback = bench.human_answers(&page).await;
    let forged = callback.replace(&field(&callback, "state"), "somebody-elses-mark");
    let shown = bench.visit(&forged).await;
    assert_eq!(shown.status, 400);
    assert!(shown.text().contains("does not belong"), "{}", shown.text());
    assert_eq!(bench.progress.status().state, SignInState::Waiting);
    assert!(bench.ledger.entries().is_empty(), "no code was handed on");

    assert_eq!(bench.visit(&callback).await.status, 200);
    assert_eq!(bench.progress.settled().await.state, SignInState::Done);
}

#[tokio::test]
async fn a_code_older_than_half_a_minute_asks_for_another_try() {
    let bench = Bench::start().await;
    let page = bench.begin().await;
    let callback = bench.human_answers(&page).await;
    bench.advance(31);
    let shown = bench.visit(&callback).await;
    assert!(shown.text().contains("30 seconds"), "{}", shown.text());
    assert_eq!(bench.progress.settled().await.state, SignInState::Failed);
}

#[tokio::test]
async fn a_verifier_that_does_not_fit_brings_no_tokens() {
    let bench = Bench::start().await;
    let page = bench.begin().await;
    // X is asked under the challenge of another sign-in.
    let other = page.replace(&field(&page, "code_challenge"), &"A".repeat(43));
    let callback = bench.human_answers(&other).await;
    bench.visit(&callback).await;
    assert_eq!(bench.progress.settled().await.state, SignInState::Failed);
    assert!(bench.keychain.get(secret_name::X_TOKENS).await.unwrap().is_none());
}

#[tokio::test]
async fn an_app_with_a_secret_is_told_to_become_a_native_one() {
    let bench = Bench::start().await;
    bench.x.confidential_app(CLIENT);
    let page = bench.begin().await;
    bench.visit(&bench.human_answers(&page).await).await;
    let status = bench.progress.settled().await;
    assert!(status.sentence.contains("Native App"), "{}", status.sentence);
}

#[tokio::test]
async fn what_was_not_allowed_is_said() {
    for (scope, says) in [("offline.access", "two hours"), ("tweet.write", "your own hand")] {
        let bench = Bench::start().await;
        bench.x.withholds(scope);
        let page = bench.begin().await;
        bench.visit(&bench.human_answers(&page).await).await;
        let status = bench.progress.settled().await;
        assert_eq!(status.state, SignInState::Done, "{scope}");
        assert!(status.sentence.contains(says), "{scope}: {}", status.sentence);
    }
}

#[tokio::test]
async fn a_sign_in_nobody_answers_ends_after_ten_minutes() {
    let bench = Bench::start().await;
    bench.begin().await;
    bench.advance(601);
    let status = bench.progress.settled().await;
    assert_eq!(status.state, SignInState::Failed);
    assert!(status.sentence.contains("10 minutes"), "{}", status.sentence);
}

#[tokio::test]
async fn a_stopped_sign_in_takes_no_code_any_more() {
    let bench = Bench::start().await;
    let page = bench.begin().await;
    let callback = bench.human_answers(&page).await;
    assert_eq!(bench.progress.cancel().state, SignInState::Failed);
    let call = sdr_http::Call::new(
        sdr_http::Method::GET,
        callback.parse().unwrap(),
        sdr_http::Note::of(sdr_domain::egress::EgressPurpose::Connect),
    );
    assert!(bench.browser.call(call).await.is_err(), "nobody listens");
    assert!(bench.ledger.entries().is_empty());
}

#[tokio::test]
async fn other_addresses_of_the_page_and_other_names_for_it_are_not_answered() {
    let bench = Bench::start().await;
    let page = bench.begin().await;
    let callback = bench.human_answers(&page).await;
    let elsewhere = callback.replace("/callback", "/favicon.ico");
    assert_eq!(bench.visit(&elsewhere).await.status, 404);
    let renamed = callback.replace("127.0.0.1", "localhost");
    assert_eq!(bench.visit(&renamed).await.status, 404);
    assert_eq!(bench.progress.status().state, SignInState::Waiting);
}

#[tokio::test]
async fn when_no_browser_opens_the_address_is_there_to_copy() {
    let bench = Bench::start().await;
    bench.desktop.breaks();
    let page = bench.begin().await;
    assert!(page.contains("/i/oauth2/authorize?"));
    assert!(bench.progress.status().sentence.contains("yourself"));
}

#[tokio::test]
async fn something_that_is_no_client_id_opens_nothing() {
    let bench = Bench::start().await;
    for text in ["", "short", "id with spaces", "https://example.com/?a"] {
        let refused = bench.sign_in.begin(text, &bench.progress).await.unwrap_err();
        assert!(matches!(refused, SignInRefusal::ClientId(_)), "{text}");
    }
    assert!(bench.desktop.pages().is_empty());
}

#[tokio::test]
async fn a_locked_keychain_fails_the_sign_in_before_any_token_is_used() {
    let bench = Bench::start().await;
    bench.keychain.locked.store(true, std::sync::atomic::Ordering::SeqCst);
    let page = bench.begin().await;
    bench.visit(&bench.human_answers(&page).await).await;
    let status = bench.progress.settled().await;
    assert_eq!(status.state, SignInState::Failed);
    assert!(status.sentence.contains("locked"), "{}", status.sentence);
    assert!(bench.x.bearers().is_empty(), "no token was shown to X");
}

#[tokio::test]
async fn an_outage_of_x_is_told_as_one() {
    let bench = Bench::start().await;
    bench.x.then_for_tokens(Fault::Unavailable);
    let page = bench.begin().await;
    bench.visit(&bench.human_answers(&page).await).await;
    assert!(bench.progress.settled().await.sentence.contains("overloaded"));
}
