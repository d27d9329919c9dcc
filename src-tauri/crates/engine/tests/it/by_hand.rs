//! X and LinkedIn: what waits for the human's hand, what an app may send, and how much of it.

use std::sync::Arc;

use jiff::SignedDuration;
use sdr_domain::action::Action;
use sdr_domain::approval::StandingYes;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::connect::XWay;
use sdr_domain::delivery::{Delivery, DeliveryState, Queueing, StepAct};
use sdr_domain::draft::DraftStatus;
use sdr_domain::id::{DeliveryId, ExecutionId, LeadId, SequenceVersionId};
use sdr_domain::lead::{LeadStatus, NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::sequence::{Step, StepKind};
use sdr_domain::source::SourceSettings;
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::view::{
    DeliveryRow, NewLeadForm, RunOrder, RunTrigger, Settlement, SourceForm, WizardAnswers,
};
use sdr_engine::{DraftFilter, Engine, LeadFilter, Parts};
use sdr_ports::fakes::{
    FakeChannel, FakeChannels, FakeClock, FakeSearch, FakeSources, MemorySecrets, NoServices, Script,
    SeededIds,
};
use sdr_ports::{ChannelError, Clock as _, IdSource as _};
use sdr_storage::{Store, StoreConfig};

use crate::harness::{MORNING, NoFiles, answers, person};

const QUERY: &str = "weekly report by hand";

struct Desk {
    engine: Engine,
    clock: FakeClock,
    x: Arc<FakeChannel>,
    linkedin: Arc<FakeChannel>,
    search: Arc<FakeSearch>,
    store: Store,
    ids: SeededIds,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// A project that sends, with X worked in this way.
    async fn with(way: XWay) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = FakeClock::at(MORNING.parse().unwrap());
        let x = Arc::new(FakeChannel::new(Channel::X, Mode::Automatic));
        let linkedin = Arc::new(FakeChannel::new(Channel::Linkedin, Mode::Assisted));
        let search = Arc::new(FakeSearch::with_pages_of(3));
        let sources = Arc::new(FakeSources::default());
        sources.connect_x(Some(Arc::clone(&search)));
        let url = format!("sqlite://{}", folder.path().join("workspace.sqlite").display());
        let store = StoreConfig { url, backup_dir: None, schema: None };
        let store = Store::open(store, MORNING.parse().unwrap()).await.unwrap();
        let engine = Engine::new(Parts {
            store: store.clone(),
            clock: Arc::new(clock.clone()),
            ids: Arc::new(SeededIds::new(5)),
            secrets: Arc::new(MemorySecrets::default()),
            channels: Arc::new(FakeChannels::new(vec![Arc::clone(&x), Arc::clone(&linkedin)])),
            lead_files: Arc::new(NoFiles),
            llms: Arc::new(NoServices),
            sources: Arc::<FakeSources>::clone(&sources),
            handles: Arc::new(NoServices),
            mail_domains: Arc::new(NoServices),
            x_account: Arc::new(NoServices),
            uploads: folder.path().join("uploads"),
        });
        let mut answers: WizardAnswers = answers();
        answers.connect.x.way = way;
        answers.connect.x.client_id = "client-of-mara".into();
        engine.finish_setup(answers).await.unwrap();
        for source in engine.sources().await.unwrap() {
            engine.delete_source(source.id).await.unwrap();
        }
        let settings =
            SourceSettings::XSearch { queries: vec![QUERY.into()], languages: Vec::new(), most_posts: 100 };
        let form = SourceForm { name: "Search".into(), settings, enabled: true };
        engine.add_source(form).await.unwrap();
        Self { engine, clock, x, linkedin, search, store, ids: SeededIds::new(77), _folder: folder }
    }

    /// Somebody on LinkedIn gets an approved message.
    async fn approved_on_linkedin(&self, name: &str) -> DeliveryId {
        let profile = format!("https://www.linkedin.com/in/{name}/");
        let form = NewLeadForm { linkedin: Some(profile), ..person(name) };
        let lead = self.engine.add_lead(form).await.unwrap();
        self.approved(lead).await
    }

    /// Somebody's post on X is found and gets an approved reply.
    async fn approved_on_x(&self, name: &str) -> DeliveryId {
        let form = person(name);
        let found = NewLead {
            profile: Profile { name: form.name.clone(), role: form.role, ..Profile::default() },
            handles: vec![Handle::parse(HandleKind::X, name).unwrap()],
            posts: vec![NewPost {
                external_id: Some(format!("19{}", name.len())),
                text: form.post.unwrap(),
                posted_at: Some(self.clock.now()),
                ..NewPost::default()
            }],
        };
        self.search.finds(QUERY, vec![found]);
        self.engine.run_to_end(RunOrder::full(RunTrigger::Button)).await.unwrap();
        let page = self.engine.leads_page(&LeadFilter::default(), None, 50).await.unwrap();
        let lead = page.items.into_iter().find(|row| row.name == form.name).expect("the author").id;
        self.approved(lead).await
    }

    async fn approved(&self, lead: LeadId) -> DeliveryId {
        let filter = DraftFilter { status: DraftStatus::Pending, channel: None, q: None };
        let page = self.engine.drafts_page(&filter, None, 50).await.unwrap();
        let row = page.items.into_iter().find(|row| row.lead_id == lead).expect("a draft for the lead");
        let draft = self.engine.draft(row.id).await.unwrap().unwrap().variants.remove(0);
        let approved = self.engine.approve(draft.id, &draft.fingerprint.unwrap(), false).await.unwrap();
        self.clock.advance(SignedDuration::from_secs(31));
        self.engine.dispatch().await.unwrap();
        approved.delivery_id
    }

    /// A step without words that its version says yes to, queued for somebody on X.
    async fn queued_step(&self, name: &str, kind: StepKind, mode: Mode, dry_run: bool) -> Delivery {
        let lead = self.engine.add_lead(NewLeadForm { x: Some(name.into()), ..person(name) }).await.unwrap();
        let step = Step { approval: false, ..Step::new("nod", kind) };
        let yes = StandingYes::of(SequenceVersionId(self.fresh()), &step).unwrap();
        let act = StepAct {
            execution_id: ExecutionId(self.fresh()),
            project_id: self.engine.project().await.unwrap().unwrap().id,
            lead_id: lead,
            recipient: Handle::parse(HandleKind::X, name).unwrap(),
            post: (yes.action() == Action::Like).then(|| "190".to_owned()),
        };
        let now = self.clock.now();
        let how = Queueing {
            id: DeliveryId(self.fresh()),
            enrollment_id: None,
            mode,
            dry_run,
            eligible_at: now,
            gap_secs: 1,
            at: now,
        };
        let delivery = Delivery::queue_step(&yes, act, how);
        let tx = self.store.begin().await.unwrap();
        tx.insert_delivery(&delivery).await.unwrap();
        tx.commit().await.unwrap();
        self.engine.dispatch().await.unwrap();
        delivery
    }

    fn fresh(&self) -> uuid::Uuid {
        self.ids.uuid()
    }

    async fn row(&self, id: DeliveryId) -> DeliveryRow {
        self.engine.delivery(id).await.unwrap().unwrap().row
    }

    async fn sent_today(&self, channel: Channel) -> u32 {
        let channels = self.engine.channels().await.unwrap();
        channels.into_iter().find(|view| view.channel == channel).unwrap().sent_today
    }
}

