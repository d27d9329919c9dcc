//! The pages, in the shape public readers of t.me describe (summer 2026).

/// The frame around every page, as long as the real one's head.
fn page(title: &str, og_title: &str, body: &str) -> String {
    let head = "<link href=\"//telegram.org/css/font-roboto.css?1\" rel=\"stylesheet\" type=\"text/css\">\n"
        .repeat(8);
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n{head}\
         <meta property=\"og:title\" content=\"{og_title}\">\n\
         <meta property=\"og:site_name\" content=\"Telegram\">\n</head>\n<body class=\"no_transition\">\n\
         <div class=\"tgme_background_wrap\"></div>\n\
         <div class=\"tgme_page_wrap\"><div class=\"tgme_body_wrap\">\n\
         <div class=\"tgme_page tgme_page_fixed\">\n{body}\n</div></div></div>\n</body>\n</html>\n\
         <!-- page generated in 4.2ms -->\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn button(name: &str, label: &str) -> String {
    format!(
        "<div class=\"tgme_page_action\"><a class=\"tgme_action_button_new shine\" \
         href=\"tg://resolve?domain={name}\">{label}</a></div>"
    )
}

fn titled(name: &str, title: &str, extra: &str, description: &str, label: &str) -> String {
    let title = escaped(title);
    let extra = if extra.is_empty() {
        String::new()
    } else {
        format!("<div class=\"tgme_page_extra\">\n  {extra}\n</div>")
    };
    format!(
        "<div class=\"tgme_page_photo\"></div>\n<div class=\"tgme_page_title\" dir=\"auto\">\n  \
         <span dir=\"auto\">{title}</span>\n</div>\n{extra}\n{description}\n{}",
        button(name, label)
    )
}

fn invitation(name: &str) -> String {
    format!(
        "<div class=\"tgme_page_description\">\n  If you have <strong>Telegram</strong>, you can contact\n  \
         <a class=\"tgme_username_link\" href=\"tg://resolve?domain={name}\">@{name}</a> right away.\n</div>"
    )
}

pub(super) fn person(name: &str, display: &str, bio: Option<&str>) -> String {
    let about = bio.map_or_else(
        || invitation(name),
        |bio| format!("<div class=\"tgme_page_description\">{}</div>", escaped(bio)),
    );
    let body = titled(name, display, &format!("@{name}"), &about, "Send Message");
    page(&format!("Telegram: Contact @{name}"), &escaped(display), &body)
}

pub(super) fn free(name: &str) -> String {
    let title = format!("Telegram: Contact @{name}");
    let body = format!(
        "<div class=\"tgme_page_icon\"><i class=\"tgme_icon_user\"></i></div>\n{}\n{}",
        invitation(name),
        button(name, "Send Message")
    );
    page(&title, &title, &body)
}

pub(super) fn halfway(name: &str) -> String {
    let title = format!("Telegram: Contact @{name}");
    page(&title, &title, &titled(name, "Somebody", "", &invitation(name), "Send Message"))
}

pub(super) fn bot(name: &str) -> String {
    let body = titled(name, "A Bot", "7\u{a0}618\u{a0}841 monthly users", "", "Start Bot");
    page(&format!("Telegram: Launch @{name}"), "A Bot", &body)
}

pub(super) fn channel(name: &str, title: &str, subscribers: &str) -> String {
    let body = titled(name, title, subscribers, "", "View in Telegram");
    let preview = format!("<a class=\"tgme_page_context_link\" href=\"/s/{name}\">Preview channel</a>");
    page(&format!("Telegram: View @{name}"), &escaped(title), &format!("{body}{preview}"))
}

pub(super) fn group(name: &str) -> String {
    let body = titled(name, "A Group", "6\u{a0}569 members, 879 online", "", "Join Group");
    page(&format!("Telegram: View @{name}"), "A Group", &body)
}

pub(super) fn post(name: &str) -> String {
    let body = "<div class=\"tgme_page_post\"><div class=\"tgme_widget_message\">Words</div></div>";
    page(&format!("Telegram: Contact @{name}"), "A post", body)
}

pub(super) fn captcha() -> String {
    let words = "<p>Please prove that you are human before you go on.</p>\n".repeat(40);
    format!("<!DOCTYPE html><html><head><title>One moment</title></head><body>{words}</body></html>")
}

pub(super) fn without_classes(page: &str) -> String {
    page.replace("class=\"tgme_", "class=\"t").replace(" tgme_", " t")
}
