//! Limits at work: nothing bursts, nothing starves, every wait says why and until when.

use jiff::SignedDuration;
use sdr_domain::Timestamp;
use sdr_domain::action::Action;
use sdr_domain::channel::Channel;
use sdr_domain::connect::TelegramMode;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::limits::{ChannelLimits, DateRange};
use sdr_engine::EngineError;
use sdr_engine::view::{LimitLine, ManualAct, Remedy, Settlement};
use sdr_ports::fakes::Script;
use sdr_ports::{ChannelError, Clock as _};

use crate::harness::{Bench, MORNING};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// So many a day and no other limit.
fn daily(per_day: u32) -> ChannelLimits {
    ChannelLimits { per_day, ..ChannelLimits::default() }
}

/// Chats that left besides the self-test.
fn chats(bench: &Bench) -> usize {
    bench.telegram.left().len() - 1
}

async fn mails(bench: &Bench, how_many: u32) {
    for n in 0..how_many {
        let lead = bench.lead_by_email(&format!("person{n}@harbor{n}.example")).await;
        bench.approved(lead, "Hello.").await;
    }
}

#[tokio::test]
async fn a_hundred_chats_that_wait_do_not_hold_up_an_email() {
    let bench = Bench::sending().await;
    bench.change(|project| project.outreach.telegram = daily(1)).await;
    for n in 0..102 {
        let lead = bench.lead_on_telegram(&format!("person_{n}")).await;
        bench.approved(lead, "Hello.").await;
    }
    mails(&bench, 1).await;
    bench.engine.dispatch().await.unwrap();
    assert_eq!((chats(&bench), bench.email.left().len()), (1, 1));
}

#[tokio::test]
async fn after_three_days_asleep_the_backlog_keeps_its_pace() {
    let bench = Bench::sending().await;
    mails(&bench, 50).await;
    bench.advance(3 * 86_400);
    let monday_evening = at("2026-11-23T18:00:00Z");
    let mut times: Vec<Timestamp> = Vec::new();
    loop {
        let next = bench.engine.dispatch().await.unwrap();
        for _ in times.len()..bench.email.left().len() {
            times.push(bench.clock.now());
        }
        match next {
            Some(next) if next < monday_evening => bench.clock.set(next),
            Some(_) | None => break,
        }
    }
    assert_eq!(times.len(), 20, "all channels together have a limit of 20 a day");
    for pair in times.windows(2) {
        assert!(pair[1].duration_since(pair[0]) >= SignedDuration::from_secs(6), "{pair:?}");
    }
    for window in times.windows(11) {
        assert!(window[10].duration_since(window[0]) >= SignedDuration::from_mins(1), "{window:?}");
    }
    let rows = bench.deliveries().await;
    let waiting: Vec<_> = rows.iter().filter(|row| row.state == DeliveryState::Queued).collect();
    assert_eq!(waiting.len(), 30);
    for row in waiting {
        assert_eq!(row.waits_for.as_deref(), Some("Today's limit of 20 actions in all is reached"));
        assert_eq!(row.next_at, Some(at("2026-11-24T09:00:00Z")));
    }
}

#[tokio::test]
async fn a_clock_that_goes_back_sends_nothing_twice_and_does_not_wait_for_ever() {
    let bench = Bench::sending().await;
    mails(&bench, 2).await;
    bench.engine.dispatch().await.unwrap();
    assert_eq!(bench.email.left().len(), 1);
    bench.advance(-5_000);
    let restarted = bench.clock.now();
    while bench.email.left().len() < 2 {
        let next = bench.engine.dispatch().await.unwrap();
        if bench.email.left().len() < 2 {
            bench.clock.set(next.expect("it should know when to look again"));
        }
    }
    let waited = bench.clock.now().duration_since(restarted);
    assert!(waited <= SignedDuration::from_secs(5_100), "{waited:#}");
    bench.advance(86_400);
    bench.engine.dispatch().await.unwrap();
    assert_eq!(bench.email.left().len(), 2);
}

