//! Which models to suggest: a small one that judges many leads quickly, a larger one that writes well.

use sdr_ports::llm::LlmModel;

/// Names of the suggested models.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// For judging and enriching.
    pub judge: Option<String>,
    /// For writing.
    pub writer: Option<String>,
}

/// Families known to follow a schema and to write in several languages, best first.
const FAMILIES: [&str; 9] =
    ["qwen3", "gemma3", "gemma4", "llama3", "llama-3", "phi4", "qwen2.5", "mistral", "granite"];

/// Chooses among what is there: 1 to 4 billion parameters judge, 7 to 14 write; without such models the
/// nearest. Where sizes are not told (hosted models), names tell small from large. Models that cannot hold a
/// conversation are never suggested.
pub fn suggest(models: &[LlmModel]) -> Suggestion {
    let usable: Vec<&LlmModel> = models.iter().filter(|model| chats(&model.name)).collect();
    let sized = usable.iter().any(|model| model.parameters_billion.is_some());
    let pick = |rank: &dyn Fn(&LlmModel) -> (u32, usize, i64)| {
        usable.iter().min_by_key(|model| (rank(model), model.name.clone())).map(|model| model.name.clone())
    };
    if sized {
        Suggestion {
            judge: pick(&|model| rank(model, 1.0, 4.6)),
            writer: pick(&|model| rank(model, 6.5, 14.9)),
        }
    } else {
        let by_name = |small: bool| move |model: &LlmModel| (u32::from(is_small(&model.name) != small), 0, 0);
        Suggestion { judge: pick(&by_name(true)), writer: pick(&by_name(false)) }
    }
}

/// Lower is better: inside the range first, then by family, then the larger; outside it the nearest.
fn rank(model: &LlmModel, from: f32, to: f32) -> (u32, usize, i64) {
    let name = model.name.to_lowercase();
    let family = FAMILIES.iter().position(|family| name.contains(family)).unwrap_or(FAMILIES.len());
    let Some(size) = model.parameters_billion.filter(|size| size.is_finite()) else {
        return (u32::MAX, family, 0);
    };
    let millions = in_millions(size);
    let (from, to) = (in_millions(from), in_millions(to));
    if (from..=to).contains(&millions) {
        return (0, family, -millions);
    }
    // Too large is slow or does not fit at all, which is worse than a little too small.
    let distance = if millions < from { from - millions } else { (millions - to) * 2 };
    (u32::try_from(distance).unwrap_or(u32::MAX - 1).max(1), family, 0)
}

#[expect(clippy::cast_possible_truncation, reason = "sizes are far below the range of the number")]
fn in_millions(billions: f32) -> i64 {
    (billions.clamp(0.0, 10_000.0) * 1000.0).round() as i64
}

/// Words that makers put into the names of their small models.
fn is_small(name: &str) -> bool {
    let name = name.to_lowercase();
    ["mini", "haiku", "flash", "nano", "small", "instant", "lite"].iter().any(|word| name.contains(word))
}

/// Whether a model can hold a conversation, as far as its name tells.
pub(crate) fn chats(name: &str) -> bool {
    let name = name.to_lowercase();
    let others = [
        "embed",
        "bge-",
        "bge:",
        "minilm",
        "e5-",
        "gte-",
        "rerank",
        "whisper",
        "tts",
        "transcribe",
        "dall-e",
        "image",
        "moderation",
        "guard",
        "realtime",
        "audio",
        "sora",
        "orpheus",
        "davinci-002",
        "babbage",
    ];
    !others.iter().any(|word| name.contains(word))
}

/// `qwen3:8b`, `llama-3.1-8b-instant`, `openai/gpt-oss-20b`: billions of parameters by name.
pub(crate) fn size_in_name(name: &str) -> Option<f32> {
    name.to_lowercase().split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).find_map(|word| {
        let size: f32 = word.strip_suffix('b')?.trim_start_matches('e').parse().ok()?;
        (size > 0.0 && size < 5_000.0).then_some(size)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(models: &[(&str, Option<f32>)]) -> Suggestion {
        let model = |(name, size): &(&str, Option<f32>)| LlmModel {
            name: (*name).into(),
            parameters_billion: *size,
            bytes: None,
        };
        suggest(&models.iter().map(model).collect::<Vec<_>>())
    }

    fn names(suggestion: &Suggestion) -> (&str, &str) {
        let name = |name: &Option<String>| name.clone().unwrap_or_default().leak() as &str;
        (name(&suggestion.judge), name(&suggestion.writer))
    }

    #[test]
    fn a_small_one_judges_and_a_larger_one_writes() {
        let all = [
            ("nomic-embed-text:latest", Some(0.137)),
            ("qwen3:0.6b", Some(0.6)),
            ("llama3.2:3b", Some(3.2)),
            ("qwen3:4b", Some(4.0)),
            ("qwen3:8b", Some(8.2)),
            ("mistral-nemo:12b", Some(12.2)),
            ("llama3.3:70b", Some(70.6)),
        ];
        assert_eq!(names(&there(&all)), ("qwen3:4b", "qwen3:8b"));
    }

    #[test]
    fn without_the_right_size_the_nearest_is_taken_and_an_embedding_never() {
        assert_eq!(names(&there(&[("mistral:7b", Some(7.2))])), ("mistral:7b", "mistral:7b"));
        let two = [("qwen3:0.6b", Some(0.6)), ("llama3.3:70b", Some(70.6))];
        assert_eq!(names(&there(&two)), ("qwen3:0.6b", "qwen3:0.6b"));
        assert_eq!(there(&[("nomic-embed-text", Some(3.0)), ("bge-m3", Some(0.5))]), Suggestion::default());
    }

    #[test]
    fn hosted_models_are_told_apart_by_their_names() {
        let hosted = [("claude-haiku-4-5", None), ("claude-sonnet-5", None)];
        assert_eq!(names(&there(&hosted)), ("claude-haiku-4-5", "claude-sonnet-5"));
        assert_eq!(size_in_name("llama-3.1-8b-instant"), Some(8.0));
        assert_eq!(size_in_name("openai/gpt-oss-120b"), Some(120.0));
        assert_eq!(size_in_name("gemma3n:e4b"), Some(4.0));
        assert_eq!(size_in_name("claude-opus-5"), None);
    }
}
