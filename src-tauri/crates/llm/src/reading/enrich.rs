//! An enrichment as a model gives it: what no text says is left out.

use sdr_domain::enrichment::{EnrichMode, Enrichment};
use sdr_ports::llm::EnrichTask;
use serde_json::Value;

use super::{items, quotes, share, text};
use crate::prompts::BANDS;

pub(super) fn read(task: &EnrichTask, object: &Value) -> Result<Enrichment, String> {
    let confidence = share(object, "confidence")?;
    let size = text(object, "company_size", 20);
    let company_size = size.filter(|size| BANDS.contains(&size.as_str()));
    let persona =
        text(object, "persona", 80).filter(|persona| !persona.is_empty() && !persona.contains('\n'));
    Ok(Enrichment {
        company_size,
        persona,
        pain_points: found(task, object, "pain_points", 4)?,
        triggers: found(task, object, "triggers", 3)?,
        confidence,
        mode: EnrichMode::Llm,
    })
}

/// What is carried by words of the person that talk to people.
fn found(task: &EnrichTask, object: &Value, name: &str, most: usize) -> Result<Vec<String>, String> {
    let mut out: Vec<String> = Vec::new();
    for item in items(object, name)? {
        let (Some(what), Some(quote)) = (text(item, "what", 120), text(item, "quote", 2_000)) else {
            return Err(format!("each entry of \"{name}\" needs \"what\" and \"quote\""));
        };
        let texts = task.posts.iter().map(String::as_str).chain(task.profile.bio.as_deref());
        let carried = texts.into_iter().any(|text| {
            quotes::find(text, &quote).is_some_and(|place| !quotes::talks_to_software(text, &place))
        });
        if carried && !what.is_empty() && !out.contains(&what) && out.len() < most {
            out.push(what);
        }
    }
    Ok(out)
}