#[tokio::test]
async fn a_rate_limit_makes_its_channel_rest_for_an_hour_or_what_the_service_asks() {
    for (asked, rest) in [(Some(60), 3_600), (None, 3_600), (Some(7_200), 7_200)] {
        let bench = Bench::sending().await;
        let reason = "Too many messages.".to_owned();
        bench.email.then(Script::Fails(ChannelError::RateLimited { reason, retry_after_secs: asked }));
        mails(&bench, 2).await;
        let lead = bench.lead_on_telegram("priya_ops").await;
        bench.approved(lead, "Hello.").await;
        bench.engine.dispatch().await.unwrap();
        assert_eq!((chats(&bench), bench.email.left().len()), (1, 0), "only e-mail rests");
        let until = bench.clock.now().checked_add(SignedDuration::from_secs(rest)).unwrap();
        for row in bench.deliveries().await.iter().filter(|row| row.channel == Channel::Email) {
            let said = "The mail server asked for a rest: too much in too short a time";
            assert_eq!((row.waits_for.as_deref(), row.next_at), (Some(said), Some(until)));
        }
        bench.advance(rest - 1);
        bench.engine.dispatch().await.unwrap();
        assert_eq!(bench.email.left().len(), 0);
        bench.advance(1);
        bench.engine.dispatch().await.unwrap();
        assert_eq!(bench.email.left().len(), 1);
    }
}

#[tokio::test]
async fn what_is_sent_by_hand_keeps_to_the_limits_of_the_day() {
    let bench = Bench::sending().await;
    bench
        .change(|project| {
            project.outreach.telegram = daily(1);
            project.connect.telegram.mode = TelegramMode::Assisted;
        })
        .await;
    let mut ids = Vec::new();
    for handle in ["priya_ops", "tomas_ops"] {
        let lead = bench.lead_on_telegram(handle).await;
        ids.push(bench.approved(lead, "Hello.").await);
    }
    assert_eq!(bench.delivery(ids[0]).await.waits_for.as_deref(), Some("Waiting for you to press send"));
    // At night, too: the hours are the human's own to choose.
    bench.clock.set(at("2026-11-20T21:00:00Z"));
    bench.engine.prepare(ids[0]).await.unwrap();
    bench.engine.settle(ids[0], Settlement::Sent).await.unwrap();
    let refused = bench.engine.prepare(ids[1]).await.err().unwrap().to_string();
    assert!(refused.contains("Today's limit of 1 Telegram messages is reached"), "{refused}");
    assert!(refused.contains("Sat 00:00"), "{refused}");
    bench.clock.set(at("2026-11-21T00:00:00Z"));
    bench.engine.prepare(ids[1]).await.unwrap();
}

async fn line(bench: &Bench, action: Option<Action>) -> LimitLine {
    let today = bench.engine.limits_today().await.unwrap();
    let wanted = |line: &LimitLine| line.action == action && line.channel.is_none_or(|c| c == Channel::X);
    today.lines.into_iter().find(wanted).unwrap()
}

fn likes(count: u32, at: Option<Timestamp>) -> ManualAct {
    ManualAct { channel: Channel::X, action: Action::Like, lead_id: None, count, at }
}

#[tokio::test]
async fn what_the_human_did_outside_the_app_counts() {
    let bench = Bench::sending().await;
    let today = bench.engine.log_manual_act(likes(15, None)).await.unwrap();
    assert!(today.open && today.calendar.contains("18:00"), "{}", today.calendar);
    let like = line(&bench, Some(Action::Like)).await;
    assert_eq!((like.used_hour, like.per_hour, like.used_today, like.manual_today), (15, Some(15), 15, 15));
    assert_eq!(like.why.as_deref(), Some("The limit of 15 likes an hour is reached"));
    assert_eq!(like.next_free_at, Some(at("2026-11-20T11:00:00Z")));
    let all = line(&bench, None).await;
    assert_eq!((all.used_today, all.per_day, all.manual_today, all.why), (15, 20, 15, None));
    let follow = line(&bench, Some(Action::Follow)).await;
    assert_eq!((follow.used_today, follow.per_hour), (0, Some(5)));
}

