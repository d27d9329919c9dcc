//! Answers: whatever comes is handed over, unless it is late, too large or broken.

use std::time::Duration;

use sdr_http::{HttpError, Limits};
use sdr_ports::fakes::FakeLedger;
use tokio::net::TcpListener;

use crate::raw::{Act, Raw, http, ok, short};

#[tokio::test]
async fn a_web_page_with_an_error_status_is_an_answer() {
    let page = "HTTP/1.1 503 Busy\r\ncontent-type: text/html\r\ncontent-length: 9\r\n\r\n<h1>no</h1";
    let server = Raw::start(Act::Says(page.into())).await;
    let answer = http(&FakeLedger::default()).call(server.get()).await.unwrap();
    assert_eq!((answer.status, answer.header("content-type")), (503, Some("text/html")));
    assert!(answer.json().is_err());
}

#[tokio::test]
async fn a_redirect_is_handed_over_and_not_followed() {
    let (elsewhere, ledger) = (Raw::start(ok("{}")).await, FakeLedger::default());
    let page = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{}/\r\ncontent-length: 0\r\n\r\n",
        elsewhere.port
    );
    let server = Raw::start(Act::Says(page)).await;
    let answer = http(&ledger).call(server.get()).await.unwrap();
    assert_eq!(answer.status, 302);
    assert_eq!((elsewhere.connections(), ledger.entries().len()), (0, 1));
}

#[tokio::test]
async fn an_answer_of_a_hundred_megabytes_is_given_up_at_the_limit() {
    let (server, ledger) = (Raw::start(Act::NeverEnds).await, FakeLedger::default());
    let limits = Limits { body: 200_000, ..Limits::default() };
    let error = http(&ledger).call(server.get().limits(limits)).await.unwrap_err();
    assert_eq!(error, HttpError::TooLarge { host: "127.0.0.1".into(), limit: 200_000 });
    let read = ledger.entries()[0].outcome.as_ref().unwrap().bytes_in;
    assert!(read < 2_000_000, "{read}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_no_answer() {
    let text = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half\":";
    let server = Raw::start(Act::Says(text.into())).await;
    let error = http(&FakeLedger::default()).call(server.get()).await.unwrap_err();
    assert!(matches!(error, HttpError::Broken { .. }), "{error:?}");
}

#[tokio::test]
async fn silence_and_stalling_are_given_up() {
    let ledger = FakeLedger::default();
    let client = http(&ledger);
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf";
    for text in ["", "HTTP/1.1 200 OK\r\n", half] {
        let server = Raw::start(Act::SaysAndStalls(text.into())).await;
        let error = client.call(server.get().limits(short())).await.unwrap_err();
        assert!(matches!(error, HttpError::TimedOut { .. }), "{error:?}");
    }
    // Pieces may come in time for ever: the whole has its limit too.
    let server = Raw::start(Act::SaysAndStalls(half.into())).await;
    let limits = Limits { stall: Duration::from_mins(1), ..short() };
    let error = client.call(server.get().limits(limits)).await.unwrap_err();
    assert!(matches!(error, HttpError::TimedOut { .. }), "{error:?}");
}

#[tokio::test]
async fn where_nobody_listens_surely_nothing_was_delivered() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Raw::start(ok("")).await;
    let url = format!("http://127.0.0.1:{}/", listener.local_addr().unwrap().port());
    drop(listener);
    let ledger = FakeLedger::default();
    let call = sdr_http::Call::new(
        sdr_http::Method::GET,
        url.parse().unwrap(),
        sdr_http::Note::of(sdr_domain::egress::EgressPurpose::Connect),
    );
    let error = http(&ledger).call(call).await.unwrap_err();
    assert!(matches!(error, HttpError::Unreachable { .. }) && !error.may_have_acted(), "{error:?}");
    assert_eq!(ledger.lines(), ["GET 127.0.0.1 not reached"]);
    assert_eq!(server.connections(), 0);
}
