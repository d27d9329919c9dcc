//! Lookups about people go where the settings say, and stand in the egress ledger.

use std::ffi::OsString;

use sdr_app::{App, Settings};
use sdr_domain::channel::Channel;
use sdr_engine::setup::Connection;
use sdr_engine::view::{NewLeadForm, TestOutcome, WizardAnswers};
use sdr_fake_servers::apollo::{FakeApollo, KEY};
use sdr_fake_servers::names::FakeNames;
use sdr_fake_servers::telegram_web::FakeTelegramWeb;
use sdr_ports::Secret;

struct Bench {
    app: App,
    apollo: FakeApollo,
    web: FakeTelegramWeb,
    names: FakeNames,
    _folder: tempfile::TempDir,
}

async fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let (apollo, web) = (FakeApollo::start().await.unwrap(), FakeTelegramWeb::start().await.unwrap());
    let names = FakeNames::start().await.unwrap();
    let set: [(&str, OsString); 4] = [
        ("SDR_DATA_DIR", folder.path().into()),
        ("SDR_APOLLO_BASE", apollo.base().into()),
        ("SDR_TELEGRAM_WEB_BASE", web.base().into()),
        ("SDR_DNS", names.address().to_string().into()),
    ];
    let look_up = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
    let app = App::open(Settings::from_lookup(look_up).unwrap(), None).await.unwrap();
    Bench { app, apollo, web, names, _folder: folder }
}

#[tokio::test]
async fn the_apollo_key_is_tested_at_apollo() {
    let bench = bench().await;
    for (key, outcome) in [(KEY, TestOutcome::Ok), ("another", TestOutcome::Failed)] {
        let answers = WizardAnswers::default();
        let tested = bench.app.engine().test_connection(Connection::Apollo, &answers, Some(Secret::new(key)));
        let tested = tested.await.unwrap();
        assert_eq!(tested.outcome, outcome, "{}", tested.sentence);
    }
    assert_eq!(bench.apollo.asked(), ["GET /v1/auth/health"]);
    bench.app.shutdown().await;
}

#[tokio::test]
async fn a_lead_is_looked_up_at_telegram_and_at_the_name_server() {
    let bench = bench().await;
    let mut answers = WizardAnswers { step: 5, ..WizardAnswers::default() };
    answers.company.name = "Tidewater".into();
    answers.company.product_url = "https://tidewater.example".into();
    answers.company.description = "Reporting for logistics teams".into();
    answers.company.problem = "manual reporting in spreadsheets".into();
    answers.icp.keywords = vec!["operations".into()];
    answers.icp.queries = vec!["weekly report by hand".into()];
    answers.voice.persona = "Mara".into();
    answers.voice.role = "Founder".into();
    let engine = bench.app.engine();
    engine.finish_setup(answers).await.unwrap();
    bench.web.person("ann_ops", "Ann Leeway", None);
    let lead = NewLeadForm {
        name: "Ann Leeway".into(),
        telegram: Some("@ann_ops".into()),
        email: Some("ann@gone.example".into()),
        ..NewLeadForm::default()
    };
    let lead = engine.add_lead(lead).await.unwrap();
    let found = engine.check_lead(lead).await.unwrap();
    let told: Vec<_> = found.iter().map(|check| (check.kind, check.ok)).collect();
    assert_eq!(told, [(Channel::Telegram, Some(true)), (Channel::Email, Some(false))]);
    assert_eq!(bench.names.asked(), ["MX gone.example"]);
    bench.app.shutdown().await;
}
