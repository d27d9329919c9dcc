//! The wizard keeps what was said, names what is wrong, and proves what can be proved.

use sdr_domain::channel::Mode;
use sdr_engine::EngineError;
use sdr_engine::view::{Sending, TestOutcome, WizardAnswers};
use sdr_ports::ChannelError;
use sdr_ports::fakes::Script;

use crate::harness::{Bench, answers};

#[tokio::test]
async fn half_finished_answers_are_kept() {
    let bench = Bench::empty().await;
    assert!(bench.engine.setup_status().await.unwrap().needed);
    let mut half = WizardAnswers { step: 2, ..WizardAnswers::default() };
    half.company.name = "Tidewater".into();
    bench.engine.keep_answers(half.clone()).await.unwrap();
    let status = bench.engine.setup_status().await.unwrap();
    assert!(status.needed);
    assert_eq!((status.step, status.answers), (2, half));
}

#[tokio::test]
async fn finishing_names_every_missing_field_and_stores_nothing() {
    let bench = Bench::empty().await;
    let refused = bench.engine.finish_setup(WizardAnswers::default()).await.err().unwrap();
    let EngineError::Invalid { fields } = refused else { panic!("the fields should be named") };
    let names: Vec<_> = fields.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(names, ["company.name", "company.problem", "icp.keywords", "voice.persona"]);
    assert!(bench.engine.setup_status().await.unwrap().needed);
}

#[tokio::test]
async fn a_finished_setup_makes_a_project_that_travels_as_yaml_without_secrets() {
    let bench = Bench::empty().await;
    bench.engine.put_secret("email.password", sdr_ports::Secret::new("hunter2-secret")).await.unwrap();
    let project = bench.engine.finish_setup(answers()).await.unwrap();
    let yaml = bench.engine.project_yaml().await.unwrap();
    assert!(yaml.contains("Tidewater") && !yaml.contains("hunter2-secret"));
    let read = bench.engine.load_project_yaml(&yaml).await.unwrap();
    assert_eq!(read, project);
    assert!(bench.engine.load_project_yaml("company: [").await.is_err());
}

#[tokio::test]
async fn the_wizard_opened_again_leaves_the_judging_as_it_was_set() {
    let bench = Bench::empty().await;
    bench.engine.finish_setup(answers()).await.unwrap();
    bench.change(|project| project.judging.threshold = 55).await;
    let project = bench.engine.finish_setup(answers()).await.unwrap();
    assert_eq!(project.judging.threshold, 55);
}

#[tokio::test]
async fn telegram_stays_assisted_until_the_self_test_passed() {
    let bench = Bench::empty().await;
    bench.engine.finish_setup(answers()).await.unwrap();
    bench.telegram.then(Script::Fails(ChannelError::Held { reason: "Telegram is locked.".into() }));
    let result = bench.engine.telegram_self_test(None).await.unwrap();
    assert_eq!((result.outcome, result.sentence.as_str()), (TestOutcome::Failed, "Telegram is locked."));
    assert_eq!(bench.engine.channels().await.unwrap()[0].mode, Mode::Assisted);
    bench.engine.telegram_self_test(None).await.unwrap();
    assert_eq!(bench.engine.channels().await.unwrap()[0].mode, Mode::Automatic);
    bench.change(|project| project.connect.telegram.own_handle = "someone_else".into()).await;
    assert_eq!(bench.engine.channels().await.unwrap()[0].mode, Mode::Assisted);
}

#[tokio::test]
async fn a_mailbox_without_tls_on_a_far_server_is_refused() {
    let bench = Bench::empty().await;
    let mut open = answers();
    if let Some(account) = &mut open.connect.email {
        account.security = sdr_domain::connect::MailSecurity::None;
    }
    let refused = bench.engine.finish_setup(open).await.err().unwrap();
    assert!(refused.to_string().contains("TLS"), "{refused}");
}

#[tokio::test]
async fn the_status_line_always_says_whether_it_sends() {
    let bench = Bench::empty().await;
    assert_eq!(bench.engine.status().await.unwrap().sending, Sending::NeedsSetup);
    let mut dry = answers();
    dry.outreach.dry_run = true;
    bench.engine.finish_setup(dry).await.unwrap();
    assert_eq!(bench.engine.status().await.unwrap().sending, Sending::DryRun);
    bench.engine.set_dry_run(false).await.unwrap();
    assert_eq!(bench.engine.status().await.unwrap().sending, Sending::On);
    bench.advance(10 * 3600);
    assert_eq!(bench.engine.status().await.unwrap().sending, Sending::OffHours);
    bench.engine.pause().await.unwrap();
    assert_eq!(bench.engine.status().await.unwrap().sending, Sending::Paused);
}

#[tokio::test]
async fn a_preview_is_written_by_the_real_composer_in_the_persona_name() {
    let bench = Bench::empty().await;
    let preview = bench.engine.preview_draft(&answers()).unwrap();
    assert!(preview.body.contains("Mara"));
    assert!(!preview.body.contains("{{"));
}
