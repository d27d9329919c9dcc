//! Switches X demands beside each query, as its own client had them in September 2026. The live page and the
//! live scripts say more and win.

use super::ops::Op;

/// Switches of posts and timelines that are on.
const TIMELINE_ON: &[&str] = &[
    "rweb_cashtags_enabled",
    "profile_label_improvements_pcf_label_in_post_enabled",
    "responsive_web_profile_redirect_enabled",
    "creator_subscriptions_tweet_preview_api_enabled",
    "responsive_web_graphql_timeline_navigation_enabled",
    "communities_web_enable_tweet_community_results_fetch",
    "c9s_tweet_anatomy_moderator_badge_enabled",
    "responsive_web_grok_analyze_post_followups_enabled",
    "rweb_cashtags_composer_attachment_enabled",
    "responsive_web_jetfuel_frame",
    "responsive_web_grok_share_attachment_enabled",
    "responsive_web_grok_annotations_enabled",
    "articles_preview_enabled",
    "responsive_web_edit_tweet_api_enabled",
    "graphql_is_translatable_rweb_tweet_is_translatable_enabled",
    "view_counts_everywhere_api_enabled",
    "longform_notetweets_consumption_enabled",
    "responsive_web_twitter_article_tweet_consumption_enabled",
    "content_disclosure_indicator_enabled",
    "content_disclosure_ai_generated_indicator_enabled",
    "responsive_web_grok_show_grok_translated_post",
    "responsive_web_grok_analysis_button_from_backend",
    "freedom_of_speech_not_reach_fetch_enabled",
    "standardized_nudges_misinfo",
    "tweet_with_visibility_results_prefer_gql_limited_actions_policy_enabled",
    "longform_notetweets_rich_text_read_enabled",
    "responsive_web_grok_image_annotation_enabled",
    "responsive_web_grok_imagine_annotation_enabled",
    "responsive_web_grok_community_note_auto_translation_is_enabled",
    "responsive_web_graphql_exclude_directive_enabled",
    "rweb_video_timestamps_enabled",
    "tweetypie_unmention_optimization_enabled",
];

/// Switches of posts and timelines that are off.
const TIMELINE_OFF: &[&str] = &[
    "rweb_video_screen_enabled",
    "rweb_tipjar_consumption_enabled",
    "verified_phone_label_enabled",
    "premium_content_api_read_enabled",
    "responsive_web_grok_analyze_button_fetch_trends_enabled",
    "rweb_conversational_replies_downvote_enabled",
    "post_ctas_fetch_enabled",
    "longform_notetweets_inline_media_enabled",
    "responsive_web_enhance_cards_enabled",
    "responsive_web_graphql_skip_user_profile_image_extensions_enabled",
    "tweet_awards_web_tipping_enabled",
    "creator_subscriptions_quote_tweet_preview_enabled",
    "responsive_web_media_download_video_enabled",
    "c9s_list_members_action_api_enabled",
    "c9s_superc9s_indication_enabled",
];

/// Switches of profiles that are on.
const USER_ON: &[&str] = &[
    "hidden_profile_subscriptions_enabled",
    "profile_label_improvements_pcf_label_in_post_enabled",
    "responsive_web_profile_redirect_enabled",
    "subscriptions_verification_info_is_identity_verified_enabled",
    "subscriptions_verification_info_verified_since_enabled",
    "highlights_tweets_tab_ui_enabled",
    "responsive_web_twitter_article_notes_tab_enabled",
    "subscriptions_feature_can_gift_premium",
    "creator_subscriptions_tweet_preview_api_enabled",
    "responsive_web_graphql_timeline_navigation_enabled",
];

/// Switches of profiles that are off.
const USER_OFF: &[&str] = &["rweb_tipjar_consumption_enabled", "verified_phone_label_enabled"];

/// The shipped switches of an operation.
pub(super) fn shipped(op: Op) -> impl Iterator<Item = (&'static str, bool)> {
    let (on, off): (&[&str], &[&str]) = match op {
        Op::SearchTimeline | Op::TweetDetail | Op::TweetResultByRestId | Op::CreateTweet => {
            (TIMELINE_ON, TIMELINE_OFF)
        }
        Op::UserByScreenName => (USER_ON, USER_OFF),
        Op::FavoriteTweet => (&[], &[]),
    };
    on.iter().map(|name| (*name, true)).chain(off.iter().map(|name| (*name, false)))
}

/// The shipped value of one switch, wherever it is used.
pub(super) fn default_of(name: &str) -> bool {
    TIMELINE_ON.contains(&name) || USER_ON.contains(&name)
}

/// Parts of an answer that are asked for or not.
pub(super) fn toggles(op: Op) -> &'static [(&'static str, bool)] {
    match op {
        Op::TweetDetail => &[
            ("withArticleRichContentState", true),
            ("withArticlePlainText", false),
            ("withArticleSummaryText", true),
            ("withArticleVoiceOver", true),
            ("withGrokAnalyze", false),
            ("withDisallowedReplyControls", false),
        ],
        Op::UserByScreenName => &[("withPayments", false), ("withAuxiliaryUserLabels", true)],
        Op::SearchTimeline | Op::TweetResultByRestId | Op::CreateTweet | Op::FavoriteTweet => &[],
    }
}
