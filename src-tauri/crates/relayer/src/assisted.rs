//! Assisted sending: the chat is opened with the text in its field, and the human presses the key.
//!
//! Needs nothing but a program that takes the link, so it works on Wayland too.
//!
//! **Invariant:** no key is pressed here.

use sdr_ports::{ChannelError, Outgoing};

use crate::driver::opener::Opener;
use crate::driver::{Driver, DriverError};
use crate::link;
use crate::telegram::TelegramDesktop;

/// Puts one part in front of the human.
pub(crate) async fn prepare(
    telegram: &TelegramDesktop,
    message: &Outgoing,
    part: u16,
) -> Result<(), ChannelError> {
    let Some(part) = message.parts.iter().find(|p| p.number == part) else {
        return Err(held("This message has no such paragraph. Reload the page."));
    };
    let links = link::links(&message.recipient, &part.text, "x")
        .map_err(|error| held(format!("The chat cannot be opened: {error}. Edit the draft.")))?;
    let (link, paste) = match links.whole {
        Some(link) => (link, None),
        // Too long for a link: the chat opens and the text waits on the clipboard.
        None => (link::chat_only(&message.recipient), Some(part.text.clone())),
    };
    let fits = paste.is_none();
    let by_driver = {
        let link = link.clone();
        move |driver: &mut dyn Driver| -> Result<(), DriverError> {
            if let Some(text) = paste {
                driver.write_clipboard(&text)?;
            }
            driver.open_link(&link)
        }
    };
    match telegram.hands.run(by_driver).await {
        Ok(opened) => opened.map_err(could_not_open),
        Err(no) if no.assisted && fits => {
            let opener = Opener::choose(telegram.config().command.as_deref());
            let opened = tokio::task::spawn_blocking(move || opener.open(&link)).await;
            opened.map_err(|_| held("The chat could not be opened. Try again."))?.map_err(could_not_open)
        }
        Err(no) if no.assisted => Err(held(
            "This paragraph is too long for a link, and the clipboard cannot be reached on this desktop. Split it into \
             shorter paragraphs.",
        )),
        Err(no) => Err(held(format!("{} {}", no.sentence, no.fix))),
    }
}

fn held(reason: impl Into<String>) -> ChannelError {
    ChannelError::Held { reason: reason.into() }
}

#[expect(clippy::needless_pass_by_value, reason = "used as an argument of map_err")]
fn could_not_open(error: DriverError) -> ChannelError {
    held(format!("{error}. Open Telegram Desktop by hand once, then try again."))
}
