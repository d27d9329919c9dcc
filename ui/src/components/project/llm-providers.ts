/** What each provider of a language model needs to know. */
import type { LlmChoice } from "@/api/types";

export type Provider = LlmChoice["provider"];

export interface Needs {
  /** A model's name as an example. */
  model: string;
  /** Where it listens, when that can be chosen. */
  address: string | null;
  key: boolean;
  /** Where posts and profiles go, when they leave this machine for sure. */
  sentTo: string | null;
}

export function needsOf(provider: Provider): Needs | null {
  switch (provider) {
    case "none":
      return null;
    case "ollama":
      return { model: "qwen3:8b", address: "http://127.0.0.1:11434", key: false, sentTo: null };
    case "groq":
      return { model: "llama-3.3-70b-versatile", address: null, key: true, sentTo: "Groq" };
    case "anthropic":
      return { model: "claude-sonnet-4-5", address: null, key: true, sentTo: "Anthropic" };
    case "openai_compatible":
      return { model: "gpt-4o-mini", address: "https://api.example.com/v1", key: true, sentTo: null };
  }
}

export const providers: readonly { value: Provider; title: string; note: string }[] = [
  { value: "none", title: "None", note: "Rules and templates on this machine. Free, private, instant." },
  { value: "ollama", title: "Ollama", note: "A model on this machine. Nothing leaves it." },
  { value: "groq", title: "Groq", note: "Hosted. Posts and profiles are sent there." },
  { value: "anthropic", title: "Anthropic", note: "Hosted. Posts and profiles are sent there." },
  {
    value: "openai_compatible",
    title: "OpenAI-compatible",
    note: "Any server that speaks that interface, yours or hosted.",
  },
];
