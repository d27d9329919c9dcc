//! What a human is asked about a delivery.

use sdr_domain::action::Action;
use sdr_domain::channel::{Channel, Mode};
use sdr_domain::delivery::{Delivery, DeliveryState};
use sdr_domain::part::PartState;

use crate::view::Question;

/// The one question of a delivery that only the human can answer.
pub(super) fn question(delivery: &Delivery) -> Option<Question> {
    let part = delivery.next_part()?;
    let asked = match (delivery.state, delivery.mode, part.state) {
        (DeliveryState::Uncertain, ..) => Asked::Lost,
        (DeliveryState::Armed, Mode::Assisted, _) => Asked::Hand,
        // Only these may have been finished by hand; a part that was never begun cannot have been sent.
        (DeliveryState::Held, _, PartState::Held | PartState::NotSent) => Asked::Held,
        _ => return None,
    };
    Some(match delivery.action {
        Action::Like => question_of_a_like(asked),
        Action::Follow => question_of_a_follow(asked),
        Action::Reply | Action::Message => question_of_words(delivery, part.number, asked),
    })
}

/// What is asked, whatever the act.
#[derive(Clone, Copy)]
enum Asked {
    /// The app did it and had no proof.
    Lost,
    /// It was put in front of the human.
    Hand,
    /// The app could not; the human may have.
    Held,
}

fn question_of_a_like(asked: Asked) -> Question {
    let text = match asked {
        Asked::Lost => "Look at the post: is the heart red?",
        Asked::Hand => "The post is open on X, in your browser. Did you press the heart?",
        Asked::Held => "Look at the post: did you press the heart yourself?",
    };
    Question { text: text.into(), yes: "Yes, it is liked".into(), no: "No, it is not".into() }
}

fn question_of_a_follow(asked: Asked) -> Question {
    let text = match asked {
        Asked::Lost => "Look at their profile: do you follow them?",
        Asked::Hand => "The profile is open on X, in your browser. Did you follow them?",
        Asked::Held => "Look at their profile: did you follow them yourself?",
    };
    Question { text: text.into(), yes: "Yes, I follow them".into(), no: "No, I do not".into() }
}

fn question_of_words(delivery: &Delivery, part: u16, asked: Asked) -> Question {
    let whole = delivery.parts.len() == 1;
    let what = if whole { "the message".to_owned() } else { format!("paragraph {}", part + 1) };
    let (place, ready) = match delivery.channel {
        Channel::Telegram | Channel::Email => ("the chat", "The text stands in the chat."),
        Channel::X if delivery.reply_to.is_some() => {
            ("the replies to the post", "The reply stands ready on X, in your browser.")
        }
        Channel::X => ("your messages on X", "The profile is open and the text is on the clipboard."),
        Channel::Linkedin => {
            ("your messages on LinkedIn", "The profile is open and the text is on the clipboard.")
        }
    };
    let text = match asked {
        Asked::Lost => format!("Look into {place}: is {what} there?"),
        Asked::Hand => format!("{ready} Did you send it?"),
        Asked::Held => format!("Look into {place}: did you send {what} yourself?"),
    };
    Question { text, yes: "Yes, it is there".into(), no: "No, it is not".into() }
}
