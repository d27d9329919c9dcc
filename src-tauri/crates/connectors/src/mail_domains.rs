//! Mail domains, looked up in the domain name system.
//!
//! A domain takes mail through its MX records; without any, through its own address (RFC 5321, section
//! 5.1); a single MX that names no host says that it takes none (RFC 7505).
//!
//! **Invariant:** `NoMail` is said only when the name servers surely said so: no such name, nothing that
//! could take mail, or a null MX. Trouble on the way is `Unknown` and is not remembered.
//!
//! **Invariant:** every question is in the egress ledger before it is asked. It counts as leaving the
//! machine also when the name server is a local one, which passes it on.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hickory_resolver::config::{NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::rdata::MX;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::{Resolver, TokioResolver};
use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::handle_finding::MailFinding;
use sdr_domain::id::LeadId;
use sdr_ports::{Clock, EgressIntent, EgressLedger, EgressOutcome, MailDomains};

/// How long an answer is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// Answers remembered at once; beyond that all are forgotten.
const MOST_REMEMBERED: usize = 10_000;
/// For one question to one name server; each is asked twice.
const PATIENCE: Duration = Duration::from_secs(3);

/// Asks the name servers of this machine, or a given one.
pub struct MailServers {
    /// Made once; `Err` says why there is none.
    resolver: Result<(TokioResolver, String), String>,
    ledger: Arc<dyn EgressLedger>,
    clock: Arc<dyn Clock>,
    known: Mutex<HashMap<String, (Timestamp, MailFinding)>>,
}

impl std::fmt::Debug for MailServers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailServers").finish_non_exhaustive()
    }
}

/// What was answered to one question.
enum Told {
    Records(Lookup),
    /// There is no such name.
    NoName,
    /// The name has none of this kind.
    None,
    Trouble(String),
}

impl MailServers {
    /// `name_server` takes the place of the machine's own ones; `patience` is for one question, asked twice.
    pub fn new(
        ledger: Arc<dyn EgressLedger>,
        clock: Arc<dyn Clock>,
        name_server: Option<SocketAddr>,
        patience: Option<Duration>,
    ) -> Self {
        let resolver = resolver(name_server, patience.unwrap_or(PATIENCE));
        Self { resolver, ledger, clock, known: Mutex::default() }
    }

    fn remembered(&self, domain: &str) -> Option<MailFinding> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, finding) = known.get(domain)?;
        (self.clock.now().duration_since(*at) < REMEMBERED).then(|| finding.clone())
    }

    fn remember(&self, domain: String, finding: &MailFinding) {
        match finding {
            MailFinding::Unknown { .. } => {}
            MailFinding::TakesMail { .. } | MailFinding::NoMail { .. } => {
                let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                if known.len() >= MOST_REMEMBERED {
                    known.clear();
                }
                known.insert(domain, (self.clock.now(), finding.clone()));
            }
        }
    }

    async fn look(&self, name: &Name, about: &[LeadId]) -> MailFinding {
        match self.ask(name, RecordType::MX, about).await {
            Told::Records(found) => through_mx(&found),
            Told::NoName => no_mail("There is no such domain."),
            Told::None => self.through_address(name, about).await,
            Told::Trouble(why) => MailFinding::Unknown { why },
        }
    }

    /// Without MX records mail goes to the domain's own address.
    async fn through_address(&self, name: &Name, about: &[LeadId]) -> MailFinding {
        for kind in [RecordType::A, RecordType::AAAA] {
            match self.ask(name, kind, about).await {
                Told::Records(_) => return MailFinding::TakesMail { host: host(name) },
                Told::NoName => return no_mail("There is no such domain."),
                Told::None => {}
                Told::Trouble(why) => return MailFinding::Unknown { why },
            }
        }
        no_mail("The domain has neither a mail server nor an address.")
    }

    async fn ask(&self, name: &Name, kind: RecordType, about: &[LeadId]) -> Told {
        let (resolver, server) = match &self.resolver {
            Ok(resolver) => resolver,
            Err(why) => return Told::Trouble(why.clone()),
        };
        let intent = EgressIntent {
            host: server.clone(),
            purpose: EgressPurpose::HandleCheck,
            method: "DNS".into(),
            fields: vec!["mail domain".into()],
            about: about.to_vec(),
            // Header and question (RFC 1035, section 4.1).
            bytes_out: 16 + name.len() as u64,
            leaves_machine: true,
        };
        let entry = match self.ledger.begin(intent).await {
            Ok(entry) => entry,
            Err(refused) => return Told::Trouble(refused.to_string()),
        };
        let told = told(resolver.lookup(name.clone(), kind).await);
        let outcome = match &told {
            Told::Records(_) => "answered",
            Told::NoName => "no such name",
            Told::None => "no such record",
            Told::Trouble(_) => "no answer",
        };
        self.ledger.finish(entry, EgressOutcome { outcome: outcome.into(), bytes_in: 0 });
        told
    }
}

