//! One part on its way into a chat, as blocking steps on the desktop thread. The order of the steps and
//! the journal between them is in `procedure.rs`.
//!
//! **Invariant:** every key goes out right after a look that Telegram's expected window is in front and
//! that the human touched nothing.
//!
//! **Invariant:** [`fire`] is the only place that presses [`Stroke::Submit`], once.

use std::time::Duration;

use crate::binding::{Field, Sentinels, normalise, read_back, same_text};
use crate::config::Patience;
use crate::driver::{Driver, DriverError, Front, FrontRole, Stroke, WindowId};
use crate::hold::{Hold, Seen};
use crate::link::Links;
use crate::title::Title;

/// Pause between two looks at the front window.
const LOOK: Duration = Duration::from_millis(8);

/// First looks at the field are short: it is often simply too early.
const GLANCE: Duration = Duration::from_millis(160);

/// Looks at the field before a chat is given up as not holding our text.
const BIND_TRIES: u32 = 3;

/// Rounds of proof and check before the key, when the machine is too slow for one.
const TRIGGER_ROUNDS: u32 = 3;

/// What is to be sent, and how the desktop was before.
#[derive(Clone)]
pub(crate) struct Aim {
    /// The words.
    pub(crate) text: String,
    /// How they travel.
    pub(crate) links: Links,
    /// The name the title must show, once it is known.
    pub(crate) name: Option<String>,
    /// The running Telegram; `None` when the link starts it.
    pub(crate) pid: Option<u32>,
    /// What Telegram's window showed before; `None` when it had no window.
    pub(crate) title_before: Option<Title>,
    /// Foreign keys and clicks when the part was begun.
    pub(crate) foreign: u64,
    /// How long to wait for what.
    pub(crate) patience: Patience,
    /// Source of sentinels.
    pub(crate) sentinels: Sentinels,
}

/// The proved chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) window: WindowId,
    pub(crate) pid: u32,
    /// Display name in the title.
    pub(crate) name: String,
    /// When the field was last proved to hold our text.
    proved_at: Duration,
}

/// What came of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fired {
    /// It was pressed, once.
    Pressed,
    /// It was not pressed.
    Not(Hold),
    /// The system reported an error while it was being pressed.
    InDoubt(DriverError),
}

/// What could be proved after the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The field is focused and was emptied.
    Emptied,
    /// The field still holds our text.
    TextStands,
    /// Neither; with a short note why.
    Neither(&'static str),
}

impl Aim {
    /// Whether the right title will prove that the link took effect, because it showed something else
    /// before. Otherwise our text may already stand in the field from an earlier try: it would read back
    /// right at once, and the link would put it there again after it was sent.
    fn title_will_prove(&self) -> bool {
        match (&self.title_before, &self.name) {
            (Some(Title::NoChat), _) => true,
            (Some(Title::Chat(before)), Some(pinned)) => before != pinned,
            (Some(Title::Chat(_)), None) => false,
            (None, _) => self.pid.is_none(),
        }
    }
}

/// Opens the chat and waits until its field is proved to hold exactly our text, put there by our link.
pub(crate) fn open_and_bind(driver: &mut dyn Driver, aim: &mut Aim) -> Result<Bound, Hold> {
    if driver.input()?.foreign != aim.foreign {
        return Err(Hold::ForeignInput);
    }
    let text = aim.text.clone();
    if let Some(link) = aim.links.whole.clone().filter(|_| aim.title_will_prove()) {
        driver.open_link(&link)?;
        return wait_for_field(driver, aim, &text);
    }
    let nonce = aim.links.nonce.clone();
    driver.open_link(&aim.links.bare)?;
    let mut bound = wait_for_field(driver, aim, &nonce)?;
    let replaced = replace_nonce(driver, aim, &mut bound);
    if replaced.is_err() {
        clear(driver, aim, &bound, &nonce);
    }
    replaced.map(|()| bound)
}

/// Puts the text where the nonce stands: by a second link, or pasted when it is too long for one.
fn replace_nonce(driver: &mut dyn Driver, aim: &mut Aim, bound: &mut Bound) -> Result<(), Hold> {
    let Some(link) = aim.links.whole.clone() else { return paste_over(driver, aim, bound) };
    let text = aim.text.clone();
    aim.name = Some(bound.name.clone());
    aim.pid = Some(bound.pid);
    aim.title_before = Some(Title::Chat(bound.name.clone()));
    check(driver, aim, bound)?;
    driver.open_link(&link)?;
    let again = wait_for_field(driver, aim, &text)?;
    if again.window != bound.window {
        return Err(Hold::FrontChanged);
    }
    *bound = again;
    Ok(())
}

