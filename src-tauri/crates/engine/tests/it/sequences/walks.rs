//! Each template goes through to its end, every step at its time.

use sdr_domain::channel::Mode;
use sdr_domain::delivery::DeliveryState;
use sdr_domain::enrollment::EnrollmentState;
use sdr_domain::lead::Temperature;
use sdr_domain::sequence::Steps;

use super::desk::Desk;

/// Likes and follows by the app, words without asking: nothing waits for a human.
fn by_itself(steps: &mut Steps) {
    for step in &mut steps.0 {
        step.approval = false;
        if step.act().is_some() {
            step.mode = Mode::Automatic;
        }
    }
}

#[tokio::test]
async fn every_template_goes_through_to_its_end_with_a_human_who_never_hesitates() {
    for key in ["gentle_touch", "direct", "full_sequence", "telegram_first", "warm_up"] {
        let desk = Desk::open().await;
        let sequence = desk.template(key, |_| {}).await;
        let ada = desk.lead("Ada").await;
        desk.enroll(sequence, &[ada]).await;
        desk.to_the_end().await;
        insta::assert_snapshot!(key, desk.story(ada).await);
    }
}

#[tokio::test]
async fn every_template_goes_through_by_itself_where_nobody_is_asked() {
    for key in ["gentle_touch", "full_sequence", "telegram_first"] {
        let desk = Desk::open().await;
        let sequence = desk.template(key, by_itself).await;
        let ada = desk.lead("Ada").await;
        desk.enroll(sequence, &[ada]).await;
        desk.until("2027-01-20T10:00:00Z").await;
        insta::assert_snapshot!(format!("{key}_by_itself"), desk.story(ada).await);
        let left =
            desk.world.x.left().len() + desk.world.telegram.left().len() + desk.world.email.left().len();
        let sent = desk.deliveries(DeliveryState::Sent).await.len();
        assert!(left >= sent, "{key}: {sent} sent, {left} parts left");
    }
}

#[tokio::test]
async fn a_cold_end_marks_the_lead_and_leaves_the_sequence() {
    let desk = Desk::open().await;
    let sequence = desk.template("full_sequence", by_itself).await;
    let ada = desk.lead("Ada").await;
    desk.enroll(sequence, &[ada]).await;
    desk.until("2027-01-20T10:00:00Z").await;
    assert_eq!(desk.state(ada).await, EnrollmentState::Exited);
    assert_eq!(desk.place(ada).await.row.why, "Went cold");
    assert_eq!(desk.engine.lead(ada).await.unwrap().unwrap().temperature, Temperature::Cold);
}

#[tokio::test]
async fn another_like_is_for_another_post() {
    let desk = Desk::open().await;
    let sequence = desk.template("full_sequence", by_itself).await;
    let ada = desk.lead("Ada").await;
    desk.enroll(sequence, &[ada]).await;
    desk.until("2027-01-20T10:00:00Z").await;
    let liked: Vec<_> = desk.world.x.handed().iter().map(|act| act.reply_to.clone()).collect();
    // Liked, followed, answered, liked another one.
    assert_eq!(liked.len(), 4);
    assert_eq!(liked[0].as_deref(), Some("1003"));
    assert_eq!(liked[1], None);
    assert_eq!(liked[3].as_deref(), Some("2003"));
}

#[tokio::test]
async fn a_dry_run_goes_through_every_step_and_touches_no_channel() {
    let desk = Desk::open().await;
    desk.change(|project| project.outreach.dry_run = true).await;
    let sequence = desk.template("full_sequence", by_itself).await;
    let ada = desk.lead("Ada").await;
    desk.enroll(sequence, &[ada]).await;
    desk.until("2027-01-20T10:00:00Z").await;
    assert_eq!(desk.place(ada).await.row.why, "Went cold");
    assert_eq!(desk.deliveries(DeliveryState::Sent).await.len(), 4);
    assert!(desk.world.x.handed().is_empty());
}

#[tokio::test]
async fn one_pass_carries_a_step_that_is_due_to_its_channel() {
    let desk = Desk::open().await;
    let sequence = desk.template("gentle_touch", by_itself).await;
    let ada = desk.lead("Ada").await;
    desk.enroll(sequence, &[ada]).await;
    desk.engine.start_worker(true).shutdown().await;
    assert_eq!(desk.world.x.left().len(), 1, "the like should have left in the first pass");
}

#[tokio::test]
async fn a_thousand_and_more_that_are_due_all_go_in_one_tick() {
    let desk = Desk::open().await;
    desk.change(|project| project.outreach.dry_run = true).await;
    let sequence = desk.template("gentle_touch", by_itself).await;
    let mut leads = Vec::new();
    for n in 0..1_200 {
        leads.push(desk.lead(&format!("Lead{n}")).await);
    }
    assert_eq!(desk.enroll(sequence, &leads).await, 1_200);
    let next = desk.engine.tick().await.unwrap().unwrap();
    assert_eq!(next, "2026-11-21T10:00:00Z".parse().unwrap());
    assert_eq!(desk.engine.tick().await.unwrap(), Some(next), "nothing more is due");
    let filter = sdr_engine::DeliveryFilter::default();
    assert_eq!(desk.engine.deliveries_page(&filter, None, 1).await.unwrap().total, 1_200);
}

#[tokio::test]
async fn while_everything_is_paused_no_step_begins() {
    let desk = Desk::open().await;
    let sequence = desk.template("gentle_touch", by_itself).await;
    let ada = desk.lead("Ada").await;
    desk.enroll(sequence, &[ada]).await;
    desk.engine.pause().await.unwrap();
    assert_eq!(desk.pass().await, None);
    assert_eq!(desk.place(ada).await.row.why, "Due now; sending is paused");
    desk.engine.resume().await.unwrap();
    desk.pass().await;
    assert_eq!(desk.world.x.left().len(), 1);
}
