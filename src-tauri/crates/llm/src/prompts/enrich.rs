//! "What else can be said of them?"

use sdr_domain::egress::EgressPurpose;
use sdr_ports::llm::EnrichTask;
use serde_json::{Value, json};

use super::data::Data;
use super::{Prompt, fill, line, profile_texts, sorted};

pub(super) const VERSION: &str = "enrich-1";

const FIELDS: [&str; 5] = ["role", "company", "industry", "location", "bio"];

/// The bands the offline rules use too.
pub(crate) const BANDS: [&str; 8] =
    ["1-10", "11-50", "51-200", "201-500", "501-1,000", "1,001-5,000", "5,001-10,000", "10,000+"];

pub(super) fn prompt(task: &EnrichTask) -> Prompt {
    let schema = sorted(schema());
    let system = fill(
        include_str!("enrich.txt"),
        &[
            ("name", &line(&task.company.name)),
            ("description", &line(&task.company.description)),
            ("problem", &line(&task.company.problem)),
            ("shape", &schema.to_string()),
        ],
    );
    let fields = profile_texts(&task.profile, &FIELDS);
    let user = Data::of(&fields, &task.posts).render();
    let mut fields: Vec<&'static str> = fields.into_iter().map(|(name, _)| name).collect();
    fields.extend((!task.posts.is_empty()).then_some("post text"));
    Prompt {
        name: "enrichment",
        purpose: EgressPurpose::Enrich,
        system,
        user,
        schema,
        most_tokens: 600,
        temperature: 0.1,
        seed: 1,
        fields,
    }
}

fn schema() -> Value {
    let found = json!({
        "type": "object",
        "properties": {"what": {"type": "string"}, "quote": {"type": "string"}},
        "required": ["what", "quote"],
        "additionalProperties": false
    });
    let mut bands: Vec<Value> = BANDS.iter().map(|band| (*band).into()).collect();
    bands.push(Value::Null);
    json!({
        "type": "object",
        "properties": {
            "company_size": {"type": ["string", "null"], "enum": bands},
            "persona": {"type": ["string", "null"]},
            "pain_points": {"type": "array", "items": found},
            "triggers": {"type": "array", "items": found},
            "confidence": {"type": "number"}
        },
        "required": ["company_size", "persona", "pain_points", "triggers", "confidence"],
        "additionalProperties": false
    })
}
