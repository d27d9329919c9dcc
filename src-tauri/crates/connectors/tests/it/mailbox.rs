//! What the sending side of a test needs: a mailbox, a message, a journal that can fail, a clock.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use sdr_connectors::EmailChannel;
use sdr_connectors::smtp::Timeouts;
use sdr_domain::connect::{EmailAccount, MailSecurity};
use sdr_domain::delivery::DeliveryPart;
use sdr_domain::id::DeliveryId;
use sdr_domain::part::{PartEvent, PartState};
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::fakes::FakeClock;
use sdr_ports::{JournalError, Outgoing, Secret, SendJournal};

pub(crate) const TEXT: &str =
    "Hi Ada,\n\nyou wrote that weekly reports take two days.\n.\nÜber 40 teams got them back.";

pub(crate) fn account(port: u16, security: MailSecurity) -> EmailAccount {
    EmailAccount {
        from_name: "Sam Rivers".into(),
        from_address: "sam@example.org".into(),
        smtp_host: "127.0.0.1".into(),
        smtp_port: port,
        security,
        postal_address: "1 Example Street, 12345 Exampletown".into(),
        ..EmailAccount::default()
    }
}

pub(crate) fn channel(account: EmailAccount, password: Option<&str>) -> EmailChannel {
    let clock = FakeClock::at("2026-11-20T10:00:00Z".parse().unwrap());
    EmailChannel::new(account, password.map(Secret::new), Arc::new(clock)).with_timeouts(Timeouts {
        connect: Duration::from_secs(5),
        command: Duration::from_millis(700),
        content: Duration::from_millis(700),
        health: Duration::from_secs(5),
    })
}

pub(crate) fn message(to: &str) -> Outgoing {
    Outgoing {
        action: sdr_domain::action::Action::Message,
        delivery_id: DeliveryId("01935a00-0000-7000-8000-000000000001".parse().unwrap()),
        lead_id: None,
        recipient: Handle::parse(HandleKind::Email, to).unwrap(),
        recipient_name: "Ada Lovelace".into(),
        subject: Some("Weekly reports".into()),
        parts: vec![DeliveryPart { number: 0, text: TEXT.into(), state: PartState::Queued }],
        message_id: Some("01935a00-0000-7000-8000-000000000001".into()),
        thread: Vec::new(),
        reply_to: None,
    }
}

/// Keeps what was recorded; can call the send off or fail at one event.
#[derive(Default)]
pub(crate) struct Journal {
    pub(crate) events: Mutex<Vec<(PartEvent, String)>>,
    pub(crate) fails: Option<(PartEvent, JournalError)>,
}

impl Journal {
    pub(crate) fn words(&self) -> Vec<&'static str> {
        self.events.lock().unwrap().iter().map(|(event, _)| event.as_str()).collect()
    }
}

#[async_trait]
impl SendJournal for Journal {
    async fn record(&self, part: u16, event: PartEvent, detail: &str) -> Result<(), JournalError> {
        assert_eq!(part, 0);
        assert!(!detail.contains("weekly reports take"), "message text in the journal");
        if let Some((at, error)) = &self.fails
            && *at == event
        {
            return Err(error.clone());
        }
        self.events.lock().unwrap().push((event, detail.to_owned()));
        Ok(())
    }
}
