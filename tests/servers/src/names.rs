//! A name server on loopback that knows a few domains and answers only questions it was told to expect.
//!
//! Speaks UDP as name servers do; a question that is no single, standard, recursive one is refused
//! (`FORMERR`), a question about a domain nobody mentioned is answered with NXDOMAIN.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hickory_proto::op::{Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, MX, SOA};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// What is known of a domain.
#[derive(Debug, Clone)]
enum Zone {
    Records(Vec<RData>),
    /// The name servers of the domain are broken.
    ServFail,
    /// The question is lost.
    Silent,
    /// Answers are random bytes.
    Garbage,
}

#[derive(Debug, Default)]
struct Memory {
    zones: HashMap<String, Zone>,
    asked: Vec<String>,
}

/// The server, until it is dropped.
#[derive(Debug)]
pub struct FakeNames {
    address: SocketAddr,
    memory: Arc<Mutex<Memory>>,
    task: JoinHandle<()>,
}

impl Drop for FakeNames {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FakeNames {
    /// Starts knowing nothing.
    pub async fn start() -> std::io::Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        let address = socket.local_addr()?;
        let memory = Arc::new(Mutex::new(Memory::default()));
        let task = tokio::spawn(serve(socket, Arc::clone(&memory)));
        Ok(Self { address, memory, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, domain: &str, record: Option<RData>) {
        let mut memory = self.memory();
        let mut records = match memory.zones.remove(domain) {
            Some(Zone::Records(records)) => records,
            Some(Zone::ServFail | Zone::Silent | Zone::Garbage) | None => Vec::new(),
        };
        records.extend(record);
        memory.zones.insert(domain.to_owned(), Zone::Records(records));
    }

    /// The domain takes mail through this host.
    pub fn mail_through(&self, domain: &str, preference: u16, host: &str) {
        if let Ok(host) = Name::from_ascii(format!("{host}.")) {
            self.add(domain, Some(RData::MX(MX::new(preference, host))));
        }
    }

    /// The domain says that it takes no mail (RFC 7505).
    pub fn takes_no_mail(&self, domain: &str) {
        self.add(domain, Some(RData::MX(MX::new(0, Name::root()))));
    }

    /// The domain has an address.
    pub fn address_of(&self, domain: &str) {
        self.add(domain, Some(RData::A(A(Ipv4Addr::new(192, 0, 2, 1)))));
    }

    /// The domain has an address of the sixth version only.
    pub fn six_address_of(&self, domain: &str) {
        self.add(domain, Some(RData::AAAA(AAAA(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)))));
    }

    /// The domain exists and has nothing.
    pub fn bare(&self, domain: &str) {
        self.add(domain, None);
    }

    /// The domain's servers are broken.
    pub fn broken(&self, domain: &str) {
        self.memory().zones.insert(domain.to_owned(), Zone::ServFail);
    }

    /// Questions about the domain are lost.
    pub fn silent(&self, domain: &str) {
        self.memory().zones.insert(domain.to_owned(), Zone::Silent);
    }

    /// Questions about the domain are answered with random bytes.
    pub fn garbled(&self, domain: &str) {
        self.memory().zones.insert(domain.to_owned(), Zone::Garbage);
    }

    /// Every question, as `MX harbor.example`, in order; one that was asked again stands here again.
    pub fn asked(&self) -> Vec<String> {
        self.memory().asked.clone()
    }
}

async fn serve(socket: UdpSocket, memory: Arc<Mutex<Memory>>) {
    let mut buffer = vec![0; 4096];
    while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
        let Ok(question) = Message::from_vec(&buffer[..length]) else { continue };
        if let Some(answer) = answer(&question, &memory) {
            // A caller that is gone needs no answer.
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

fn answer(question: &Message, memory: &Mutex<Memory>) -> Option<Vec<u8>> {
    let asked = &question.metadata;
    let mut answer = Message::response(asked.id, OpCode::Query);
    answer.metadata.recursion_desired = asked.recursion_desired;
    answer.metadata.recursion_available = true;
    let proper = asked.message_type == MessageType::Query && asked.op_code == OpCode::Query;
    let query = match question.queries.as_slice() {
        [query] if proper && asked.recursion_desired => query,
        _ => {
            answer.metadata.response_code = ResponseCode::FormErr;
            return answer.to_vec().ok();
        }
    };
    answer.add_query(query.clone());
    let domain = query.name().to_ascii().trim_end_matches('.').to_ascii_lowercase();
    let zone = {
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.asked.push(format!("{} {domain}", query.query_type()));
        memory.zones.get(&domain).cloned()
    };
    match zone {
        Some(Zone::Records(records)) => fill(&mut answer, query, records),
        Some(Zone::ServFail) => answer.metadata.response_code = ResponseCode::ServFail,
        Some(Zone::Silent) => return None,
        Some(Zone::Garbage) => return Some(vec![0xff; 40]),
        None => {
            answer.metadata.response_code = ResponseCode::NXDomain;
            answer.add_authority(start_of_authority());
        }
    }
    answer.to_vec().ok()
}

fn fill(answer: &mut Message, query: &Query, records: Vec<RData>) {
    let kind: RecordType = query.query_type();
    let fitting = records.into_iter().filter(|record| record.record_type() == kind);
    for record in fitting {
        answer.add_answer(Record::from_rdata(query.name().clone(), 300, record));
    }
    if answer.answers.is_empty() {
        answer.add_authority(start_of_authority());
    }
}

fn start_of_authority() -> Record {
    let soa = SOA::new(Name::root(), Name::root(), 1, 3600, 600, 86_400, 60);
    Record::from_rdata(Name::root(), 60, RData::SOA(soa))
}
