//! One request with patience: what passes by itself is tried again, what does not is said at once.

use std::time::Duration;

use sdr_http::{Answer, Call, Http, HttpError};
use sdr_ports::llm::LlmUsage;

use crate::trouble::{Addressee, Trouble};

/// How long the gateway waits and how often it tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For an answer of a model on this machine or network; the first one may have to load the model.
    pub local: Duration,
    /// For an answer of a hosted model.
    pub hosted: Duration,
    /// For lists of models and other small things.
    pub small: Duration,
    /// Before the first new try; doubled for each one after.
    pub backoff: Duration,
    /// New tries after trouble that passes.
    pub tries: u32,
    /// A service that asks for a longer pause is taken at its word: the question is given back.
    pub longest_wait: Duration,
    /// Between two lines of a download; checking a large file is done in silence.
    pub pull_stall: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            local: Duration::from_mins(5),
            hosted: Duration::from_mins(1),
            small: Duration::from_secs(8),
            backoff: Duration::from_secs(1),
            tries: 3,
            longest_wait: Duration::from_secs(20),
            pull_stall: Duration::from_mins(5),
        }
    }
}

/// What an answer that is no success means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Too many requests; after this long, if it says.
    Busy(Option<Duration>),
    /// Its own trouble, which may pass.
    Passing,
    /// Nothing will change by asking again.
    Final(Trouble),
    /// The request itself was not understood: the client may know a simpler one.
    Misfit(Misfit),
}

/// What a service said about a request it did not take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Misfit {
    pub(crate) status: u16,
    pub(crate) code: String,
    /// Lower case; for looking into, never for showing.
    pub(crate) message: String,
    /// What the model wrote where its text did not fit the schema.
    pub(crate) failed_generation: Option<String>,
}

/// What came of a request.
pub(crate) enum Outcome {
    Answer(Answer),
    Misfit(Misfit),
}

/// Who asks whom.
pub(crate) struct Line<'a> {
    pub(crate) http: &'a Http,
    pub(crate) service: &'a Addressee,
    pub(crate) patience: Patience,
}

impl Line<'_> {
    /// Sends the request until there is an answer worth handing on. Each request counts in `usage`.
    pub(crate) async fn ask(
        &self,
        call: Call,
        read: impl Fn(&Answer) -> Option<Fault>,
        usage: &mut LlmUsage,
    ) -> Result<Outcome, Trouble> {
        let mut pause = self.patience.backoff;
        for tried in 0.. {
            usage.requests += 1;
            let last = tried >= self.patience.tries;
            let wait = match self.http.call(call.clone()).await {
                Ok(answer) => match read(&answer) {
                    None => return Ok(Outcome::Answer(answer)),
                    Some(Fault::Misfit(misfit)) => return Ok(Outcome::Misfit(misfit)),
                    Some(Fault::Final(trouble)) => return Err(trouble),
                    Some(Fault::Passing) if last => return Err(self.service.failing(answer.status)),
                    Some(Fault::Passing) => pause,
                    Some(Fault::Busy(after)) => {
                        let wait = after.unwrap_or(pause);
                        if last || wait > self.patience.longest_wait {
                            return Err(self.service.busy(whole_seconds(after.unwrap_or(BUSY_FOR))));
                        }
                        wait
                    }
                },
                // The question carries no consequence there, so it may be put again.
                Err(HttpError::Broken { .. }) if !last => pause,
                Err(error) => return Err(self.service.away(&error)),
            };
            tokio::time::sleep(wait).await;
            pause *= 2;
        }
        Err(self.service.failing(0))
    }
}

/// Pause where a service is overrun and does not say for how long.
const BUSY_FOR: Duration = Duration::from_mins(1);

fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1)
}

/// `retry-after` in seconds, or what the message says: "try again in 5.289s", "in 2m59.56s", "in 20ms".
pub(crate) fn retry_after(answer: &Answer, message: &str) -> Option<Duration> {
    if let Some(seconds) = answer.header("retry-after").and_then(|value| value.trim().parse::<f64>().ok()) {
        return duration(seconds);
    }
    let (_, rest) = message.split_once("try again in ")?;
    spelled(rest)
}

fn spelled(text: &str) -> Option<Duration> {
    let mut seconds = 0.0;
    let (mut rest, mut any) = (text, false);
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, unit) = rest.split_at(digits);
        let Ok(number) = number.trim_end_matches('.').parse::<f64>() else { break };
        let (factor, letters) = match unit.as_bytes() {
            [b'm', b's', ..] => (0.001, 2),
            [b'h', ..] => (3600.0, 1),
            [b'm', ..] => (60.0, 1),
            [b's', ..] => (1.0, 1),
            _ => break,
        };
        seconds += number * factor;
        any = true;
        rest = &unit[letters..];
    }
    if any { duration(seconds) } else { None }
}

/// At most a day, so that nonsense cannot stop anything for good.
fn duration(seconds: f64) -> Option<Duration> {
    const DAY: f64 = 86_400.0;
    Duration::try_from_secs_f64(seconds.min(DAY)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelled_pause_is_read() {
        let ms = |text| spelled(text).map(|wait| wait.as_millis());
        assert_eq!(ms("5.289s. Need more tokens?"), Some(5_289));
        assert_eq!(ms("2m59.56s"), Some(179_560));
        assert_eq!(ms("20ms"), Some(20));
        assert_eq!(ms("1h0m0s."), Some(3_600_000));
        assert_eq!(ms("a while"), None);
        assert_eq!(ms("99999999999h"), Some(86_400_000));
    }
}
