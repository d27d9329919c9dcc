//! A toy model: reads the marked blocks of a prompt and answers by simple words, without surprise.

use serde_json::{Value, json};

/// Words of people who have a problem.
const WANTS: &[&str] = &[
    "struggl",
    "tired of",
    "anyone know",
    "recommend",
    "looking for",
    "hate",
    "drown",
    "pile up",
    "piling up",
    "by hand",
    "manually",
    "cannot see",
    "can't see",
    "waste",
    "chasing",
    "fed up",
    "overwhelm",
    "nightmare",
    "spreadsheet",
    "how do you",
    "losing",
    "stuck",
];
/// Words of people who sell, hire or report.
const SELLS: &[&str] = &[
    "we're hiring",
    "we are hiring",
    "apply now",
    "our platform",
    "book a demo",
    "check out our",
    "webinar",
];

/// The answer to a prompt.
pub(super) fn answer(system: &str, user: &str) -> String {
    let blocks = blocks(user);
    let answer = if system.contains("\"verdict\"") {
        judge(&blocks)
    } else if system.contains("\"pain_points\"") {
        enrich(&blocks)
    } else {
        write(system, &blocks)
    };
    answer.to_string()
}

/// Name and text of each block.
fn blocks(user: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut open: Option<(String, Vec<&str>)> = None;
    for line in user.lines() {
        let inner = line.strip_prefix("<<<").and_then(|line| line.strip_suffix(">>>"));
        let name = inner.and_then(|inner| inner.split_once(' ')).map(|(_, name)| name);
        match (name, &mut open) {
            (Some("end"), Some(_)) => {
                if let Some((name, lines)) = open.take() {
                    out.push((name, lines.join("\n")));
                }
            }
            (Some(name), None) => {
                open = Some((name.split(',').next().unwrap_or(name).to_owned(), Vec::new()));
            }
            (_, Some((_, lines))) => lines.push(line),
            (_, None) => {}
        }
    }
    out
}

fn block<'a>(blocks: &'a [(String, String)], name: &str) -> Option<&'a str> {
    blocks.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', '\n']).map(str::trim).filter(|sentence| sentence.len() > 2)
}

fn says(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

fn posts(blocks: &[(String, String)]) -> impl Iterator<Item = (u64, &str)> {
    blocks.iter().filter_map(|(name, text)| Some((name.strip_prefix("post ")?.parse().ok()?, text.as_str())))
}

/// The first sentence that speaks of a problem, with the number of its post.
fn problem(blocks: &[(String, String)]) -> Option<(u64, &str)> {
    posts(blocks).filter(|(_, text)| !says(text, SELLS)).find_map(|(number, text)| {
        sentences(text).find(|sentence| says(sentence, WANTS)).map(|sentence| (number, sentence))
    })
}

fn judge(blocks: &[(String, String)]) -> Value {
    let first = posts(blocks).find_map(|(number, text)| Some((number, sentences(text).next()?)));
    let (verdict, quote) = match (problem(blocks), first) {
        (Some(found), _) => ("relevant", Some(found)),
        (None, found) => ("irrelevant", found),
    };
    let claim = |(number, quote): (u64, &str)| json!({"source": "post", "post": number, "quote": quote, "reason": "What the person says of it"});
    let mut claims: Vec<Value> = quote.map(claim).into_iter().collect();
    if claims.is_empty()
        && let Some(role) = block(blocks, "role")
    {
        claims.push(json!({"source": "role", "post": null, "quote": role, "reason": "What the person does"}));
    }
    json!({"verdict": verdict, "confidence": 0.8, "reasoning": "By what the person wrote.", "claims": claims})
}

fn enrich(blocks: &[(String, String)]) -> Value {
    let pains: Vec<Value> = problem(blocks)
        .map(|(_, quote)| {
            let what = quote.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
            json!({"what": what.trim_end_matches(['.', '!', '?', ',']), "quote": quote})
        })
        .into_iter()
        .collect();
    let persona = block(blocks, "role").map(|role| format!("Works as {role}"));
    json!({"company_size": null, "persona": persona, "pain_points": pains, "triggers": [], "confidence": 0.6})
}

fn write(system: &str, blocks: &[(String, String)]) -> Value {
    let line = |start: &str| system.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default();
    let (product, persona) = (line("Product: "), line("Name: "));
    let first = block(blocks, "name").and_then(|name| name.split_whitespace().next()).unwrap_or("there");
    let email = system.contains("An e-mail:");
    let gap = if system.contains("one paragraph") { " " } else { "\n\n" };
    let sign = if email { format!("\n\n{persona}") } else { String::new() };
    let body = |middle: &str, question: &str| format!("Hi {first},{gap}{middle}{gap}{question}{sign}");
    let a = body(
        &format!("your post made me think of {product}, which is made for just that."),
        "Would a short look at it be useful to you?",
    );
    let b = body(
        &format!("I read what you wrote and work on {product}."),
        "Shall I send you a few lines on how it could help?",
    );
    if email {
        json!({"a": {"subject": "What you wrote", "body": a}, "b": {"subject": "Your post", "body": b}})
    } else {
        json!({"a": {"body": a}, "b": {"body": b}})
    }
}
