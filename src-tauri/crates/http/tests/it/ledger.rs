//! Nothing leaves without an entry, and every entry ends once.

use futures::StreamExt as _;
use sdr_domain::egress::EgressPurpose;
use sdr_http::{Body, Call, HttpError, Method, Note};
use sdr_ports::fakes::FakeLedger;
use sdr_ports::{EgressRefusal, Secret};

use crate::raw::{Act, Raw, http, ok, short};

#[tokio::test]
async fn local_only_opens_no_connection_to_another_machine_and_says_so_in_the_ledger() {
    let (server, ledger) = (Raw::start(ok("{}")).await, FakeLedger::default());
    ledger.local_only(true);
    // A name that would lead here, were it looked up.
    let refused = http(&ledger).call(server.get_from("app.localhost")).await.unwrap_err();
    assert_eq!(refused, HttpError::Refused(EgressRefusal::LocalOnly { host: "app.localhost".into() }));
    assert!(!refused.may_have_acted());
    assert_eq!(server.connections(), 0);
    assert_eq!(ledger.lines(), ["GET app.localhost refused"]);
}

#[tokio::test]
async fn local_only_lets_this_machine_be_asked() {
    let (server, ledger) = (Raw::start(ok("{}")).await, FakeLedger::default());
    ledger.local_only(true);
    for host in ["127.0.0.1", "localhost"] {
        assert_eq!(http(&ledger).call(server.get_from(host)).await.unwrap().status, 200);
    }
    assert_eq!(ledger.lines(), ["GET 127.0.0.1 200", "GET localhost 200"]);
}

#[tokio::test]
async fn without_a_ledger_nothing_goes() {
    let (server, ledger) = (Raw::start(ok("{}")).await, FakeLedger::default());
    ledger.disk_is_full();
    let refused = http(&ledger).call(server.get()).await.unwrap_err();
    assert!(refused.to_string().contains("nothing was sent"), "{refused}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn the_entry_is_written_before_the_first_byte_and_says_what_travels() {
    let (server, ledger) = (Raw::start(Act::SaysAndStalls(String::new())).await, FakeLedger::default());
    let client = http(&ledger);
    let note = Note::of(EgressPurpose::Judge).with(&["post text"], &[]);
    let url = format!("http://127.0.0.1:{}/", server.port).parse().unwrap();
    let call = Call::new(Method::POST, url, note).body(Body::Json("{\"a\":1}".into()));
    let asking = tokio::spawn(async move { client.call(call).await });
    server.asked.notified().await;
    let [entry] = <[_; 1]>::try_from(ledger.entries()).unwrap();
    assert_eq!(entry.outcome, None);
    assert_eq!((entry.intent.bytes_out, entry.intent.leaves_machine), (7, false));
    assert_eq!(entry.intent.fields, ["post text"]);
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());
    assert_eq!(ledger.lines(), ["POST 127.0.0.1 given up"]);
}

#[tokio::test]
async fn an_answer_that_is_let_go_half_read_ends_its_entry_too() {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf";
    let (server, ledger) = (Raw::start(Act::SaysAndStalls(half.into())).await, FakeLedger::default());
    let mut stream = http(&ledger).stream(server.get()).await.unwrap();
    assert_eq!(stream.pieces.next().await.unwrap().unwrap(), "half");
    assert_eq!(ledger.lines(), ["GET 127.0.0.1 under way"]);
    drop(stream);
    assert_eq!(ledger.lines(), ["GET 127.0.0.1 200, given up"]);
    assert_eq!(ledger.entries()[0].outcome.as_ref().unwrap().bytes_in, 4);
}

#[tokio::test]
async fn every_way_to_fail_has_its_word() {
    let ledger = FakeLedger::default();
    let client = http(&ledger);
    let truncated = Act::Says("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".into());
    for act in [truncated, Act::NeverEnds, Act::Closes, Act::SaysAndStalls(String::new())] {
        let server = Raw::start(act).await;
        assert!(client.call(server.get().limits(short())).await.unwrap_err().may_have_acted());
    }
    assert_eq!(
        ledger.lines(),
        [
            "GET 127.0.0.1 200, broke off",
            "GET 127.0.0.1 200, too large",
            "GET 127.0.0.1 broke off",
            "GET 127.0.0.1 timed out"
        ]
    );
}

#[tokio::test]
async fn nothing_of_a_request_or_an_answer_shows_in_debug_output_or_errors() {
    let (server, ledger) = (Raw::start(ok("the body")).await, FakeLedger::default());
    let client = http(&ledger);
    let header = sdr_http::HeaderName::from_static("x-key");
    let call = server
        .get()
        .secret_header(header, "Bearer ", &Secret::new("hunter2"))
        .body(Body::Form(vec![("who".into(), "Ada".into())]));
    let seen = format!("{call:?} {:?} {:?}", client, client.call(call.clone()).await.unwrap());
    for hidden in ["hunter2", "Ada", "name", "the body"] {
        assert!(!seen.contains(hidden), "{seen}");
    }
    let closed = Raw::start(Act::Closes).await;
    let error = client.call(closed.get()).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("Ada"), "{error:?}");
}
