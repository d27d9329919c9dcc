//! Two phrasings as a model gives them. Limits and grounding are checked by the domain.

use sdr_domain::channel::Channel;
use sdr_domain::draft::Variant;
use sdr_ports::llm::{WriteTask, WrittenVariant};
use serde_json::Value;

use super::text;

/// Longest text taken over; every channel's limit is far below.
const MOST: usize = 20_000;

pub(super) fn read(task: &WriteTask, object: &Value) -> Result<Vec<WrittenVariant>, String> {
    let a = version(task, object, "a", Variant::A)?;
    let b = version(task, object, "b", Variant::B)?;
    if a.body == b.body {
        return Err("\"a\" and \"b\" must differ".to_owned());
    }
    Ok(vec![a, b])
}

fn version(task: &WriteTask, object: &Value, name: &str, variant: Variant) -> Result<WrittenVariant, String> {
    let version = object.get(name).or_else(|| object.get(name.to_uppercase()));
    let version = version.ok_or_else(|| format!("\"{name}\" is missing"))?;
    let body = text(version, "body", MOST).filter(|body| !body.is_empty());
    let body = body.ok_or_else(|| format!("\"{name}\" needs a \"body\""))?;
    let body = tidy(&body);
    let subject = match task.channel {
        Channel::Email => {
            let subject = text(version, "subject", 400).filter(|subject| !subject.is_empty());
            let subject = subject.ok_or_else(|| format!("\"{name}\" needs a \"subject\""))?;
            Some(subject.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Channel::Telegram | Channel::X | Channel::Linkedin => None,
    };
    if body.contains("<<<") || body.contains("[words addressed to software") {
        return Err("the message must not hold marks of the blocks".to_owned());
    }
    Ok(WrittenVariant { variant, subject, body })
}

/// No spaces at line ends, at most one empty line between paragraphs.
fn tidy(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut empty = 0;
    for line in body.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 1 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}
