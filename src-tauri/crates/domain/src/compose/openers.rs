//! How a message begins, by tone and phrasing: with the lead's own words where there are any, else with
//! who they are. Words only.

use super::templates::Group;
use crate::draft::Variant;

pub(super) fn helpful(variant: Variant) -> &'static [Group] {
    match variant {
        Variant::A => &[
            &[
                "you wrote \"{{quote}}\". That is the kind of thing I work on.",
                "I read your post: \"{{quote}}\". I may be able to help with that.",
            ],
            &["I read your post about {{topic}}, and I may be able to help with that."],
            &["I am writing because you are {{role}} at {{company}}."],
            &["I am writing because of your work at {{company}}."],
            &["I am writing because of your role as {{role}}."],
            &["I will keep this short."],
        ],
        Variant::B => &[
            &[
                "your post about {{topic}} made me stop, this part most: \"{{quote}}\".",
                "I saw you mention {{topic}}: \"{{quote}}\".",
            ],
            &["I saw your post: \"{{quote}}\"."],
            &["your post about {{topic}} made me stop."],
            &["I came across {{company}} and your work there as {{role}}."],
            &["I came across {{company}} and wanted to write to you directly."],
            &["your work as {{role}} is why I am writing."],
            &["I have a short question for you."],
        ],
    }
}

pub(super) fn casual(variant: Variant) -> &'static [Group] {
    match variant {
        Variant::A => &[
            &[
                "saw your post: \"{{quote}}\". Thought I would say hello.",
                "saw you write \"{{quote}}\" and had to say hello.",
            ],
            &["saw your post about {{topic}}."],
            &["you are {{role}} at {{company}}, so this one is for you."],
            &["this one is for you at {{company}}."],
            &["this one is for you as {{role}}."],
            &["short one from me."],
        ],
        Variant::B => &[
            &[
                "your line on {{topic}} was a good one: \"{{quote}}\".",
                "\"{{quote}}\" is how {{topic}} feels, yes.",
            ],
            &["saw this from you: \"{{quote}}\"."],
            &["read what you wrote about {{topic}}."],
            &["quick question for you as {{role}} at {{company}}."],
            &["quick question about {{company}}."],
            &["quick question for you as {{role}}."],
            &["quick question."],
        ],
    }
}

pub(super) fn professional(variant: Variant) -> &'static [Group] {
    match variant {
        Variant::A => &[
            &["I read your post, in which you say \"{{quote}}\"."],
            &["I read your post about {{topic}} with interest."],
            &["I am contacting you as {{role}} at {{company}}."],
            &["I am contacting you because of your work at {{company}}."],
            &["I am contacting you as {{role}}."],
            &["I am contacting you with one short question."],
        ],
        Variant::B => &[
            &["your post on {{topic}} describes it clearly: \"{{quote}}\"."],
            &["your post describes it clearly: \"{{quote}}\"."],
            &["your post on {{topic}} is the reason I am writing."],
            &["your role as {{role}} at {{company}} is the reason I am writing."],
            &["your work at {{company}} is the reason I am writing."],
            &["your role as {{role}} is the reason I am writing."],
            &["I have one short question."],
        ],
    }
}

pub(super) fn witty(variant: Variant) -> &'static [Group] {
    match variant {
        Variant::A => &[
            &["\"{{quote}}\" may be the most honest line about {{topic}} I have read."],
            &["\"{{quote}}\" may be the most honest line I have read this week."],
            &["your post about {{topic}} was more honest than most."],
            &["I suspect the job ad for {{role}} at {{company}} left out a few things."],
            &["I will keep this shorter than a meeting at {{company}}."],
            &["I suspect the job ad for {{role}} left out a few things."],
            &["I will keep this shorter than most meetings."],
        ],
        Variant::B => &[
            &[
                "you wrote \"{{quote}}\", and I nodded at my screen.",
                "\"{{quote}}\": I could not have put it better, and I tried.",
            ],
            &["I read your post about {{topic}} and nodded at my screen."],
            &["being {{role}} at {{company}} sounds like a job with few quiet days."],
            &["I will keep this shorter than a meeting at {{company}}."],
            &["being {{role}} sounds like a job with few quiet days."],
            &["I promise to be brief."],
        ],
    }
}
