//! Addresses of services: what people type, brought into the one form requests are made from.

use sdr_domain::project::{LlmChoice, LlmProvider};
use sdr_ports::Secret;
use url::{Host, Url};

use crate::trouble::{Addressee, Trouble};

/// Where a provider is reached: the trimmed base and its parts.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) service: Addressee,
    base: String,
    parsed: Option<Url>,
}

impl Address {
    pub(crate) fn of(choice: &LlmChoice) -> Self {
        let (name, own, tails): (&str, &str, &[&str]) = match choice.provider {
            LlmProvider::None => ("no model", "", &[]),
            LlmProvider::Ollama => ("Ollama", "http://127.0.0.1:11434", &["/api/chat", "/api", "/v1"]),
            LlmProvider::Groq => {
                ("Groq", "https://api.groq.com/openai/v1", &["/chat/completions", "/models"])
            }
            LlmProvider::Anthropic => ("Anthropic", "https://api.anthropic.com", &["/v1/messages", "/v1"]),
            LlmProvider::OpenaiCompatible => {
                ("The model server", "https://api.openai.com/v1", &["/chat/completions", "/models"])
            }
        };
        let typed = choice.base_url.trim().trim_end_matches('/');
        let typed =
            tails.iter().find_map(|tail| typed.strip_suffix(tail)).unwrap_or(typed).trim_end_matches('/');
        let base = match typed {
            "" => own.to_owned(),
            typed if typed.contains("://") => typed.to_owned(),
            // "localhost:11434", as people say it.
            typed => format!("http://{typed}"),
        };
        let parsed = base.parse::<Url>().ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let parsed = parsed.filter(|url| url.username().is_empty() && url.password().is_none());
        // OLLAMA_HOST=0.0.0.0 means "listen everywhere"; asking goes to this machine.
        let unspecified = parsed.as_ref().is_some_and(|url| url.host_str() == Some("0.0.0.0"));
        let (base, parsed) = if unspecified {
            let base = base.replacen("0.0.0.0", "127.0.0.1", 1);
            (base.clone(), base.parse().ok())
        } else {
            (base, parsed)
        };
        let shown = if parsed.is_some() { base.clone() } else { "the address that was entered".to_owned() };
        Self { service: Addressee { name: name.to_owned(), base: shown }, base, parsed }
    }

    /// For keys of what is remembered, and fingerprints.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The address of one call, or why there is none.
    pub(crate) fn join(&self, path: &str) -> Result<Url, Trouble> {
        let wrong = || self.service.stranger();
        if self.parsed.is_none() {
            return Err(wrong());
        }
        format!("{}{path}", self.base).parse().map_err(|_| wrong())
    }

    /// Refuses to send a key where others could read it.
    pub(crate) fn check_key(&self, key: Option<&Secret>) -> Result<(), Trouble> {
        let readable =
            self.parsed.as_ref().is_some_and(|url| url.scheme() == "http" && !on_this_machine(url));
        if readable && key.is_some() { Err(self.service.readable_key()) } else { Ok(()) }
    }
}

fn on_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(provider: LlmProvider, base_url: &str) -> Address {
        Address::of(&LlmChoice { provider, base_url: base_url.into(), ..LlmChoice::default() })
    }

    #[test]
    fn every_spelling_leads_to_the_same_calls() {
        for text in [
            "",
            "http://127.0.0.1:11434/",
            "127.0.0.1:11434",
            "http://0.0.0.0:11434/api",
            "http://127.0.0.1:11434/v1",
        ] {
            let url = address(LlmProvider::Ollama, text).join("/api/chat").unwrap();
            assert_eq!(url.as_str(), "http://127.0.0.1:11434/api/chat", "{text}");
        }
        let url = address(LlmProvider::OpenaiCompatible, "http://localhost:1234/v1/chat/completions");
        assert_eq!(url.join("/models").unwrap().as_str(), "http://localhost:1234/v1/models");
        assert_eq!(address(LlmProvider::Groq, "").base(), "https://api.groq.com/openai/v1");
    }

    #[test]
    fn a_key_never_travels_readable() {
        let key = Secret::new("k");
        let check = |base: &str| address(LlmProvider::OpenaiCompatible, base).check_key(Some(&key)).is_ok();
        assert!(check("") && check("http://127.0.0.1:1234/v1") && check("https://models.example.com/v1"));
        assert!(!check("http://models.example.com/v1") && !check("http://10.0.0.7:1234/v1"));
        assert!(address(LlmProvider::OpenaiCompatible, "http://10.0.0.7/v1").check_key(None).is_ok());
    }

    #[test]
    fn nonsense_is_no_address_and_is_not_repeated() {
        for text in ["ftp://example.com", "http://ada:secret@example.com", "http://[::"] {
            let error = address(LlmProvider::Ollama, text).join("/api/tags").unwrap_err();
            assert!(!error.sentence.contains("secret"), "{}", error.sentence);
        }
    }
}
