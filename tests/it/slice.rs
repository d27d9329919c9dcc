//! The main job, as a person does it in the real window: from the wizard to a message in Telegram Desktop
//! and an e-mail at a real mail server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use sdr_tests::app::{App, pictures};
use sdr_tests::desktop::Desktop;
use sdr_tests::mail::Mailbox;
use sdr_tests::standin::Standin;
use sdr_tests::wait::until;
use thirtyfour::prelude::*;

const PRIYA: &str = "priya_nair_ops";
const PEOPLE: [(&str, &str); 4] = [
    (PRIYA, "Priya Nair"),
    ("tomas_lindqvist", "Tomas Lindqvist"),
    ("amara_okafor_lc", "Amara Okafor"),
    ("mara_tidewater", "Saved Messages"),
];

#[tokio::test]
async fn from_the_wizard_to_telegram_and_to_a_mail_server() -> anyhow::Result<()> {
    let desktop = Desktop::start().await?;
    let standin = Standin::start(&desktop, &PEOPLE).await?;
    let mailbox = Mailbox::start()?;
    let data = tempfile::tempdir()?;
    let app = App::start(&desktop, data.path(), &standin.command()).await?;

    let told = journey(&app, &standin, &mailbox, &desktop).await;
    if told.is_err() {
        let _ = app.picture(&std::env::temp_dir().join("sdr-slice-failed.png")).await;
        let _ = desktop.screenshot(&std::env::temp_dir().join("sdr-slice-failed-screen.png"));
        let log = std::fs::read_to_string(data.path().join("stderr.log")).unwrap_or_default();
        eprintln!("the app said: {log}");
    }
    app.quit().await?;
    told
}

async fn journey(app: &App, standin: &Standin, mailbox: &Mailbox, desktop: &Desktop) -> anyhow::Result<()> {
    wizard(app, mailbox).await.context("the wizard")?;
    import(app).await.context("the import")?;
    leads(app).await.context("the leads")?;
    let paragraphs = approve_priya(app).await.context("the approval")?;
    arrived_once_in_order(app, standin, &paragraphs).await?;
    desktop.screenshot(&pictures().join("telegram.png"))?;
    an_email_arrives(app, mailbox).await.context("the e-mail")?;
    for page in ["Dashboard", "Deliveries", "Pipeline", "Activity", "Settings"] {
        app.press(page).await?;
        app.picture(&pictures().join(format!("{}.png", page.to_lowercase()))).await?;
    }
    dark(app).await
}

async fn wizard(app: &App, mailbox: &Mailbox) -> anyhow::Result<()> {
    app.fill("Company or product name", "Tidewater").await?;
    app.fill("Product page", "https://tidewater.example").await?;
    app.fill("What it is, in one line", "Weekly reports for logistics teams, built by themselves").await?;
    app.fill("The problem it solves", "manual reporting in spreadsheets").await?;
    app.picture(&pictures().join("setup-1-company.png")).await?;
    app.press("Continue to ideal customers").await?;

    app.fill("Roles and industries", "Operations").await?;
    app.keys("\u{E007}Logistics\u{E007}").await?;
    app.press("Suggest from what you said").await?;
    app.picture(&pictures().join("setup-2-customers.png")).await?;
    app.press("Continue to connections").await?;

    app.press("Look for Telegram").await?;
    app.press("The app presses Enter").await?;
    app.fill("Your own user name", "mara_tidewater").await?;
    app.press("Run the self-test").await?;
    app.sees("Self-test passed").await?;
    connect_mailbox(app, mailbox).await?;
    app.picture(&pictures().join("setup-3-connect.png")).await?;
    app.press("Continue to your voice").await?;

    app.fill("Name under the message", "Mara").await?;
    app.fill("Role", "Founder").await?;
    app.sees("Mara and").await?;
    app.picture(&pictures().join("setup-4-voice.png")).await?;
    app.press("Continue to outreach style").await?;

    any_hour_and_real(app).await?;
    app.picture(&pictures().join("setup-5-outreach.png")).await?;
    app.press("Finish setup").await?;
    app.sees("Setup is done").await
}

async fn connect_mailbox(app: &App, mailbox: &Mailbox) -> anyhow::Result<()> {
    app.press("Connect a mailbox").await?;
    app.fill("Your name", "Mara Lind").await?;
    app.fill("Sending address", "mara@tidewater.example").await?;
    app.fill("SMTP server", "127.0.0.1").await?;
    app.fill("Port", &mailbox.port.to_string()).await?;
    app.choose("Protection", "None").await?;
    app.press("Test the mail server").await?;
    app.sees("127.0.0.1").await
}

/// The machine that runs this may do so at night and on a Sunday.
async fn any_hour_and_real(app: &App) -> anyhow::Result<()> {
    app.fill("From", "00:00").await?;
    app.fill("To", "23:59").await?;
    for day in ["Saturday", "Sunday"] {
        let button = app.labelled(day).await?;
        if button.attr("aria-pressed").await?.as_deref() != Some("true") {
            button.click().await?;
        }
    }
    // The shortest undo window there is.
    let slider = app.driver.find(By::Css("[role=slider][aria-label='Undo window']")).await?;
    slider.scroll_into_view().await?;
    slider.send_keys(Key::Home + "").await?;
    let dry_run = app.driver.find(By::Css("[role=switch][id='outreach.dry_run']")).await?;
    dry_run.scroll_into_view().await?;
    Ok(dry_run.click().await?)
}

