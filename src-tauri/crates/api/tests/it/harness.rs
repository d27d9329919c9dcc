//! A whole core in a temporary folder behind its router, with words for calling it.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use sdr_api::{ApiConfig, Router, Shell};
use sdr_connectors::CsvFiles;
use sdr_domain::channel::{Channel, Mode};
use sdr_engine::{Engine, Parts};
use sdr_ports::Clock;
use sdr_ports::fakes::{FakeChannel, FakeChannels, FakeClock, MemorySecrets, NoServices, SeededIds};
use sdr_storage::{Store, StoreConfig};
use serde_json::{Value, json};
use tower::ServiceExt;

/// An id nothing has.
pub(crate) const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// A router and what stands behind it.
pub(crate) struct Bench {
    pub(crate) router: Router,
    pub(crate) engine: Engine,
    pub(crate) clock: FakeClock,
    pub(crate) telegram: Arc<FakeChannel>,
    folder: tempfile::TempDir,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        let mut value: Value =
            serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {}", self.text()));
        // Whether objects keep their order depends on what else is built; a snapshot must not.
        value.sort_all_objects();
        value
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body of a success.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        self.json()
    }

    /// `(status, code)` of a refusal in the one shape refusals have.
    #[track_caller]
    pub(crate) fn refused(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let body = self.json();
        assert_eq!(body["status"], self.status.as_u16());
        for field in ["type", "title", "detail", "code"] {
            assert!(body[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {body}");
        }
        (self.status.as_u16(), body["code"].as_str().unwrap().to_owned())
    }
}

impl Bench {
    /// Before the setup, as `sdr serve` runs it.
    pub(crate) async fn empty() -> Self {
        Self::in_shell(Shell::Server).await
    }

    pub(crate) async fn in_shell(shell: Shell) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = FakeClock::at("2026-11-20T10:00:00Z".parse().unwrap());
        let url = format!("sqlite://{}", folder.path().join("sdr.sqlite").display());
        let store = StoreConfig { url, backup_dir: None, schema: None };
        let store = Store::open(store, clock.now()).await.unwrap();
        let telegram = Arc::new(FakeChannel::new(Channel::Telegram, Mode::Automatic));
        let engine = Engine::new(Parts {
            store,
            clock: Arc::new(clock.clone()),
            ids: Arc::new(SeededIds::new(1)),
            secrets: Arc::new(MemorySecrets::default()),
            channels: Arc::new(FakeChannels::new(vec![Arc::clone(&telegram)])),
            lead_files: Arc::new(CsvFiles),
            llms: Arc::new(NoServices),
            sources: Arc::new(NoServices),
            handles: Arc::new(NoServices),
            mail_domains: Arc::new(NoServices),
            x_account: Arc::new(NoServices),
            uploads: folder.path().to_owned(),
        });
        std::fs::create_dir(folder.path().join("backups")).unwrap();
        let config = ApiConfig { shell, version: "0.0.0", backups: folder.path().join("backups") };
        let router = sdr_api::router(engine.clone(), config);
        Self { router, engine, clock, telegram, folder }
    }

    /// With a finished setup.
    pub(crate) async fn ready() -> Self {
        let bench = Self::empty().await;
        bench.post("/api/setup/finish", answers()).await.ok();
        bench
    }

    /// With one person who surely is a lead, judged and drafted; answers with their id.
    pub(crate) async fn with_lead() -> (Self, String) {
        let bench = Self::ready().await;
        let lead = bench.post("/api/leads", ada()).await.ok();
        bench.engine.run_pipeline_to_end().await.unwrap();
        let id = lead["id"].as_str().unwrap().to_owned();
        (bench, id)
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: head.status, headers: head.headers, bytes }
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = match body {
            Some(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(body.to_string().into())
            }
            None => request.body(Body::empty()),
        };
        self.send(request.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn poke(&self, path: &str) -> Answer {
        self.call(Method::POST, path, None).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    pub(crate) async fn post_bytes(&self, path: &str, bytes: impl Into<Body>) -> Answer {
        let request = Request::builder().method(Method::POST).uri(path);
        self.send(
            request.header(header::CONTENT_TYPE, "application/octet-stream").body(bytes.into()).unwrap(),
        )
        .await
    }
}

/// Complete answers of the wizard.
pub(crate) fn answers() -> Value {
    json!({
        "step": 5,
        "company": {
            "name": "Harbour Metrics", "product_url": "https://example.com",
            "description": "Delivery metrics for support teams",
            "problem": "Support leads cannot see why tickets pile up"
        },
        "icp": { "keywords": ["support", "logistics"], "queries": ["tickets pile up"], "min_followers": 0, "languages": ["en"] },
        "connect": {
            "x": { "way": "assisted", "risk_acknowledged": false, "client_id": "" },
            "telegram": { "mode": "automatic", "own_handle": "harbour_me", "self_test_passed": false },
            "email": null, "apollo": false
        },
        "voice": { "persona": "Mara", "role": "Founder", "tone": "helpful", "notes": "", "example": "" },
        "llm": {
            "provider": "none", "model": "", "judge_model": "", "base_url": "", "concurrency": 4, "daily_tokens": 0
        },
        "outreach": {
            "style": "gentle_touch", "channels": ["telegram", "email", "x", "linkedin"], "actions_per_day": 20, "approval": true,
            "working_hours": { "start": "09:00", "end": "18:00", "days": [1, 2, 3, 4, 5], "time_zone": "UTC" },
            "dry_run": true, "undo_secs": 30,
            "telegram": lane(0, 0, 5, (60, 120)), "email": lane(10, 0, 30, (6, 12)),
            "x_like": lane(0, 15, 20, (168, 312)), "x_follow": lane(0, 5, 20, (504, 936)),
            "x_reply": lane(0, 0, 20, (90, 180)), "x_message": lane(0, 0, 10, (90, 180)),
            "linkedin": lane(0, 0, 20, (0, 0)), "holidays": [], "vacation": [], "lead_hours": null
        }
    })
}

/// The pace of one lane, without a ramp.
fn lane(per_minute: u32, per_hour: u32, per_day: u32, gap: (u32, u32)) -> Value {
    json!({
        "per_minute": per_minute, "per_hour": per_hour, "per_day": per_day,
        "gap_min_secs": gap.0, "gap_max_secs": gap.1, "ramp": { "add": 0, "every_days": 1, "most": per_day }
    })
}

/// A made-up person with the problem.
pub(crate) fn ada() -> Value {
    json!({
        "name": "Ada Lind", "role": "Head of Support", "company": "Fjord Freight", "industry": "Logistics",
        "telegram": "@ada_lind",
        "post": "Our support tickets pile up again and I cannot see why. Does anyone know a tool for this?"
    })
}
