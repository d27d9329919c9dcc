import { useController } from "react-hook-form";
import type { LlmChoice } from "@/api/types";
import { Choice } from "@/components/ui/choice";
import { Badge } from "@/components/ui/pill";
import { ConnectionTest } from "./connection-test";
import { Group, TextField } from "./fields";
import { SecretField } from "./secrets";
import { useAnswers } from "./use-answers-form";

type Provider = LlmChoice["provider"];

interface Needs {
  model: string;
  address: string | null;
  key: boolean;
}

function needsOf(provider: Provider): Needs | null {
  switch (provider) {
    case "none":
      return null;
    case "ollama":
      return { model: "llama3.1:8b", address: "http://127.0.0.1:11434", key: false };
    case "groq":
      return { model: "llama-3.3-70b-versatile", address: null, key: true };
    case "anthropic":
      return { model: "claude-sonnet-4-5", address: null, key: true };
    case "openai_compatible":
      return { model: "gpt-4o-mini", address: "https://api.example.com/v1", key: true };
  }
}

/** Who writes and judges: rules on this machine, or a model. */
export function LlmFields() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "llm.provider" });
  const needs = needsOf(field.value);
  return (
    <Group
      title="Language model"
      note="Your choice is kept. This version calls no model: judging and writing use rules and templates on this machine."
    >
      <Choice
        label="Language model"
        value={field.value}
        onValueChange={field.onChange}
        options={[
          { value: "none", title: "None", badge: <Badge accent>Works offline</Badge>, note: "Free, private, instant." },
          { value: "ollama", title: "Ollama", note: "A model on this machine. Nothing leaves it." },
          { value: "groq", title: "Groq", note: "Hosted. Posts and profiles are sent there." },
          { value: "anthropic", title: "Anthropic", note: "Hosted. Posts and profiles are sent there." },
          {
            value: "openai_compatible",
            title: "OpenAI-compatible",
            note: "Any server that speaks that interface, yours or hosted.",
          },
        ]}
      />
      {needs && (
        <div className="grid gap-4 rail:grid-cols-2">
          <TextField name="llm.model" label="Model" placeholder={needs.model} />
          {needs.address && (
            <TextField name="llm.base_url" label="Address" placeholder={needs.address} inputMode="url" />
          )}
          {needs.key && <SecretField name="llm.key" label="API key" />}
        </div>
      )}
      <ConnectionTest
        what="llm"
        about="llm"
        label="Test the model"
        {...(needs?.key && { secret: "llm.key" as const })}
      />
    </Group>
  );
}