fn wait_for_field(driver: &mut dyn Driver, aim: &mut Aim, wanted: &str) -> Result<Bound, Hold> {
    let patience = if aim.pid.is_some() { aim.patience.open } else { aim.patience.cold_open };
    let deadline = driver.now() + patience;
    let mut tries: u32 = 0;
    // Since when the title shows that the link has taken effect; a chat that was open before cannot.
    let mut arrived: Option<Duration> = None;
    loop {
        if driver.input()?.foreign != aim.foreign {
            return Err(Hold::ForeignInput);
        }
        let seen = match look(driver, aim)? {
            Ok((front, name)) => {
                if aim.title_before.as_ref().and_then(Title::name) != Some(name.as_str()) {
                    arrived = arrived.or_else(|| Some(driver.now()));
                }
                let field = read_back(driver, &mut aim.sentinels, GLANCE.min(aim.patience.read_back))?;
                tries += 1;
                if matches!(&field, Field::Holds(text) if same_text(wanted, text)) {
                    let bound = Bound { window: front.window, pid: front.pid, name, proved_at: driver.now() };
                    match check(driver, aim, &bound) {
                        Ok(()) => return Ok(bound),
                        // The chat opened between the look at the title and the look at the field: what was
                        // read belongs to the chat that shows now, and is proved again under its own name.
                        Err(Hold::NameChanged) => {}
                        Err(hold) => return Err(hold),
                    }
                }
                Seen::OtherText
            }
            Err(seen) => seen,
        };
        let now = driver.now();
        if now >= deadline {
            return Err(Hold::OpenTimeout(seen));
        }
        let given_up = arrived.is_some_and(|at| now >= at + aim.patience.bind) && tries >= BIND_TRIES;
        if given_up && aim.pid.is_some() && seen == Seen::OtherText {
            return Err(Hold::NotBound);
        }
        driver.pause(LOOK);
    }
}

/// The front window if it may be the right chat, else what it is instead.
fn look(driver: &mut dyn Driver, aim: &Aim) -> Result<Result<(Front, String), Seen>, Hold> {
    let Some(front) = driver.front()? else { return Ok(Err(Seen::NoTelegram)) };
    match front.role {
        FrontRole::Foreign => return Ok(Err(Seen::OtherProgram)),
        FrontRole::Viewer => return Ok(Err(Seen::NoTelegram)),
        FrontRole::Chat => {}
    }
    if aim.pid.is_some_and(|pid| pid != front.pid) {
        return Ok(Err(Seen::OtherProgram));
    }
    let name = match Title::parse(&front.title) {
        Title::NoChat => return Ok(Err(Seen::NoChat)),
        Title::Chat(name) => name,
    };
    match &aim.name {
        Some(pinned) if *pinned != name => Ok(Err(Seen::OtherName { shown: name, pinned: pinned.clone() })),
        Some(_) | None => Ok(Ok((front, name))),
    }
}

/// Replaces the nonce by the whole text and proves it again.
fn paste_over(driver: &mut dyn Driver, aim: &mut Aim, bound: &mut Bound) -> Result<(), Hold> {
    driver.write_clipboard(&aim.text)?;
    for stroke in [Stroke::SelectAll, Stroke::Erase, Stroke::Paste] {
        check(driver, aim, bound)?;
        driver.press(stroke)?;
    }
    let deadline = driver.now() + aim.patience.bind;
    // The paste takes the text from us: a sentinel put there too early would be pasted instead.
    driver.pause(GLANCE);
    loop {
        check(driver, aim, bound)?;
        let field = read_back(driver, &mut aim.sentinels, aim.patience.read_back)?;
        if matches!(&field, Field::Holds(text) if same_text(&aim.text, text)) {
            bound.proved_at = driver.now();
            return Ok(());
        }
        if driver.now() >= deadline {
            return Err(Hold::NotBound);
        }
        driver.pause(LOOK);
    }
}

/// The last check: same window, same name, no foreign input, no modifier. The human's hands are looked at
/// last: what they do shows there first.
pub(crate) fn check(driver: &mut dyn Driver, aim: &Aim, bound: &Bound) -> Result<(), Hold> {
    let front = driver.front()?;
    let same = front
        .as_ref()
        .filter(|f| f.role == FrontRole::Chat && f.window == bound.window && f.pid == bound.pid)
        .map(|f| Title::parse(&f.title));
    let input = driver.input()?;
    if input.foreign != aim.foreign {
        return Err(Hold::ForeignInput);
    }
    if input.modifier_held {
        return Err(Hold::ModifierHeld);
    }
    match same {
        None => Err(Hold::FrontChanged),
        Some(Title::Chat(name)) if name == bound.name => Ok(()),
        Some(Title::Chat(_) | Title::NoChat) => Err(Hold::NameChanged),
    }
}

