//! Emails in the egress ledger, and local-only.

use std::sync::Arc;

use sdr_domain::connect::{EmailAccount, MailSecurity};
use sdr_domain::id::LeadId;
use sdr_ports::fakes::FakeLedger;
use sdr_ports::{ChannelError, ChannelPort, Outgoing};
use uuid::Uuid;

use crate::fake_server::{FakeServer, Script};
use crate::mailbox::{Journal, account, channel, message};

#[tokio::test]
async fn a_send_is_in_the_egress_ledger_with_its_person_and_local_only_lets_this_machine_be_used() {
    let server = FakeServer::start(Script::default()).await;
    let ledger = FakeLedger::default();
    ledger.local_only(true);
    let channel =
        channel(account(server.port, MailSecurity::None), None).with_ledger(Arc::new(ledger.clone()));
    let ada = LeadId(Uuid::from_u128(7));
    let message = Outgoing { lead_id: Some(ada), ..message("ada@example.com") };
    channel.deliver(&message, &Journal::default()).await.unwrap();
    let entries = ledger.entries();
    assert_eq!(entries[0].intent.about, [ada]);
    assert!(entries[0].intent.bytes_out > 100);
    assert_eq!(ledger.lines(), ["SMTP 127.0.0.1 accepted"]);
}

#[tokio::test]
async fn local_only_holds_an_email_to_another_machine_back_before_any_connection() {
    let ledger = FakeLedger::default();
    ledger.local_only(true);
    let far = EmailAccount { smtp_host: "mail.example.com".into(), ..account(465, MailSecurity::Tls) };
    let channel = channel(far, None).with_ledger(Arc::new(ledger.clone()));
    let held = channel.deliver(&message("ada@example.com"), &Journal::default()).await.unwrap_err();
    assert!(
        matches!(&held, ChannelError::NotNow { reason, .. } if reason.contains("Local-only is on")),
        "{held}"
    );
    let health = channel.health().await;
    assert!(!health.ready && health.sentence.contains("Local-only"), "{}", health.sentence);
    assert_eq!(ledger.lines(), ["SMTP mail.example.com refused", "SMTP mail.example.com refused"]);
}