#[tokio::test]
async fn an_approved_linkedin_message_waits_for_the_human_who_says_how_it_went() {
    let desk = Desk::with(XWay::Assisted).await;
    let id = desk.approved_on_linkedin("ada-example").await;
    let row = desk.row(id).await;
    assert_eq!((row.mode, row.state), (Mode::Assisted, DeliveryState::Queued));
    assert_eq!(row.waits_for.as_deref(), Some("Waiting for you to press send"));
    assert!(desk.linkedin.left().is_empty() && desk.linkedin.prepared().is_empty());

    let row = desk.engine.prepare(id).await.unwrap();
    assert_eq!(desk.linkedin.prepared().len(), 1);
    let asked = row.question.unwrap().text;
    assert_eq!(asked, "The profile is open and the text is on the clipboard. Did you send it?");

    let row = desk.engine.settle(id, Settlement::Sent).await.unwrap();
    assert_eq!(row.state, DeliveryState::Sent);
    assert_eq!(desk.sent_today(Channel::Linkedin).await, 1, "what the human does by hand counts");
    assert!(desk.linkedin.left().is_empty(), "the app itself sent nothing");
}

#[tokio::test]
async fn x_by_hand_is_the_default_and_nothing_is_sent_by_itself() {
    let desk = Desk::with(XWay::Assisted).await;
    let id = desk.approved_on_x("ada_example").await;
    assert_eq!(desk.row(id).await.mode, Mode::Assisted);
    assert!(desk.x.left().is_empty());
    let row = desk.engine.prepare(id).await.unwrap();
    assert_eq!(desk.x.prepared().len(), 1);
    let asked = row.question.unwrap().text;
    assert_eq!(asked, "The reply stands ready on X, in your browser. Did you send it?");
}

