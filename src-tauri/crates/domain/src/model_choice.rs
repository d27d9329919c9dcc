//! Which of the installed models should do what: a small one judges thousands of posts, a larger one writes.

/// Parameters, in billions, that are enough to judge and quick on a laptop.
const JUDGES: std::ops::RangeInclusive<f32> = 1.0..=4.9;
/// Parameters, in billions, that write well and still fit a usual machine.
const WRITES: std::ops::RangeInclusive<f32> = 6.5..=16.0;

/// Families in the order they are preferred at the same size.
const FAMILIES: [&str; 9] =
    ["qwen3", "gemma3", "llama3.3", "llama3.2", "llama3.1", "mistral", "phi4", "granite", "qwen2.5"];

/// Words in the names of models that neither judge nor write.
const OTHERS: [&str; 10] =
    ["embed", "bge-", "minilm", "rerank", "whisper", "tts", "guard", "moderation", "vision-encoder", "clip"];

/// What to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// The one that judges.
    pub judge: Option<String>,
    /// The one that writes.
    pub writer: Option<String>,
}

/// Chooses among models with their sizes in billions of parameters; a size that is not told is read from the
/// name, e.g. `qwen3:8b`.
pub fn suggest(models: &[(String, Option<f32>)]) -> Suggestion {
    let mut usable: Vec<(&str, Option<f32>)> = models
        .iter()
        .map(|(name, size)| (name.as_str(), size.or_else(|| size_in(name))))
        .filter(|(name, _)| !OTHERS.iter().any(|other| name.to_lowercase().contains(other)))
        .collect();
    // By name first, so that equal candidates are always taken in the same order.
    usable.sort_by(|a, b| a.0.cmp(b.0));
    let judge = best(&usable, &JUDGES, 3.0).or_else(|| smallest(&usable));
    let writer = best(&usable, &WRITES, 8.0).or_else(|| largest_up_to(&usable, *WRITES.end()));
    let any = || usable.first().map(|(name, _)| (*name).to_owned());
    Suggestion { judge: judge.or_else(any), writer: writer.or_else(any) }
}

fn best(models: &[(&str, Option<f32>)], range: &std::ops::RangeInclusive<f32>, ideal: f32) -> Option<String> {
    let fitting =
        models.iter().filter_map(|(name, size)| Some((*name, (*size).filter(|s| range.contains(s))?)));
    fitting
        .min_by(|(a, x), (b, y)| {
            family(a).cmp(&family(b)).then((x - ideal).abs().total_cmp(&(y - ideal).abs()))
        })
        .map(|(name, _)| name.to_owned())
}

fn smallest(models: &[(&str, Option<f32>)]) -> Option<String> {
    let sized = models.iter().filter_map(|(name, size)| Some((*name, (*size)?)));
    sized.min_by(|(_, x), (_, y)| x.total_cmp(y)).map(|(name, _)| name.to_owned())
}

fn largest_up_to(models: &[(&str, Option<f32>)], most: f32) -> Option<String> {
    let sized = models.iter().filter_map(|(name, size)| Some((*name, (*size)?)));
    let fitting = sized.clone().filter(|(_, size)| *size <= most);
    fitting
        .max_by(|(_, x), (_, y)| x.total_cmp(y))
        .or_else(|| sized.min_by(|(_, x), (_, y)| x.total_cmp(y)))
        .map(|(name, _)| name.to_owned())
}

fn family(name: &str) -> usize {
    let name = name.to_lowercase();
    FAMILIES.iter().position(|family| name.contains(family)).unwrap_or(FAMILIES.len())
}

/// `8b` in `qwen3:8b-instruct`, `0.6b` in `qwen3:0.6b`, `70b` in `llama-3.3-70b-versatile`.
fn size_in(name: &str) -> Option<f32> {
    let lower = name.to_lowercase();
    lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).find_map(|word| {
        let digits = word.strip_suffix('b')?;
        digits.starts_with(|c: char| c.is_ascii_digit()).then(|| digits.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> (Option<String>, Option<String>) {
        let models: Vec<(String, Option<f32>)> =
            names.iter().map(|name| ((*name).to_owned(), None)).collect();
        let Suggestion { judge, writer } = suggest(&models);
        (judge, writer)
    }

    fn pair(judge: &str, writer: &str) -> (Option<String>, Option<String>) {
        (Some(judge.to_owned()), Some(writer.to_owned()))
    }

    #[test]
    fn a_small_model_judges_and_a_larger_one_writes() {
        assert_eq!(of(&["qwen3:8b", "qwen3:4b", "llama3.2:3b", "qwen3:32b"]), pair("qwen3:4b", "qwen3:8b"));
        assert_eq!(of(&["llama3.2:1b", "mistral:7b"]), pair("llama3.2:1b", "mistral:7b"));
    }

    #[test]
    fn one_model_does_both_and_embedding_models_do_neither() {
        assert_eq!(of(&["nomic-embed-text:latest", "llama3.1:8b"]), pair("llama3.1:8b", "llama3.1:8b"));
        assert_eq!(of(&["nomic-embed-text:latest"]), (None, None));
        assert_eq!(of(&[]), (None, None));
        assert_eq!(of(&["house-model"]), pair("house-model", "house-model"));
    }

    #[test]
    fn a_model_too_large_for_the_machine_is_the_last_choice() {
        assert_eq!(
            of(&["llama-3.3-70b-versatile", "llama-3.1-8b-instant"]),
            pair("llama-3.1-8b-instant", "llama-3.1-8b-instant")
        );
        assert_eq!(of(&["qwen3:32b", "llama3.3:70b"]).1.as_deref(), Some("qwen3:32b"));
    }

    #[test]
    fn the_order_of_the_list_does_not_matter() {
        assert_eq!(of(&["a:7b", "b:7b"]), of(&["b:7b", "a:7b"]));
    }
}
