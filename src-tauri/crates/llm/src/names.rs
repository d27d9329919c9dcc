//! What a model's name tells about it.

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

    #[test]
    fn sizes_and_uses_are_read_from_names() {
        assert_eq!(size_in_name("llama-3.1-8b-instant"), Some(8.0));
        assert_eq!(size_in_name("openai/gpt-oss-120b"), Some(120.0));
        assert_eq!(size_in_name("gemma3n:e4b"), Some(4.0));
        assert_eq!(size_in_name("claude-opus-5"), None);
        assert!(chats("qwen3:8b") && !chats("nomic-embed-text") && !chats("whisper-large-v3"));
    }
}
