//! The same steps as `bench_sequences.rs` in a loop written by hand for nothing else: prepared statements on one
//! connection, claimed and finished in groups (100 unless told), every commit synced to disk. No engine, no rules, no versions.
//!
//! `by-hand FILE inside|like DUE [GROUP]` prints steps a second; `by-hand FILE idle ENROLLMENTS` microseconds of a poll that
//! finds nothing due.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, params};

const DAY: i64 = 86_400_000;

const TABLES: &str = "
    CREATE TABLE leads (id BLOB PRIMARY KEY, name TEXT NOT NULL, x TEXT NOT NULL, post TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE suppressions (value TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE replies (id INTEGER PRIMARY KEY, lead_id BLOB NOT NULL, at INTEGER NOT NULL);
    CREATE INDEX replies_by_lead ON replies (lead_id, at);
    CREATE TABLE enrollments (id BLOB PRIMARY KEY, lead_id BLOB NOT NULL, state TEXT NOT NULL, step TEXT NOT NULL,
        visit INTEGER NOT NULL, wake_at INTEGER, updated_at INTEGER NOT NULL);
    CREATE INDEX enrollments_by_wake ON enrollments (wake_at, id) WHERE wake_at IS NOT NULL;
    CREATE TABLE executions (enrollment_id BLOB NOT NULL, visit INTEGER NOT NULL, step TEXT NOT NULL, kind TEXT NOT NULL,
        outcome TEXT NOT NULL, delivery_id BLOB, started_at INTEGER NOT NULL, finished_at INTEGER,
        PRIMARY KEY (enrollment_id, visit)) WITHOUT ROWID;
    CREATE TABLE deliveries (id BLOB PRIMARY KEY, enrollment_id BLOB NOT NULL, lead_id BLOB NOT NULL, action TEXT NOT NULL,
        recipient TEXT NOT NULL, reply_to TEXT NOT NULL, state TEXT NOT NULL, receipt TEXT,
        created_at INTEGER NOT NULL, sent_at INTEGER);
    CREATE INDEX deliveries_by_enrollment ON deliveries (enrollment_id);
    CREATE TABLE delivery_parts (delivery_id BLOB NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
        state TEXT NOT NULL, PRIMARY KEY (delivery_id, number)) WITHOUT ROWID;
    CREATE TABLE delivery_events (seq INTEGER PRIMARY KEY, delivery_id BLOB NOT NULL, event TEXT NOT NULL,
        at INTEGER NOT NULL);
    CREATE INDEX delivery_events_by_delivery ON delivery_events (delivery_id);";

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// Sixteen bytes that sort by `n`, told apart by `kind`.
fn id(kind: u64, n: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&n.to_be_bytes());
    bytes[8..].copy_from_slice(&kind.to_be_bytes());
    bytes
}

fn filled(path: &str, count: u64, due_at: i64) -> Connection {
    let mut db = Connection::open(path).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.execute_batch(TABLES).unwrap();
    let tx = db.transaction().unwrap();
    {
        let mut lead = tx.prepare("INSERT INTO leads VALUES (?, ?, ?, ?)").unwrap();
        let mut enrollment =
            tx.prepare("INSERT INTO enrollments VALUES (?, ?, 'active', 'first', 0, ?, ?)").unwrap();
        for n in 0..count {
            let (name, x, post) = (format!("Person {n}"), format!("person_{n}"), n.to_string());
            lead.execute(params![id(1, n), name, x, post]).unwrap();
            enrollment.execute(params![id(2, n), id(1, n), due_at, due_at]).unwrap();
        }
    }
    tx.commit().unwrap();
    db
}

struct Due {
    id: Vec<u8>,
    lead: Vec<u8>,
    visit: i64,
    x: String,
    post: String,
}

/// Takes a group: what is due, and for a like the delivery that is about to leave.
fn claim(db: &mut Connection, like: bool, group: i64, next: &mut u64) -> Vec<(Due, Option<[u8; 16]>, &'static str)> {
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let at = now();
    let mut taken = Vec::new();
    {
        let mut due = tx
            .prepare_cached(
                "SELECT e.id, e.lead_id, e.visit, l.x, l.post FROM enrollments e JOIN leads l ON l.id = e.lead_id
                 WHERE e.wake_at <= ? ORDER BY e.wake_at, e.id LIMIT ?",
            )
            .unwrap();
        let found: Vec<Due> = due
            .query_map(params![at, group], |row| {
                Ok(Due { id: row.get(0)?, lead: row.get(1)?, visit: row.get(2)?, x: row.get(3)?, post: row.get(4)? })
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut claim = tx.prepare_cached("UPDATE enrollments SET state = 'claimed', wake_at = NULL WHERE id = ?").unwrap();
        let mut barred = tx.prepare_cached("SELECT 1 FROM suppressions WHERE value = ?").unwrap();
        let mut reply = tx.prepare_cached("SELECT 1 FROM replies WHERE lead_id = ? LIMIT 1").unwrap();
        let mut delivery = tx
            .prepare_cached("INSERT INTO deliveries VALUES (?, ?, ?, 'like', ?, ?, 'queued', NULL, ?, NULL)")
            .unwrap();
        let mut part = tx.prepare_cached("INSERT INTO delivery_parts VALUES (?, 0, '', 'queued')").unwrap();
        let mut event =
            tx.prepare_cached("INSERT INTO delivery_events (delivery_id, event, at) VALUES (?, 'queue', ?)").unwrap();
        for due in found {
            claim.execute([&due.id]).unwrap();
            if barred.exists([&due.x]).unwrap() {
                continue;
            }
            let outcome = if reply.exists([&due.lead]).unwrap() { "yes" } else { "no" };
            let sent = like.then(|| {
                *next += 1;
                let key = id(3, *next);
                delivery.execute(params![key, due.id, due.lead, due.x, due.post, at]).unwrap();
                part.execute([key]).unwrap();
                event.execute(params![key, at]).unwrap();
                key
            });
            taken.push((due, sent, outcome));
        }
    }
    tx.commit().unwrap();
    taken
}

/// Writes down what became of a group.
fn finish(db: &mut Connection, taken: &[(Due, Option<[u8; 16]>, &'static str)]) {
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let at = now();
    {
        let mut execution =
            tx.prepare_cached("INSERT INTO executions VALUES (?, ?, 'first', ?, ?, ?, ?, ?)").unwrap();
        let mut advance = tx
            .prepare_cached(
                "UPDATE enrollments SET state = 'active', step = 'later', visit = visit + 1, wake_at = ?, updated_at = ?
                 WHERE id = ?",
            )
            .unwrap();
        let mut sent = tx
            .prepare_cached("UPDATE deliveries SET state = 'sent', receipt = 'dry run', sent_at = ? WHERE id = ?")
            .unwrap();
        let mut part =
            tx.prepare_cached("UPDATE delivery_parts SET state = 'accepted' WHERE delivery_id = ?").unwrap();
        let mut event =
            tx.prepare_cached("INSERT INTO delivery_events (delivery_id, event, at) VALUES (?, 'accept', ?)").unwrap();
        for (due, delivery, outcome) in taken {
            if let Some(key) = delivery {
                sent.execute(params![at, key]).unwrap();
                part.execute([key]).unwrap();
                event.execute(params![key, at]).unwrap();
            }
            let (kind, outcome) = if delivery.is_some() { ("like", "done") } else { ("check", *outcome) };
            execution.execute(params![due.id, due.visit, kind, outcome, delivery, at, at]).unwrap();
            advance.execute(params![at + DAY, at, due.id]).unwrap();
        }
    }
    tx.commit().unwrap();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (path, kind, count) = (&arguments[1], arguments[2].as_str(), arguments[3].parse::<u64>().unwrap());
    if kind == "idle" {
        let db = filled(path, count, now() + DAY);
        let mut poll = db.prepare("SELECT id FROM enrollments WHERE wake_at <= ? ORDER BY wake_at, id LIMIT 100").unwrap();
        let begun = Instant::now();
        for _ in 0..10_000 {
            assert!(!poll.exists([now()]).unwrap());
        }
        println!("{:.1}", begun.elapsed().as_secs_f64() * 100.0);
        return;
    }
    let group = arguments.get(4).map_or(100, |group| group.parse().unwrap());
    let mut db = filled(path, count, now() - 1);
    let (mut done, mut next) = (0, 0);
    let begun = Instant::now();
    loop {
        let taken = claim(&mut db, kind == "like", group, &mut next);
        if taken.is_empty() {
            break;
        }
        finish(&mut db, &taken);
        done += taken.len();
    }
    let seconds = begun.elapsed().as_secs_f64();
    let rows: u64 = db.query_row("SELECT COUNT(*) FROM executions", [], |row| row.get(0)).unwrap();
    assert_eq!((done as u64, rows), (count, count));
    println!("{:.0}", count as f64 / seconds);
}
