//! The page the browser shows after a sign-in.

/// Two sentences, no script, nothing from elsewhere.
pub(super) fn page(title: &str, sentence: &str) -> String {
    let safe = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>SDR Console: {title}</title>\
         <style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui;max-width:34em;margin:20vh auto;\
         padding:0 24px}}h1{{font-size:20px}}</style><h1>{title}</h1><p>{sentence}</p>\
         <p>You can close this tab and go back to SDR Console.</p></html>",
        title = safe(title),
        sentence = safe(sentence),
    )
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn words_from_outside_stay_text() {
        let html = page("Not signed in", "X refused it (<script>&).");
        assert!(html.contains("(&lt;script&gt;&amp;)"));
        assert!(!html.contains("<script>"));
    }
}
