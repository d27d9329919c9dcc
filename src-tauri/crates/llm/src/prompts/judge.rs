//! "Is this person a lead?"

use sdr_domain::egress::EgressPurpose;
use sdr_ports::llm::JudgeTask;
use serde_json::{Value, json};

use super::data::Data;
use super::{Prompt, fill, line, list, profile_texts, sorted};

pub(super) const VERSION: &str = "judge-1";

/// The name is not among them: nobody is a lead by name.
const FIELDS: [&str; 4] = ["role", "company", "industry", "bio"];

pub(super) fn prompt(task: &JudgeTask) -> Prompt {
    let schema = sorted(schema());
    let system = fill(
        include_str!("judge.txt"),
        &[
            ("name", &line(&task.company.name)),
            ("description", &line(&task.company.description)),
            ("problem", &line(&task.company.problem)),
            ("keywords", &list(&task.icp.keywords)),
            ("queries", &list(&task.icp.queries)),
            ("guidance", &line(&task.guidance)),
            ("shape", &schema.to_string()),
        ],
    );
    let fields = profile_texts(&task.profile, &FIELDS);
    let user = Data::of(&fields, &task.posts).render();
    let mut fields: Vec<&'static str> = fields.into_iter().map(|(name, _)| name).collect();
    fields.extend((!task.posts.is_empty()).then_some("post text"));
    Prompt {
        name: "judgement",
        purpose: EgressPurpose::Judge,
        system,
        user,
        schema,
        most_tokens: 700,
        temperature: 0.1,
        seed: 1,
        fields,
    }
}

fn schema() -> Value {
    let claim = json!({
        "type": "object",
        "properties": {
            "source": {"type": "string", "enum": ["post", "bio", "role", "industry", "company"]},
            "post": {"type": ["integer", "null"]},
            "quote": {"type": "string"},
            "reason": {"type": "string"}
        },
        "required": ["source", "post", "quote", "reason"],
        "additionalProperties": false
    });
    json!({
        "type": "object",
        "properties": {
            "verdict": {"type": "string", "enum": ["relevant", "maybe", "irrelevant"]},
            "confidence": {"type": "number"},
            "reasoning": {"type": "string"},
            "claims": {"type": "array", "items": claim}
        },
        "required": ["verdict", "confidence", "reasoning", "claims"],
        "additionalProperties": false
    })
}
