//! Live tests behind the wizard's "Test" buttons.

use std::time::Duration;

use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::XWay;
use sdr_ports::{ChannelHealth, Secret};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{TestOutcome, TestResult, WizardAnswers};

/// What can be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// The product page.
    ProductUrl,
    /// X.
    X,
    /// Telegram Desktop.
    Telegram,
    /// The mailbox.
    Email,
    /// Apollo.
    Apollo,
    /// The language model.
    Llm,
}

/// A test that hangs is a failed test.
const PATIENCE: Duration = Duration::from_secs(15);

impl Engine {
    /// Tests one connection with the answers as they are typed; stores nothing.
    pub async fn test_connection(
        &self,
        what: Connection,
        answers: &WizardAnswers,
        secret: Option<Secret>,
    ) -> Result<TestResult, EngineError> {
        Ok(match what {
            Connection::Telegram => self.test_channel(Channel::Telegram, answers, None).await,
            Connection::Email => self.test_email(answers, secret).await,
            Connection::ProductUrl => test_product_url(&answers.company.product_url),
            Connection::X => self.test_x(answers, secret.as_ref()).await,
            Connection::Apollo => self.test_apollo(answers, secret.as_ref()).await,
            Connection::Llm => self.test_llm(answers, secret.as_ref()).await,
        })
    }

    async fn test_apollo(&self, answers: &WizardAnswers, secret: Option<&Secret>) -> TestResult {
        let Some(directory) = self.cx.sources.apollo(&answers.connect, secret).await else {
            return skipped("No Apollo key is entered.", "You can connect Apollo later in the settings.");
        };
        match tokio::time::timeout(PATIENCE, directory.health()).await {
            Ok(health) => TestResult {
                outcome: if health.ready { TestOutcome::Ok } else { TestOutcome::Failed },
                sentence: health.sentence,
                fix: health.fix,
            },
            Err(_) => failed("Apollo did not answer within 15 seconds.", "Check your network and try again."),
        }
    }

    async fn test_x(&self, answers: &WizardAnswers, secret: Option<&Secret>) -> TestResult {
        if answers.connect.x.way == XWay::Assisted {
            return skipped(
                "Nothing to connect: the app opens X in your browser, and you press the last key.",
                "People from X come in by a CSV file or by hand. To search X, choose a key or your session.",
            );
        }
        let Some(search) = self.cx.sources.x(&answers.connect, secret).await else {
            return skipped("X is not connected.", "Enter the key or the cookies, then test again.");
        };
        match tokio::time::timeout(PATIENCE, search.health()).await {
            Ok(health) => TestResult {
                outcome: if health.ready { TestOutcome::Ok } else { TestOutcome::Failed },
                sentence: health.sentence,
                fix: health.fix,
            },
            Err(_) => failed("X did not answer within 15 seconds.", "Check your network and try again."),
        }
    }

    /// Looks whether the chosen models would answer; asks none, so it costs nothing.
    async fn test_llm(&self, answers: &WizardAnswers, secret: Option<&Secret>) -> TestResult {
        let Some(gateway) = self.cx.llms.open(&answers.llm, secret).await else {
            return TestResult {
                outcome: TestOutcome::Ok,
                sentence: "No model is needed: judging and writing work offline on this machine.".into(),
                fix: None,
            };
        };
        match tokio::time::timeout(PATIENCE, gateway.health()).await {
            Ok(health) => TestResult {
                outcome: if health.ready { TestOutcome::Ok } else { TestOutcome::Failed },
                sentence: health.sentence,
                fix: health.fix,
            },
            Err(_) => failed(
                "The model service did not answer within 15 seconds.",
                "Look whether it runs, and check the address.",
            ),
        }
    }

    async fn test_email(&self, answers: &WizardAnswers, secret: Option<Secret>) -> TestResult {
        let Some(account) = &answers.connect.email else {
            return skipped("No mailbox is entered.", "You can connect e-mail later in the settings.");
        };
        if let Some((_, sentence)) = account.problems().first() {
            return failed(format!("{sentence}."), "Correct the field and test again.");
        }
        self.test_channel(Channel::Email, answers, secret.as_ref()).await
    }

    async fn test_channel(
        &self,
        channel: Channel,
        answers: &WizardAnswers,
        secret: Option<&Secret>,
    ) -> TestResult {
        let Some(port) = self.cx.channels.open(channel, &answers.connect, secret).await else {
            return skipped("This channel is not connected.", "You can connect it later in the settings.");
        };
        match tokio::time::timeout(PATIENCE, port.health()).await {
            Ok(health) => outcome(health),
            Err(_) => failed("There was no answer within 15 seconds.", "Check the address and your network."),
        }
    }
}

fn outcome(health: ChannelHealth) -> TestResult {
    let outcome = match (health.ready, health.mode) {
        (true, Mode::Automatic | Mode::Assisted) => TestOutcome::Ok,
        (true, Mode::Forbidden) | (false, _) => TestOutcome::Failed,
    };
    TestResult { outcome, sentence: health.sentence, fix: health.fix }
}

/// The page itself is not fetched: until the egress ledger exists nothing leaves for a mere check.
fn test_product_url(text: &str) -> TestResult {
    match text.parse::<url::Url>() {
        Ok(url)
            if matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some_and(|h| h.contains('.')) =>
        {
            TestResult { outcome: TestOutcome::Ok, sentence: "The address is well formed.".into(), fix: None }
        }
        _ => failed(
            "This is not a web address.",
            "Write it with https:// in front, e.g. https://www.example.com",
        ),
    }
}

fn failed(sentence: impl Into<String>, fix: &str) -> TestResult {
    TestResult { outcome: TestOutcome::Failed, sentence: sentence.into(), fix: Some(fix.to_owned()) }
}

fn skipped(sentence: &str, fix: &str) -> TestResult {
    TestResult { outcome: TestOutcome::Skipped, sentence: sentence.to_owned(), fix: Some(fix.to_owned()) }
}