/// Presses the submit key once, if everything still is as it was proved. The durable `arm` lies between
/// the proof and this call; if it took long, the field is read back again.
pub(crate) fn fire(driver: &mut dyn Driver, aim: &mut Aim, bound: &mut Bound) -> Fired {
    for _ in 0..TRIGGER_ROUNDS {
        match ready_to_fire(driver, aim, bound) {
            Ok(true) => {
                return match driver.press(Stroke::Submit) {
                    Ok(()) => Fired::Pressed,
                    Err(error) => Fired::InDoubt(error),
                };
            }
            Ok(false) => {}
            Err(hold) => return Fired::Not(hold),
        }
    }
    Fired::Not(Hold::TooSlow)
}

/// Whether proof and check are both fresh enough for the key.
fn ready_to_fire(driver: &mut dyn Driver, aim: &mut Aim, bound: &mut Bound) -> Result<bool, Hold> {
    if driver.now() > bound.proved_at + aim.patience.trigger {
        check(driver, aim, bound)?;
        let field = read_back(driver, &mut aim.sentinels, aim.patience.read_back)?;
        if !matches!(&field, Field::Holds(text) if same_text(&aim.text, text)) {
            return Err(Hold::NotBound);
        }
        bound.proved_at = driver.now();
    }
    let before = driver.now();
    check(driver, aim, bound)?;
    Ok(driver.now() <= before + aim.patience.trigger)
}

/// Proves what became of the text. An emptied field and an unfocused one look alike, so a full stop is
/// typed: only a focused, emptied field reads back exactly that. It is deleted again.
pub(crate) fn prove(driver: &mut dyn Driver, aim: &mut Aim, bound: &Bound) -> Proof {
    match try_to_prove(driver, aim, bound) {
        Ok(proof) => proof,
        Err(hold) => Proof::Neither(hold.note()),
    }
}

fn try_to_prove(driver: &mut dyn Driver, aim: &mut Aim, bound: &Bound) -> Result<Proof, Hold> {
    let deadline = driver.now() + aim.patience.proof;
    if normalise(&aim.text) == "." {
        return Ok(Proof::Neither("a lone full stop cannot be told from the probe"));
    }
    check(driver, aim, bound)?;
    driver.press(Stroke::Dot)?;
    loop {
        check(driver, aim, bound)?;
        let field = read_back(driver, &mut aim.sentinels, aim.patience.read_back)?;
        check(driver, aim, bound)?;
        match field {
            Field::Holds(text) if text == "." => {
                driver.press(Stroke::Erase)?;
                return Ok(Proof::Emptied);
            }
            Field::Holds(text) if still_ours(&aim.text, &text) => {
                driver.press(Stroke::Erase)?;
                return Ok(Proof::TextStands);
            }
            Field::Holds(_) => return Ok(Proof::Neither("the field holds another text")),
            Field::Silent => {}
        }
        if driver.now() >= deadline {
            return Ok(Proof::Neither("the field gives no answer"));
        }
        driver.pause(LOOK);
    }
}

/// Our text, perhaps with the line break that a wrong submit key made, and the full stop behind it.
fn still_ours(ours: &str, field: &str) -> bool {
    let field = normalise(field);
    field.strip_suffix('.').is_some_and(|rest| same_text(ours.trim_end(), rest.trim_end()))
}

/// Takes our own text out of the field again, if it provably is our text. Says whether it did.
pub(crate) fn clear_draft(driver: &mut dyn Driver, aim: &mut Aim, bound: &Bound) -> bool {
    let text = aim.text.clone();
    clear(driver, aim, bound, &text)
}

fn clear(driver: &mut dyn Driver, aim: &mut Aim, bound: &Bound, text: &str) -> bool {
    let mut attempt = || -> Result<bool, Hold> {
        check(driver, aim, bound)?;
        let field = read_back(driver, &mut aim.sentinels, aim.patience.read_back)?;
        if !matches!(&field, Field::Holds(found) if same_text(text, found)) {
            return Ok(false);
        }
        for stroke in [Stroke::SelectAll, Stroke::Erase] {
            check(driver, aim, bound)?;
            driver.press(stroke)?;
        }
        Ok(true)
    };
    attempt().unwrap_or(false)
}
