//! Handles are looked up on request, and only what is surely known counts.

use sdr_domain::channel::Channel;
use sdr_domain::handle_finding::{HandleFinding, MailFinding};
use sdr_domain::id::LeadId;
use sdr_domain::post::NewPost;
use sdr_domain::text::{Handle, HandleKind};
use sdr_engine::view::NewLeadForm;
use sdr_engine::{EngineError, Topic};

use crate::shop::{Shop, somebody};

async fn lead(shop: &Shop, name: &str) -> LeadId {
    let form = NewLeadForm {
        name: name.into(),
        telegram: Some(format!("{name}_ops")),
        email: Some(format!("{name}@{name}.example")),
        ..NewLeadForm::default()
    };
    shop.engine.add_lead(form).await.unwrap()
}

#[tokio::test]
async fn what_was_found_is_shown_on_the_lead() {
    let shop = Shop::open().await;
    let lead = lead(&shop, "harbor").await;
    shop.lookups.name("harbor_ops", HandleFinding::Free);
    shop.lookups.domain("harbor.example", MailFinding::TakesMail { host: "mail.harbor.example".into() });
    shop.engine.check_lead(lead).await.unwrap();
    let checks = shop.engine.lead(lead).await.unwrap().unwrap().checks;
    let told: Vec<_> = checks.iter().map(|check| (check.kind, check.ok, check.sentence.as_str())).collect();
    assert_eq!(
        told,
        [
            (Channel::Telegram, Some(false), "Nobody has this handle on Telegram."),
            (Channel::Email, Some(true), "The domain takes mail, through mail.harbor.example."),
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_said_is_neither_yes_nor_no() {
    let shop = Shop::open().await;
    let lead = lead(&shop, "harbor").await;
    let found = shop.engine.check_lead(lead).await.unwrap();
    assert_eq!(found.iter().map(|check| check.ok).collect::<Vec<_>>(), [None, None]);
    assert!(found.iter().all(|check| check.sentence.starts_with("It cannot be said")));
}

#[tokio::test]
async fn nobody_on_the_list_is_looked_up() {
    let shop = Shop::open().await;
    let lead = lead(&shop, "harbor").await;
    shop.engine.suppress_lead(lead, "asked to").await.unwrap();
    let refused = shop.engine.check_lead(lead).await.err().unwrap();
    assert!(matches!(refused, EngineError::Precondition { code: "suppressed", .. }));
    assert_eq!(shop.engine.queue_handle_checks(vec![lead]).await.unwrap(), 0);
    assert!(shop.lookups.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_written_to_a_handle_that_surely_reaches_nobody() {
    let shop = Shop::open().await;
    let harbor = lead(&shop, "harbor").await;
    let mill = lead(&shop, "mill").await;
    shop.lookups.name("harbor_ops", HandleFinding::Free);
    shop.engine.check_lead(harbor).await.unwrap();
    shop.engine.check_lead(mill).await.unwrap();
    let refused = shop.engine.write_draft(harbor, Channel::Telegram).await.err().unwrap();
    let EngineError::Precondition { code: "cannot_reach", sentence } = refused else { panic!("{refused}") };
    assert_eq!(sentence, "Nobody has this handle on Telegram.");
    // The other way is open, and what cannot be said bars nobody.
    let draft = shop.engine.write_draft(harbor, Channel::Email).await.unwrap();
    assert_eq!(draft.channel, Channel::Email);
    assert!(shop.engine.write_draft(mill, Channel::Telegram).await.is_ok());
}

#[tokio::test]
async fn a_run_writes_on_the_next_channel_when_the_first_reaches_nobody() {
    let shop = Shop::open().await;
    let bo = lead(&shop, "harbor").await;
    shop.lookups.name("harbor_ops", HandleFinding::Channel);
    shop.engine.check_lead(bo).await.unwrap();
    // A post that comes later puts the lead before the run again.
    let mut known = somebody("harbor");
    known.handles = vec![Handle::parse(HandleKind::Email, "harbor@harbor.example").unwrap()];
    let text = "We still build every weekly report by hand in spreadsheets. How do you automate this?";
    known.posts = vec![NewPost { text: text.into(), ..NewPost::default() }];
    shop.till.knows("harbor", known);
    let bought = shop.engine.reveal_people(shop.source().await, vec!["harbor".into()], 1).await.unwrap();
    assert_eq!((bought.created, bought.merged), (0, 1));
    shop.engine.run_pipeline_to_end().await.unwrap();
    let drafts = shop.engine.lead(bo).await.unwrap().unwrap().drafts;
    assert!(!drafts.is_empty());
    assert!(drafts.iter().all(|draft| draft.channel == Channel::Email));
}

#[tokio::test]
async fn many_leads_are_looked_up_in_the_background_each_once() {
    let shop = Shop::open().await;
    let mut leads = Vec::new();
    for number in 0..25 {
        leads.push(lead(&shop, &format!("harbor{number}")).await);
    }
    let mut news = shop.engine.bus().subscribe();
    let twice = leads.iter().chain(&leads).copied().collect();
    assert_eq!(shop.engine.queue_handle_checks(twice).await.unwrap(), 25);
    let last = leads[24].to_string();
    loop {
        let changed = news.recv().await.unwrap();
        if changed.topic == Topic::Leads && changed.id.as_ref() == Some(&last) {
            break;
        }
    }
    for lead in leads {
        assert_eq!(shop.engine.lead(lead).await.unwrap().unwrap().checks.len(), 2);
    }
    assert_eq!(shop.lookups.asked.lock().unwrap().len(), 50);
}
