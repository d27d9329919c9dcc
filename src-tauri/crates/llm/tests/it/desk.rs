//! One opened model with its server and ledger, and tasks to ask it.

use std::sync::Arc;
use std::time::Duration;

use sdr_domain::channel::Channel;
use sdr_domain::lead::Profile;
use sdr_domain::project::{Company, Icp, LlmChoice, LlmProvider, Tone, Voice};
use sdr_fake_servers::llm::{FakeLlm, KEY};
use sdr_http::Http;
use sdr_llm::{Gateways, Patience};
use sdr_ports::fakes::FakeLedger;
use sdr_ports::llm::{EnrichTask, JudgeTask, LlmErrorKind, WriteTask};
use sdr_ports::{LlmAnswer, LlmError, LlmGateway, LlmReply, LlmTask, Secret};

pub(crate) struct Desk {
    pub(crate) server: FakeLlm,
    pub(crate) ledger: FakeLedger,
    pub(crate) gateway: Arc<dyn LlmGateway>,
    pub(crate) gateways: Gateways,
    pub(crate) choice: LlmChoice,
}

pub(crate) const POST: &str = "Our support tickets pile up again. Does anyone know a tool for this?";

/// So short that a test never waits, long enough for a busy machine.
pub(crate) fn patience() -> Patience {
    Patience {
        local: Duration::from_millis(600),
        hosted: Duration::from_millis(600),
        small: Duration::from_millis(600),
        backoff: Duration::from_millis(2),
        tries: 3,
        longest_wait: Duration::from_millis(1_500),
        pull_stall: Duration::from_millis(300),
    }
}

pub(crate) fn http(ledger: &FakeLedger) -> Http {
    Http::new(Arc::new(ledger.clone())).unwrap()
}

impl Desk {
    pub(crate) async fn ollama() -> Self {
        Self::at(FakeLlm::ollama().await, LlmProvider::Ollama, "qwen3:8b", None)
    }

    pub(crate) async fn openai() -> Self {
        Self::at(FakeLlm::openai().await, LlmProvider::OpenaiCompatible, "gpt-test", Some(KEY))
    }

    pub(crate) async fn groq() -> Self {
        Self::at(FakeLlm::groq().await, LlmProvider::Groq, "openai/gpt-oss-20b", Some(KEY))
    }

    pub(crate) async fn anthropic() -> Self {
        Self::at(FakeLlm::anthropic().await, LlmProvider::Anthropic, "claude-haiku-4-5", Some(KEY))
    }

    pub(crate) async fn each() -> [Self; 4] {
        [Self::ollama().await, Self::openai().await, Self::groq().await, Self::anthropic().await]
    }

    fn at(server: FakeLlm, provider: LlmProvider, model: &str, key: Option<&str>) -> Self {
        let ledger = FakeLedger::default();
        let gateways = Gateways::with_patience(http(&ledger), patience());
        let base_url = server.url.clone();
        let choice = LlmChoice { provider, model: model.into(), base_url, ..LlmChoice::default() };
        let gateway = gateways.open(&choice, key.map(Secret::new)).unwrap();
        Self { server, ledger, gateway, gateways, choice }
    }

    pub(crate) async fn ask(&self, task: &LlmTask) -> Result<LlmReply, LlmError> {
        self.gateway.ask(task, &[]).await
    }

    /// The verdict on [`POST`].
    pub(crate) async fn judge(&self) -> LlmReply {
        self.ask(&judge(&[POST])).await.unwrap()
    }

    /// What kind of trouble there was, and its sentence without the address.
    pub(crate) async fn trouble(&self) -> (LlmErrorKind, String) {
        let error = self.ask(&judge(&[POST])).await.unwrap_err();
        (error.kind, error.sentence.replace(&self.choice.base_url, "ADDRESS"))
    }
}

pub(crate) fn company() -> Company {
    Company {
        name: "Harbour Metrics".into(),
        product_url: "https://example.com".into(),
        description: "Delivery metrics for support teams".into(),
        problem: "Support leads cannot see why tickets pile up".into(),
    }
}

pub(crate) fn profile() -> Profile {
    Profile {
        name: "Ada Lind".into(),
        role: Some("Head of Support".into()),
        company: Some("Fjord Freight".into()),
        ..Profile::default()
    }
}

pub(crate) fn judge(posts: &[&str]) -> LlmTask {
    LlmTask::Judge(JudgeTask {
        company: company(),
        icp: Icp { keywords: vec!["support".into()], ..Icp::default() },
        guidance: String::new(),
        profile: profile(),
        posts: posts.iter().map(|post| (*post).to_owned()).collect(),
    })
}

pub(crate) fn enrich() -> LlmTask {
    LlmTask::Enrich(EnrichTask { company: company(), profile: profile(), posts: vec![POST.into()] })
}

pub(crate) fn write(channel: Channel) -> LlmTask {
    LlmTask::Write(WriteTask {
        company: company(),
        voice: Voice { persona: "Mara".into(), tone: Tone::Helpful, ..Voice::default() },
        profile: profile(),
        posts: vec![POST.into()],
        quotes: vec!["Our support tickets pile up again.".into()],
        enrichment: None,
        channel,
        round: 0,
        complaint: None,
    })
}

/// Verdict and first quote of a judgement.
pub(crate) fn verdict(reply: &LlmReply) -> (&'static str, &str) {
    let LlmAnswer::Judge(answer) = &reply.answer else { panic!("a judgement was asked for") };
    (answer.verdict.as_str(), answer.claims.first().map_or("", |claim| claim.quote.as_str()))
}
