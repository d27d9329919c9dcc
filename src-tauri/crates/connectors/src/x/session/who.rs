//! Whose session it is.

use jiff::SignedDuration;
use sdr_domain::egress::EgressPurpose;
use sdr_domain::text::{Handle, HandleKind};
use sdr_http::{Body, Method, Note};
use serde_json::Value;

use super::boot::unreadable;
use super::shape;
use super::trouble::Trouble;
use super::wire::Ask;
use super::{Work, XSession};

/// How long an answer holds.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// The account a session belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Its numeric id, where X or the cookies tell it.
    pub id: Option<String>,
    /// Its user name.
    pub handle: Handle,
}

impl XSession {
    /// Who is signed in; asks X at most once in ten minutes.
    pub(super) async fn who(&self, work: &mut Work) -> Result<Me, Trouble> {
        self.ready(work, false).await?;
        let now = self.clock.now();
        if let Some((me, at)) = &work.me
            && now.duration_since(*at) < FRESH
        {
            return Ok(me.clone());
        }
        let me = self.ask_who(work).await?;
        work.me = Some((me.clone(), self.clock.now()));
        Ok(me)
    }

    async fn ask_who(&self, work: &mut Work) -> Result<Me, Trouble> {
        let list = self.site("/i/api/1.1/account/multi/list.json");
        let mut answer = self.get(work, "account/multi/list", list.clone()).await;
        if answer == Err(Trouble::Gone) {
            // Without a word: the signature may be out of date.
            self.boot(work, false).await?;
            answer = self.get(work, "account/multi/list", list).await;
        }
        if answer == Err(Trouble::Gone) {
            let settings = self.settings.hosts.api.join("/1.1/account/settings.json").ok();
            answer = self.get(work, "account/settings", settings).await;
        }
        let own = work.jar.as_ref().ok().and_then(super::CookieJar::own_id);
        read(&answer?, own).ok_or_else(|| Trouble::Changed("an answer that names no account".into()))
    }

    async fn get(
        &self,
        work: &mut Work,
        name: &'static str,
        url: Option<url::Url>,
    ) -> Result<Value, Trouble> {
        let url = url.ok_or_else(unreadable)?;
        let note = Note::of(EgressPurpose::Connect).with(&["session"], &[]);
        let ask = Ask { name, method: Method::GET, url, body: Body::None, note, writes: false };
        let reply = self.ask(work, ask).await?;
        reply.trouble.map_or(Ok(reply.value), Err)
    }
}

/// Both answers name the account; the list may hold several, of which the cookies say which is meant.
fn read(value: &Value, own: Option<String>) -> Option<Me> {
    let list = value.get("users").unwrap_or(value).as_array().cloned().unwrap_or_default();
    let people = list.iter().map(|entry| entry.get("user").unwrap_or(entry));
    let named = |entry: &Value| {
        let handle = shape::text(entry, &["/screen_name"])?;
        let handle = Handle::parse(HandleKind::X, &handle).ok()?;
        let id = shape::id(entry, &["/user_id", "/id_str"]);
        Some(Me { id, handle })
    };
    let mut all: Vec<Me> = people.filter_map(named).chain(named(value)).collect();
    let place = all.iter().position(|me| own.is_some() && me.id == own).unwrap_or(0);
    (!all.is_empty()).then(|| {
        let me = all.swap_remove(place);
        Me { id: me.id.or(own), handle: me.handle }
    })
}
