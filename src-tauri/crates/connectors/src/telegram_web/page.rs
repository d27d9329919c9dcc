//! What a page of t.me shows.
//!
//! The pages have no documented form; the marks below are class names and titles that public readers of
//! these pages agree on. Classes are compared as whole words of the attribute, entities are resolved by the
//! parser.

use dom_query::Document;
use sdr_domain::handle_finding::HandleFinding;

/// No page of a name is smaller.
const SMALLEST: usize = 1024;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Page {
    Person {
        name: String,
        bio: Option<String>,
    },
    Bot,
    Channel,
    Group,
    /// One of the two; the page does not say which.
    ChannelOrGroup,
    Free,
    Unknown(&'static str),
}

impl Page {
    pub(super) fn finding(self) -> HandleFinding {
        match self {
            Self::Person { name, bio } => HandleFinding::Person { name, bio },
            Self::Bot => HandleFinding::Bot,
            // Neither is a person, and that is all that is made of it.
            Self::Channel | Self::ChannelOrGroup => HandleFinding::Channel,
            Self::Group => HandleFinding::Group,
            Self::Free => HandleFinding::Free,
            Self::Unknown(why) => HandleFinding::Unknown { why: why.to_owned() },
        }
    }
}

/// Reads the page that was answered for a name.
pub(super) fn read(status: u16, html: &str, name: &str) -> Page {
    if status != 200 {
        return Page::Unknown("t.me did not answer with a page.");
    }
    if html.len() < SMALLEST {
        return Page::Unknown("The page is too short to be the page of a name.");
    }
    if !html.contains("</html>") {
        return Page::Unknown("The page broke off.");
    }
    let page = Document::from(html);
    let shows = |selector: &str| page.select(selector).exists();
    if !shows(".tgme_page") && !shows(".tgme_page_wrap") {
        return Page::Unknown(
            "This is not the page of a name; t.me may have asked for a proof of being human.",
        );
    }
    if shows(".tgme_page_post") || shows(".tgme_page_widget") || shows(".tgme_widget_message") {
        return Page::Unknown("This is the page of a post.");
    }
    let title = words(&page.select_single("title").text());
    let Some(kind) = title.strip_prefix("Telegram: ") else {
        return Page::Unknown("The title of the page is not that of a name.");
    };
    let Some((verb, of)) = kind.split_once(' ') else {
        return Page::Unknown("The title of the page is not that of a name.");
    };
    if !of.strip_prefix('@').is_some_and(|of| of.eq_ignore_ascii_case(name)) {
        return Page::Unknown("This is the page of another name.");
    }
    match verb {
        "Launch" => Page::Bot,
        "View" => channel_or_group(&page),
        "Contact" => contact(&page, &title, name),
        _ => Page::Unknown("The title of the page is not that of a name."),
    }
}

fn channel_or_group(page: &Document) -> Page {
    let extra = words(&page.select_single(".tgme_page_extra").text());
    if extra.contains("subscriber") {
        Page::Channel
    } else if extra.contains("member") {
        Page::Group
    } else {
        Page::ChannelOrGroup
    }
}

fn contact(page: &Document, title: &str, name: &str) -> Page {
    let shown = page.select_single(".tgme_page_title");
    let description = page.select_single(".tgme_page_description");
    let words_of_it = words(&description.text());
    let invites = invites(page, &words_of_it, name);
    if shown.exists() {
        let display = words(&shown.text());
        let og = page.select_single("meta[property='og:title']").attr("content");
        let og = og.map(|text| words(&text)).unwrap_or_default();
        if display.is_empty() || og.is_empty() || og == title {
            return Page::Unknown("The page shows neither a person nor a free name.");
        }
        // Who says nothing about themselves is shown with the sentence of a free name.
        let bio = Some(words_of_it).filter(|bio| !bio.is_empty() && !invites);
        return Page::Person { name: display, bio };
    }
    if invites && !page.select(".tgme_page_extra").exists() {
        return Page::Free;
    }
    Page::Unknown("The page shows neither a person nor a free name.")
}

/// Whether the description is the sentence of a page that knows nothing of the name:
/// "If you have Telegram, you can contact @name right away."
fn invites(page: &Document, description: &str, name: &str) -> bool {
    let links = page.select(".tgme_page_description a");
    let link = links
        .iter()
        .any(|link| link.text().trim().strip_prefix('@').is_some_and(|text| text.eq_ignore_ascii_case(name)));
    let lower = description.to_ascii_lowercase();
    link && lower.starts_with("if you have telegram, you can contact @") && lower.ends_with("right away.")
}

/// The text with white space of every kind, no-break spaces included, collapsed.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
