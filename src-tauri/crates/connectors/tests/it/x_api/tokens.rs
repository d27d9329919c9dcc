//! Access tokens of two hours and refresh tokens that are good once.

use std::sync::atomic::Ordering;

use sdr_domain::connect::secret_name;
use sdr_fake_servers::x_api::Fault;
use sdr_ports::lead_source::PostSearch;
use sdr_ports::{ChannelPort as _, LeadSearch as _, Secrets as _, SourceError, SourceErrorKind as K};

use super::Bench;

fn search() -> PostSearch {
    PostSearch { query: "crm".into(), languages: Vec::new(), since: None }
}

async fn ask(bench: &Bench) -> Result<(), SourceError> {
    bench.as_human().page(&search(), None).await.map(|_| ())
}

#[tokio::test]
async fn an_access_token_is_renewed_before_its_time_is_over_and_then_reused() {
    let bench = Bench::signed_in().await;
    ask(&bench).await.unwrap();
    assert_eq!(bench.x.renewals(), 0);
    bench.advance(7200 - 30);
    for _ in 0..3 {
        ask(&bench).await.unwrap();
    }
    assert_eq!(bench.x.renewals(), 1);
    bench.advance(7200);
    ask(&bench).await.unwrap();
    assert_eq!(bench.x.renewals(), 2, "each renewal uses the successor");
}

#[tokio::test]
async fn many_requests_at_once_renew_once() {
    let bench = Bench::signed_in().await;
    bench.advance(7300);
    let (a, b, c) = tokio::join!(ask(&bench), ask(&bench), ask(&bench));
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    assert_eq!(bench.x.renewals(), 1);
}

#[tokio::test]
async fn the_new_tokens_are_kept_before_either_is_used() {
    let bench = Bench::signed_in().await;
    bench.advance(7300);
    let before = bench.x.bearers().len();
    bench.keychain.locked.store(true, Ordering::SeqCst);
    for _ in 0..2 {
        let error = ask(&bench).await.unwrap_err();
        assert_eq!(error.kind, K::NotConnected, "{error}");
    }
    assert_eq!(bench.x.bearers().len(), before, "nothing was asked with tokens that are not kept");

    bench.keychain.locked.store(false, Ordering::SeqCst);
    ask(&bench).await.unwrap();
    assert_eq!(bench.x.renewals(), 1, "the pair that waited in memory was saved, not renewed again");
    let kept = bench.keychain.get(secret_name::X_TOKENS).await.unwrap().unwrap();
    let used = bench.x.bearers().pop().unwrap();
    assert!(kept.reveal().contains(&used));
}

#[tokio::test]
async fn a_refresh_token_that_was_used_elsewhere_ends_the_sign_in_for_good() {
    let bench = Bench::signed_in().await;
    bench.x.refresh_tokens_were_used_elsewhere();
    bench.advance(7300);
    for _ in 0..2 {
        let error = ask(&bench).await.unwrap_err();
        assert_eq!(error.kind, K::SignedOut, "{error}");
    }
    let tried = bench.ledger.entries().iter().filter(|entry| entry.method == "POST").count();
    assert_eq!(tried, 2, "the sign-in itself and one renewal; never a second");
    let health = bench.channel().health().await;
    assert!(!health.ready && health.sentence.contains("not accept"), "{}", health.sentence);
}

#[tokio::test]
async fn an_outage_during_a_renewal_is_no_end_of_the_sign_in() {
    let bench = Bench::signed_in().await;
    bench.advance(7300);
    bench.x.then_for_tokens(Fault::Unavailable);
    assert_eq!(ask(&bench).await.unwrap_err().kind, K::Away);
    ask(&bench).await.unwrap();
}

#[tokio::test]
async fn a_renewal_runs_to_its_end_even_if_nobody_waits_for_it() {
    let bench = Bench::signed_in().await;
    bench.advance(7300);
    // The caller gives up in the middle of the renewal.
    let api = bench.as_human();
    let asked = search();
    let mut asking = Box::pin(api.page(&asked, None));
    while bench.x.renewals() == 0 {
        assert!(futures_poll(&mut asking).await.is_none(), "the answer cannot be there yet");
    }
    drop(asking);
    ask(&bench).await.unwrap();
    assert_eq!(bench.x.renewals(), 1);
}

/// Polls once and lets others work.
async fn futures_poll<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    let polled =
        std::future::poll_fn(|cx| std::task::Poll::Ready(std::pin::Pin::new(&mut *future).poll(cx))).await;
    tokio::task::yield_now().await;
    match polled {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}

#[tokio::test]
async fn another_client_id_needs_its_own_sign_in() {
    let bench = Bench::signed_in().await;
    let access = sdr_connectors::x::api::Access::Human {
        tokens: std::sync::Arc::clone(&bench.tokens),
        client_id: "another-client".into(),
    };
    let error = bench.api(access).page(&search(), None).await.unwrap_err();
    assert_eq!(error.kind, K::NotConnected);
}