async fn import(app: &App) -> anyhow::Result<()> {
    app.press("Import a CSV file").await?;
    app.sees("Drop a lead file here").await?;
    let picker = app.driver.find(By::Css("input[type=file]")).await?;
    picker.send_keys(data_file("apollo.csv").display().to_string()).await?;
    app.sees("Check the columns").await?;
    app.picture(&pictures().join("import.png")).await?;
    app.press("Import ").await?;
    app.sees("Import finished").await?;
    let look = || async {
        let status = app.api("/api/pipeline/status").await?;
        Ok((status["run"]["state"] == "finished" && status["waiting"] == 0).then_some(()))
    };
    until("the run to finish", Duration::from_mins(1), look).await
}

async fn leads(app: &App) -> anyhow::Result<()> {
    app.open("/leads").await?;
    app.sees("Priya Nair").await?;
    app.picture(&pictures().join("leads.png")).await?;
    let page = app.api("/api/leads?q=priya").await?;
    let id = page["items"][0]["id"].as_str().context("Priya is a lead")?.to_owned();
    let lead = app.api(&format!("/api/leads/{id}")).await?;
    let evidence = lead["judgement"]["evidence"].as_array().context("evidence")?;
    let post = lead["posts"][0]["text"].as_str().context("post")?;
    let quoted = evidence.iter().filter(|e| e["source"] == "post");
    let quotes: Vec<&str> = quoted.filter_map(|e| e["quote"].as_str()).collect();
    anyhow::ensure!(!quotes.is_empty() && quotes.iter().all(|quote| post.contains(quote)), "{quotes:?}");
    app.open(&format!("/leads/{id}")).await?;
    app.sees(quotes[0]).await?;
    app.picture(&pictures().join("lead.png")).await
}

/// Finds Priya's draft and says yes, both by keyboard; returns the paragraphs that were seen.
async fn approve_priya(app: &App) -> anyhow::Result<Vec<String>> {
    app.open("/queue").await?;
    app.sees("Priya Nair").await?;
    app.keys("/").await?;
    app.settled().await?;
    app.keys("priya\u{E007}").await?;
    app.sees("Approve & send in 5 s").await?;
    let queue = app.api("/api/drafts?status=pending&q=priya").await?;
    let id = queue["items"][0]["id"].as_str().context("Priya's draft")?.to_owned();
    let draft = app.api(&format!("/api/drafts/{id}")).await?;
    anyhow::ensure!(draft["recipient"] == PRIYA, "the draft is for {}", draft["recipient"]);
    let seen = draft["variants"][0]["paragraphs"].as_array().context("paragraphs")?;
    let seen: Vec<String> = seen.iter().filter_map(|p| p.as_str().map(str::to_owned)).collect();
    app.picture(&pictures().join("queue.png")).await?;
    app.keys("a").await?;
    let approved = || async {
        let draft = app.api(&format!("/api/drafts/{id}")).await?;
        Ok((draft["status"] == "approved").then_some(()))
    };
    until("the draft to be approved", Duration::from_secs(10), approved).await?;
    app.picture(&pictures().join("queue-approved.png")).await?;
    Ok(seen)
}

async fn arrived_once_in_order(app: &App, standin: &Standin, paragraphs: &[String]) -> anyhow::Result<()> {
    let sent = || async {
        let page = app.api("/api/deliveries").await?;
        let row = &page["items"][0];
        let state = row["state"].as_str().unwrap_or_default().to_owned();
        anyhow::ensure!(
            !matches!(state.as_str(), "held" | "failed" | "uncertain"),
            "{state}: {}",
            row["reason"]
        );
        Ok((state == "sent").then_some(()))
    };
    until("the delivery to be sent", Duration::from_secs(90), sent).await?;
    let to_priya: Vec<String> =
        standin.sent()?.into_iter().filter(|(chat, _)| chat == PRIYA).map(|(_, text)| text).collect();
    anyhow::ensure!(to_priya == paragraphs, "the stand-in swears that this arrived: {to_priya:?}");
    let others =
        standin.sent()?.into_iter().filter(|(chat, _)| chat != PRIYA && chat != "mara_tidewater").count();
    anyhow::ensure!(others == 0, "somebody else was written to");
    Ok(())
}

/// A lead with an address only gets an e-mail, approved with the same key.
async fn an_email_arrives(app: &App, mailbox: &Mailbox) -> anyhow::Result<()> {
    let queue = app.api("/api/drafts?status=pending&channel=email").await?;
    let row = &queue["items"][0];
    let id = row["id"].as_str().context("an e-mail draft")?.to_owned();
    let draft = app.api(&format!("/api/drafts/{id}")).await?;
    let subject = draft["variants"][0]["subject"].as_str().context("subject")?.to_owned();
    let recipient = draft["recipient"].as_str().context("recipient")?.to_owned();
    let name = row["lead_name"].as_str().context("name")?.to_owned();
    app.open("/queue?channel=email").await?;
    app.sees(&name).await?;
    app.sees(&subject).await?;
    app.picture(&pictures().join("queue-email.png")).await?;
    app.keys("a").await?;
    let arrived = || async { mailbox.message_to(&recipient) };
    let message = until("the e-mail at the server", Duration::from_mins(1), arrived).await?;
    anyhow::ensure!(
        message.contains("Message-ID:") && message.contains("List-Unsubscribe:"),
        "headers are missing"
    );
    anyhow::ensure!(mailbox.count_to(&recipient)? == 1, "it arrived more than once");
    Ok(())
}

async fn dark(app: &App) -> anyhow::Result<()> {
    app.driver.execute("localStorage.setItem('sdr.theme', 'dark')", vec![]).await?;
    app.open("/leads").await?;
    for page in ["Leads", "Queue", "Dashboard"] {
        app.press(page).await?;
        app.picture(&pictures().join(format!("{}-dark.png", page.to_lowercase()))).await?;
    }
    Ok(())
}

fn data_file(name: &str) -> PathBuf {
    Path::new(&sdr_tests::root()).join("tests/data").join(name)
}
