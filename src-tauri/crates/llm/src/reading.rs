//! From what a model said to an answer in the task's shape.
//!
//! **Invariant:** any bytes may come; what cannot be used is a complaint in our own words, never a panic and
//! never a piece of what came.

mod enrich;
mod judge;
mod object;
mod quotes;
#[cfg(test)]
mod tests;
mod write;

use sdr_ports::{LlmAnswer, LlmTask};
use serde_json::Value;

use crate::prompts::visible;

/// Reads an answer, or says what is wrong with it.
pub(crate) fn read(task: &LlmTask, text: &str) -> Result<LlmAnswer, String> {
    let object = object::first(text).ok_or_else(|| "it holds no JSON object".to_owned())?;
    match task {
        LlmTask::Judge(task) => judge::read(task, &object).map(LlmAnswer::Judge),
        LlmTask::Enrich(task) => enrich::read(task, &object).map(LlmAnswer::Enrich),
        LlmTask::Write(task) => write::read(task, &object).map(LlmAnswer::Write),
    }
}

/// A field of text; what is invisible is taken out, because humans will read it.
fn text(object: &Value, name: &str, most: usize) -> Option<String> {
    let text = visible(object.get(name)?.as_str()?);
    Some(text.trim().chars().take(most).collect())
}

/// A share between 0 and 1; some models count in percent, some write numbers as text.
fn share(object: &Value, name: &str) -> Result<f32, String> {
    let value = object.get(name);
    let number = value.and_then(|value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()));
    let number = number.filter(|number| number.is_finite() && (0.0..=100.0).contains(number));
    let number = number.ok_or_else(|| format!("\"{name}\" must be a number between 0 and 1"))?;
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more digits")]
    Ok((if number > 1.0 { number / 100.0 } else { number }) as f32)
}

fn items<'a>(object: &'a Value, name: &str) -> Result<&'a [Value], String> {
    match object.get(name) {
        Some(Value::Array(items)) => Ok(items),
        Some(_) | None => Err(format!("\"{name}\" must be a list")),
    }
}
