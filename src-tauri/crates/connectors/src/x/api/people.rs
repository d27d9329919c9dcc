//! Posts and their authors as leads.

use sdr_domain::lead::{NewLead, Profile};
use sdr_domain::post::NewPost;
use sdr_domain::text::{Handle, HandleKind};
use sdr_ports::lead_source::FoundPage;

use super::shapes::{Page, Post, User};
use super::trouble::Trouble;

/// Joins posts with their authors; posts whose author is withheld are left out and counted.
pub(super) fn page(page: Page) -> Result<FoundPage, Trouble> {
    let Page { data, includes, meta, errors } = page;
    let posts = match (data, &meta) {
        (Some(posts), _) => posts,
        (None, Some(meta)) if meta.result_count == 0 || !errors.is_empty() => Vec::new(),
        (None, Some(_)) => return Err(Trouble::Changed("a count of posts without the posts".into())),
        (None, None) => return Err(Trouble::Changed("an answer without posts and without a count".into())),
    };
    let found = posts.len();
    let mut leads: Vec<NewLead> = Vec::new();
    let mut taken = 0;
    for user in includes.users {
        let theirs: Vec<&Post> = posts.iter().filter(|post| post.author_id == user.id).collect();
        if theirs.is_empty() {
            continue;
        }
        let handle = Handle::parse(HandleKind::X, &user.username)
            .map_err(|_| Trouble::Changed("a person whose name is none".into()))?;
        taken += theirs.len();
        leads.push(lead(user, handle, &theirs));
    }
    let skipped = u32::try_from(found.saturating_sub(taken)).unwrap_or(u32::MAX);
    Ok(FoundPage { leads, next: meta.and_then(|meta| meta.next_token), skipped })
}

fn lead(user: User, handle: Handle, posts: &[&Post]) -> NewLead {
    let full_address = user.entities.and_then(|entities| entities.url?.urls.into_iter().next()?.expanded_url);
    let filled =
        |text: Option<String>| text.map(|text| unescape(text.trim())).filter(|text| !text.is_empty());
    let language = posts.iter().find_map(|post| post.lang.as_deref().filter(|code| code.len() == 2));
    let followers = user.public_metrics.and_then(|metrics| metrics.followers_count);
    let mut posts: Vec<NewPost> = posts.iter().map(|found| post(found, &handle)).collect();
    posts.sort_by_key(|post| std::cmp::Reverse(post.posted_at));
    let profile = Profile {
        name: filled(Some(user.name)).unwrap_or_else(|| format!("@{}", handle.value())),
        bio: filled(user.description),
        location: filled(user.location),
        website: filled(full_address.or(user.url)),
        language: language.map(str::to_owned),
        followers: followers.map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
        ..Profile::default()
    };
    NewLead { profile, handles: vec![handle], posts }
}

fn post(post: &Post, author: &Handle) -> NewPost {
    let text = post.note_tweet.as_ref().map_or(&post.text, |long| &long.text);
    let engagement = post.public_metrics.as_ref().map(|counts| {
        [counts.reposts, counts.replies, counts.likes, counts.quotes]
            .into_iter()
            .fold(0_u32, u32::saturating_add)
    });
    NewPost {
        external_id: Some(post.id.clone()),
        url: Some(format!("https://x.com/{}/status/{}", author.value(), post.id)),
        text: unescape(text),
        posted_at: post.created_at,
        engagement,
    }
}

/// X writes these three as entities, and nothing else.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
