//! The first JSON object in what was said: models put fences, thoughts and politeness around it.

use serde_json::Value;

/// Beginnings tried; prose has few braces.
const MOST: usize = 200;
/// Bytes looked at.
const BYTES: usize = 1024 * 1024;

pub(super) fn first(text: &str) -> Option<Value> {
    let text = text.rsplit_once("</think>").map_or(text, |(_, after)| after);
    let end = (0..=text.len().min(BYTES)).rev().find(|at| text.is_char_boundary(*at))?;
    let text = &text[..end];
    for (at, _) in text.match_indices('{').take(MOST) {
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        if let Some(Ok(value)) = values.next()
            && value.as_object().is_some_and(|object| !object.is_empty())
        {
            return Some(value);
        }
    }
    None
}