fn resolver(name_server: Option<SocketAddr>, patience: Duration) -> Result<(TokioResolver, String), String> {
    let none = || "This machine has no name server set.".to_owned();
    let provider = TokioRuntimeProvider::default();
    let (mut builder, server) = if let Some(address) = name_server {
        let mut server = NameServerConfig::udp_and_tcp(address.ip());
        for connection in &mut server.connections {
            connection.port = address.port();
        }
        let config = ResolverConfig::from_name_servers(vec![server]);
        (Resolver::builder_with_config(config, provider), address.ip())
    } else {
        let (config, options) = hickory_resolver::system_conf::read_system_conf().map_err(|_| none())?;
        let first = config.name_servers().first().map(|server| server.ip).ok_or_else(none)?;
        (Resolver::builder_with_config(config, provider).with_options(options), first)
    };
    let options = builder.options_mut();
    options.timeout = patience;
    options.attempts = 1;
    // What is remembered is decided here, by our clock; a hosts file knows nothing of mail.
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    let resolver = builder.build().map_err(|_| none())?;
    Ok((resolver, server.to_string()))
}

fn told(answer: Result<Lookup, NetError>) -> Told {
    match answer {
        Ok(found) if found.answers().is_empty() => Told::None,
        Ok(found) => Told::Records(found),
        Err(NetError::Dns(DnsError::NoRecordsFound(none))) => {
            let code = none.response_code;
            if code == ResponseCode::NXDomain {
                Told::NoName
            } else if code == ResponseCode::NoError && (none.ns.is_none() || none.soa.is_some()) {
                Told::None
            } else {
                // Trouble, or a referral instead of an answer: nothing is known about the records.
                Told::Trouble(format!("The name server answered: {code}."))
            }
        }
        Err(NetError::Dns(DnsError::ResponseCode(code))) => {
            Told::Trouble(format!("The name server answered: {code}."))
        }
        Err(NetError::Timeout) => Told::Trouble("The name server did not answer in time.".into()),
        Err(_) => Told::Trouble("The name server cannot be asked.".into()),
    }
}

fn through_mx(found: &Lookup) -> MailFinding {
    fn exchange(data: &RData) -> Option<&MX> {
        if let RData::MX(mx) = data { Some(mx) } else { None }
    }
    let mut exchanges: Vec<&MX> =
        found.answers().iter().filter_map(|record| exchange(&record.data)).collect();
    exchanges.sort_by_key(|mx| mx.preference);
    match exchanges.iter().find(|mx| !mx.exchange.is_root()) {
        Some(mx) => MailFinding::TakesMail { host: host(&mx.exchange) },
        None if exchanges.is_empty() => MailFinding::Unknown {
            why: "The name server answered with something else than was asked.".into(),
        },
        None => no_mail("The domain says that it takes no mail."),
    }
}

fn host(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_ascii_lowercase()
}

fn no_mail(why: &str) -> MailFinding {
    MailFinding::NoMail { why: why.to_owned() }
}

#[async_trait]
impl MailDomains for MailServers {
    async fn check(&self, domain: &str, about: &[LeadId]) -> MailFinding {
        // International names go out in their ASCII form; the final dot keeps the machine's own search
        // domains from being appended.
        let Ok(mut name) = Name::from_utf8(domain.trim().trim_end_matches('.')) else {
            return MailFinding::Unknown { why: "This is not how a domain is written.".into() };
        };
        if name.num_labels() < 2 {
            return MailFinding::Unknown { why: "This is not how a mail domain is written.".into() };
        }
        name.set_fqdn(true);
        let key = host(&name);
        if let Some(finding) = self.remembered(&key) {
            return finding;
        }
        let finding = self.look(&name, about).await;
        self.remember(key, &finding);
        finding
    }
}