#[tokio::test]
async fn an_act_that_cannot_have_been_is_not_noted_down() {
    let bench = Bench::sending().await;
    let later = at(MORNING).checked_add(SignedDuration::from_secs(1)).unwrap();
    let on_telegram = ManualAct { channel: Channel::Telegram, ..likes(1, None) };
    for (act, field) in [
        (likes(0, None), "count"),
        (likes(501, None), "count"),
        (likes(1, Some(later)), "at"),
        (on_telegram, "action"),
    ] {
        let refused = bench.engine.log_manual_act(act).await.unwrap_err();
        let EngineError::Invalid { fields } = refused else { panic!("{refused}") };
        assert_eq!(fields[0].0, field);
    }
    assert_eq!(line(&bench, None).await.used_today, 0);
}

async fn why(bench: &Bench) -> (String, Remedy) {
    let why = bench.engine.dashboard().await.unwrap().why_nothing.unwrap();
    (why.sentence, why.action)
}

#[tokio::test]
async fn the_dashboard_names_the_one_thing_in_the_way_and_its_fix() {
    let bench = Bench::sending().await;
    assert_eq!(why(&bench).await.1, Remedy::Import);
    let lead = bench.lead_on_telegram("priya_ops").await;
    assert_eq!(why(&bench).await.1, Remedy::Approve);
    bench.approved(lead, "Hello.").await;
    assert!(bench.engine.dashboard().await.unwrap().why_nothing.is_none(), "it goes");

    let away = DateRange { from: "2026-11-20".into(), to: "2026-11-27".into() };
    bench.change(|project| project.outreach.vacation = vec![away]).await;
    assert_eq!(why(&bench).await, ("Waiting for the end of your vacation.".into(), Remedy::WorkingHours));
    bench
        .change(|project| {
            project.outreach.vacation.clear();
            project.outreach.telegram = daily(1);
        })
        .await;
    let by_hand = ManualAct { channel: Channel::Telegram, action: Action::Message, ..likes(1, None) };
    bench.engine.log_manual_act(by_hand).await.unwrap();
    let capped = "Today's limit of 1 Telegram messages is reached.".to_owned();
    assert_eq!(why(&bench).await, (capped, Remedy::Limits));
    bench
        .change(|project| {
            project.outreach.telegram = daily(9);
            project.connect.telegram.mode = TelegramMode::Assisted;
        })
        .await;
    let second = bench.lead_on_telegram("tomas_ops").await;
    bench.approved(second, "Hello.").await;
    bench.engine.pause().await.unwrap();
    assert_eq!(why(&bench).await.1, Remedy::Resume);
}

#[tokio::test]
async fn three_failures_in_a_row_stop_a_channel_until_a_human_lets_it_go_on() {
    let bench = Bench::sending().await;
    for _ in 0..3 {
        bench.email.then(Script::Fails(ChannelError::Refused { reason: "Sign-in was refused.".into() }));
    }
    mails(&bench, 4).await;
    for _ in 0..5 {
        bench.engine.dispatch().await.unwrap();
        bench.advance(60);
    }
    assert!(bench.email.left().is_empty());
    let dashboard = bench.engine.dashboard().await.unwrap();
    let why = dashboard.why_nothing.unwrap();
    assert_eq!((why.action, why.channel), (Remedy::ResumeChannel, Some(Channel::Email)));
    bench.engine.resume_channel(Channel::Email).await.unwrap();
    bench.engine.dispatch().await.unwrap();
    assert_eq!(bench.email.left().len(), 1);
}

#[tokio::test]
async fn settings_that_make_no_sense_are_refused_by_name() {
    let bench = Bench::sending().await;
    let mut project = bench.engine.project().await.unwrap().unwrap();
    project.outreach.holidays = vec!["2026-02-30".into()];
    project.outreach.x_like.gap_min_secs = 900;
    project.outreach.email.ramp.most = 1;
    let refused = bench.engine.save_project(project).await.unwrap_err();
    let EngineError::Invalid { fields } = refused else { panic!("{refused}") };
    let names: Vec<&str> = fields.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(names, ["outreach.email", "outreach.x_like", "outreach.holidays"]);
    assert!(fields[2].1.contains("is not a date such as 2026-12-25"), "{}", fields[2].1);
}