#[tokio::test]
async fn a_reply_x_leaves_to_the_human_waits_for_them_with_the_reason() {
    let desk = Desk::with(XWay::ApiKey).await;
    desk.x.then(Script::Fails(ChannelError::ByHand { reason: "X wants your own hand.".into() }));
    let id = desk.approved_on_x("ada_example").await;

    let row = desk.row(id).await;
    assert_eq!((row.mode, row.state), (Mode::Assisted, DeliveryState::Queued));
    assert_eq!(row.reason.as_deref(), Some("X wants your own hand."));
    assert_eq!(row.waits_for.as_deref(), Some("Waiting for you to press send"));
    desk.engine.dispatch().await.unwrap();
    assert!(desk.x.left().is_empty(), "it is not tried by itself again");

    let row = desk.engine.prepare(id).await.unwrap();
    assert_eq!(row.state, DeliveryState::Armed);
    assert_eq!(desk.x.prepared().len(), 1);
    let row = desk.engine.settle(id, Settlement::Sent).await.unwrap();
    assert_eq!(row.state, DeliveryState::Sent);
}

#[tokio::test]
async fn replies_of_the_app_keep_a_human_pace_and_a_daily_limit() {
    let desk = Desk::with(XWay::ApiKey).await;
    let first = desk.approved_on_x("ada_example").await;
    assert_eq!(desk.row(first).await.state, DeliveryState::Sent);
    let second = desk.approved_on_x("bob_example").await;
    let row = desk.row(second).await;
    assert_eq!(row.state, DeliveryState::Queued);
    assert_eq!(row.waits_for.as_deref(), Some("Keeping a human pace between two messages"));

    desk.clock.advance(SignedDuration::from_secs(180));
    desk.engine.dispatch().await.unwrap();
    assert_eq!(desk.x.left().len(), 2);
    let views = desk.engine.channels().await.unwrap();
    let limits: Vec<_> = views.iter().map(|view| (view.channel, view.limit_today)).collect();
    assert!(limits.contains(&(Channel::X, Some(20))), "{limits:?}");
    assert!(limits.contains(&(Channel::Linkedin, Some(20))), "{limits:?}");
}

#[tokio::test]
async fn without_windows_a_login_window_is_refused_by_name() {
    let desk = Desk::with(XWay::Assisted).await;
    let refused = desk.engine.open_x_login_window().await.unwrap_err();
    assert!(matches!(refused, sdr_engine::EngineError::Precondition { code: "no_window", .. }), "{refused}");
}

#[tokio::test]
async fn a_like_and_a_follow_by_hand_ask_for_what_they_are() {
    let desk = Desk::with(XWay::Assisted).await;
    for (name, kind, asked) in [
        ("ada_example", StepKind::Like, "The post is open on X, in your browser. Did you press the heart?"),
        ("bob_example", StepKind::Follow, "The profile is open on X, in your browser. Did you follow them?"),
    ] {
        let delivery = desk.queued_step(name, kind, Mode::Assisted, false).await;
        assert_eq!(desk.row(delivery.id).await.state, DeliveryState::Queued, "it waits for the hand");
        let row = desk.engine.prepare(delivery.id).await.unwrap();
        assert_eq!(row.question.unwrap().text, asked);
        let row = desk.engine.settle(delivery.id, Settlement::Sent).await.unwrap();
        assert_eq!((row.state, row.parts, row.parts_sent), (DeliveryState::Sent, 1, 1));
        assert_eq!(row.receipt.as_deref(), Some("You said it is done"));
        let lead = desk.store.lead(delivery.lead_id).await.unwrap().unwrap();
        assert_ne!(lead.status, LeadStatus::Sent, "nobody wrote to them");
    }
    assert!(desk.x.left().is_empty());
}

#[tokio::test]
async fn a_like_that_is_held_or_lost_track_of_asks_about_the_heart() {
    let desk = Desk::with(XWay::ApiKey).await;
    for (name, error, asked) in [
        ("ada_example", ChannelError::Held { reason: "X is stopped.".into() }, None),
        (
            "bob_example",
            ChannelError::Unknown { reason: "No answer.".into() },
            Some("Look at the post: is the heart red?"),
        ),
    ] {
        desk.x.then(Script::Fails(error));
        let delivery = desk.queued_step(name, StepKind::Like, Mode::Automatic, false).await;
        let row = desk.row(delivery.id).await;
        assert!(row.state.needs_human(), "{:?}", row.state);
        let expected = asked.unwrap_or("Look at the post: did you press the heart yourself?");
        assert_eq!(row.question.unwrap().text, expected);
        let row = desk.engine.settle(delivery.id, Settlement::NotSent).await.unwrap();
        assert_eq!(row.reason.as_deref(), Some("You said it is not done. Retry or cancel it."));
    }
}

#[tokio::test]
async fn a_dry_run_of_an_act_without_words_is_recorded_and_reaches_nobody() {
    let desk = Desk::with(XWay::ApiKey).await;
    let delivery = desk.queued_step("ada_example", StepKind::Follow, Mode::Automatic, true).await;
    let row = desk.row(delivery.id).await;
    assert_eq!((row.state, row.parts_sent), (DeliveryState::Sent, 1));
    assert_eq!(row.receipt.as_deref(), Some("Dry run: nothing left this machine"));
    assert!(desk.x.left().is_empty());
}
