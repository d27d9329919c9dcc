import { useController } from "react-hook-form";
import { Choice } from "@/components/ui/choice";
import { Badge } from "@/components/ui/pill";
import { ConnectionTest } from "./connection-test";
import { Group, NumberField, TextField } from "./fields";
import { needsOf, providers } from "./llm-providers";
import { ModelFields } from "./model-fields";
import { ModelPull } from "./model-pull";
import { SecretField } from "./secrets";
import { useAnswers } from "./use-answers-form";

/** Who writes and judges: rules on this machine, or a model. */
export function LlmFields() {
  const form = useAnswers();
  const { field } = useController({ control: form.control, name: "llm.provider" });
  const needs = needsOf(field.value);
  const choose = (provider: typeof field.value) => {
    if (provider === field.value) return;
    field.onChange(provider);
    // Models and addresses of one provider mean nothing to another.
    form.setValue("llm.model", "", { shouldDirty: true });
    form.setValue("llm.judge_model", "", { shouldDirty: true });
    form.setValue("llm.base_url", "", { shouldDirty: true });
  };
  return (
    <Group
      title="Language model"
      note="Judges who has the problem and writes drafts. Whenever it does not answer, the rules on this machine take over and the lead says so."
    >
      <Choice
        label="Language model"
        value={field.value}
        onValueChange={choose}
        options={providers.map((provider) => ({
          ...provider,
          ...(provider.value === "none" && { badge: <Badge accent>Works offline</Badge> }),
        }))}
      />
      {needs && (
        <>
          {(needs.address || needs.key) && (
            <div className="grid gap-4 rail:grid-cols-2">
              {needs.address && (
                <TextField name="llm.base_url" label="Address" placeholder={needs.address} inputMode="url" />
              )}
              {needs.key && <SecretField name="llm.key" label="API key" />}
            </div>
          )}
          <ModelFields needs={needs} />
          {field.value === "ollama" && <ModelPull />}
          <div className="grid gap-4 rail:grid-cols-2">
            <NumberField
              name="llm.concurrency"
              label="At the same time"
              unit="questions"
              min={1}
              max={64}
              help={field.value === "ollama" ? "One graphics card answers 1 to 4 well." : "Your plan may allow fewer."}
            />
            <NumberField
              name="llm.daily_tokens"
              label="Daily budget"
              unit="tokens"
              min={0}
              help="Read and written together. At the limit the rules take over until tomorrow. 0 means no limit."
            />
          </div>
        </>
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
