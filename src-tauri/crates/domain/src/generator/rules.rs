//! The rules every generated lead keeps, so that tests can hold many of them against each.

use super::vocabulary::{INDUSTRIES, Industry};
use crate::lead::NewLead;
use crate::text::{Handle, HandleKind};

/// What is wrong with a generated lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// No first and last name.
    Name,
    /// None of the industries the generator knows.
    Industry,
    /// A role nobody of this industry has.
    Role,
    /// A company name that does not belong to this industry.
    Company,
    /// No address on the reserved domain of the company's own site.
    Email,
    /// No secure web address on a reserved domain.
    Website,
    /// No address of a profile at LinkedIn.
    Linkedin,
    /// A handle that is not in its normal form, or a second one of a kind.
    Handle,
    /// No two-letter code of a language.
    Language,
    /// An empty post, one with a gap left open, or one that links outside the reserved domains.
    Post,
}

/// Holds a lead against every rule; empty when it keeps all.
pub fn validate(lead: &NewLead) -> Vec<Problem> {
    let profile = &lead.profile;
    let industry = INDUSTRIES.iter().find(|industry| profile.industry.as_deref() == Some(industry.name));
    let host = profile.website.as_deref().and_then(reserved_host);
    let language = profile.language.as_deref().unwrap_or_default();
    [
        (profile.name.split(' ').filter(|word| !word.is_empty()).count() >= 2, Problem::Name),
        (industry.is_some(), Problem::Industry),
        (industry.is_some_and(|industry| role_fits(industry, lead)), Problem::Role),
        (industry.is_some_and(|industry| company_fits(industry, lead)), Problem::Company),
        (host.is_some_and(|host| email(lead) == Some(host)), Problem::Email),
        (host.is_some(), Problem::Website),
        (linkedin_is_whole(lead), Problem::Linkedin),
        (handles_are_normal(lead), Problem::Handle),
        (language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase()), Problem::Language),
        (posts_are_whole(lead), Problem::Post),
    ]
    .into_iter()
    .filter_map(|(fine, problem)| (!fine).then_some(problem))
    .collect()
}

fn role_fits(industry: &Industry, lead: &NewLead) -> bool {
    lead.profile.role.as_deref().is_some_and(|role| industry.roles.contains(&role))
}

fn company_fits(industry: &Industry, lead: &NewLead) -> bool {
    let ending = lead.profile.company.as_deref().and_then(|company| Some(company.split_once(' ')?.1));
    ending.is_some_and(|ending| industry.endings.contains(&ending))
}

/// The host of `https://HOST` on the domain that is reserved for examples (RFC 2606).
fn reserved_host(website: &str) -> Option<&str> {
    let host = website.strip_prefix("https://")?;
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let name = host.strip_suffix(".example")?;
    name.split('.').all(label).then_some(host)
}

fn handle(lead: &NewLead, kind: HandleKind) -> Option<&Handle> {
    lead.handles.iter().find(|handle| handle.kind() == kind)
}

fn email(lead: &NewLead) -> Option<&str> {
    handle(lead, HandleKind::Email).and_then(Handle::email_domain)
}

fn linkedin_is_whole(lead: &NewLead) -> bool {
    let profile = handle(lead, HandleKind::Linkedin).map(Handle::value);
    let slug = profile.and_then(|url| url.strip_prefix("https://www.linkedin.com/in/")?.strip_suffix('/'));
    slug.is_some_and(|slug| !slug.is_empty() && !slug.contains('/'))
}

fn handles_are_normal(lead: &NewLead) -> bool {
    let normal = |handle: &Handle| {
        let kind = handle.kind();
        let only = lead.handles.iter().filter(|other| other.kind() == kind).count() == 1;
        only && Handle::parse(kind, handle.value()).as_ref() == Ok(handle)
    };
    lead.handles.iter().all(normal)
}

fn posts_are_whole(lead: &NewLead) -> bool {
    lead.posts.iter().all(|post| {
        let linked = post.url.as_deref().is_none_or(|url| url.starts_with("https://social.example/"));
        linked && !post.text.trim().is_empty() && !post.text.contains(['{', '}'])
    })
}
