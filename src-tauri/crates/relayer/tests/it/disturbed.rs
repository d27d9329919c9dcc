//! Whatever happens at whatever look of the driver: one key at most, the right chat, an honest end.
//!
//! What happens strikes at a look that can notice it. Between the last look and the key lies a moment in
//! which nothing can be noticed by anybody; it is as short as the machine allows and not modelled here.

use proptest::prelude::*;
use sdr_domain::part::PartEvent;
use sdr_ports::{ChannelError, ChannelPort};
use sdr_relayer::driver::{FrontRole, Stroke};

use crate::fake_desk::{Disturbance, Happening, Sense, State, World, outgoing};

#[derive(Debug, Clone, Copy)]
enum Upset {
    Key,
    Modifier,
    OtherProgram,
    Viewer,
    OtherChat,
    FocusLost,
    Box,
    Crash,
    Slow,
    ClipboardTaken,
    DraftEdited,
}

const UPSETS: [Upset; 11] = [
    Upset::Key,
    Upset::Modifier,
    Upset::OtherProgram,
    Upset::Viewer,
    Upset::OtherChat,
    Upset::FocusLost,
    Upset::Box,
    Upset::Crash,
    Upset::Slow,
    Upset::ClipboardTaken,
    Upset::DraftEdited,
];

fn disturbance(upset: Upset) -> Disturbance {
    Box::new(move |w: &mut State| match upset {
        Upset::Key => w.input.foreign += 1,
        Upset::Modifier => w.input.modifier_held = true,
        Upset::OtherProgram => w.front_role = FrontRole::Foreign,
        Upset::Viewer => w.front_role = FrontRole::Viewer,
        Upset::OtherChat => w.chat = Some("bob_example".into()),
        Upset::FocusLost => w.focused = false,
        Upset::Box => w.box_open = true,
        Upset::Crash => w.running = false,
        Upset::Slow => w.time += std::time::Duration::from_secs(2),
        Upset::ClipboardTaken => w.clipboard = Some("taken by another program".into()),
        // Only a human can edit the draft, and their keys are seen.
        Upset::DraftEdited => {
            w.input.foreign += 1;
            if let Some(chat) = w.chat.clone() {
                w.drafts.entry(chat).or_default().push('!');
            }
        }
    })
}

fn noticed_by(upset: Upset) -> Sense {
    match upset {
        Upset::Key | Upset::Modifier | Upset::DraftEdited => Sense::Hands,
        Upset::OtherProgram
        | Upset::Viewer
        | Upset::OtherChat
        | Upset::FocusLost
        | Upset::Box
        | Upset::Crash
        | Upset::Slow
        | Upset::ClipboardTaken => Sense::Eyes,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_key_at_most_in_the_right_chat_with_an_honest_end(
        upsets in prop::collection::vec((1_usize..160, prop::sample::select(UPSETS.to_vec())), 1..4)
    ) {
        let world = World::new();
        world.change(|w| {
            w.disturbances = upsets.iter().map(|(at, upset)| (*at, noticed_by(*upset), disturbance(*upset))).collect();
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let telegram = world.telegram();
        let journal = world.journal();
        let result = runtime.block_on(telegram.deliver(&outgoing("ada_example", &["one", "two"]), &journal));
        let (sent, log) = world.look(|w| (w.sent(), w.log.clone()));

        // Never another chat, never another text, in order, never twice.
        let texts: Vec<&str> = sent.iter().map(|(_, text)| text.as_str()).collect();
        prop_assert!(sent.iter().all(|(chat, _)| chat == "ada_example"), "{sent:?}");
        prop_assert!(["one", "two"].starts_with(&texts), "{texts:?}");

        // No key without a durable arm right before it, one for one.
        let mut armed = false;
        for happening in &log {
            match happening {
                Happening::Recorded(_, event) => armed = *event == PartEvent::Arm,
                Happening::Key(Stroke::Submit) => {
                    prop_assert!(armed, "{log:?}");
                    armed = false;
                }
                Happening::Key(_) | Happening::Link(_) | Happening::Sent(..) => {}
            }
        }

        // The end says the truth about what left.
        let accepted = log.iter().filter(|h| matches!(h, Happening::Recorded(_, PartEvent::Accept))).count();
        match result {
            Ok(_) => prop_assert_eq!(sent.len(), 2),
            Err(ChannelError::Unknown { .. }) => prop_assert!(sent.len() <= accepted + 1),
            Err(_) => prop_assert_eq!(sent.len(), accepted),
        }
    }
}
