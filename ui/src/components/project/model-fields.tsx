/** Which model writes and which judges, chosen from what the provider has right now. */
import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useEffect, useState } from "react";
import { useController, useWatch } from "react-hook-form";
import { api } from "@/api/client";
import { describeProblem } from "@/api/problem";
import { keys } from "@/api/query-keys";
import type { LlmModel, LlmModels } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { MeaningIcon } from "@/components/ui/pill";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { sayBytes } from "@/lib/bytes";
import { asSentence } from "@/lib/sentence";
import { sendable } from "./answers";
import { TextField } from "./fields";
import type { Needs } from "./llm-providers";
import { useIsStored, useSecrets } from "./secrets";
import { useAnswers } from "./use-answers-form";

const SETTLE_MS = 600;
const SAME = "same";

export function ModelFields({ needs }: { needs: Needs }) {
  const form = useAnswers();
  const [provider, address, model, judge] = useWatch({
    control: form.control,
    name: ["llm.provider", "llm.base_url", "llm.model", "llm.judge_model"],
  });
  const { typed } = useSecrets();
  const stored = useIsStored("llm.key");
  const key = typed["llm.key"] ?? "";
  // The key itself never becomes a query's name: how often it changed is enough to ask again.
  const [asked, setAsked] = useState({ address, key, turn: 0 });
  useEffect(() => {
    const timer = setTimeout(
      () =>
        setAsked((before) =>
          before.address === address && before.key === key ? before : { address, key, turn: before.turn + 1 },
        ),
      SETTLE_MS,
    );
    return () => clearTimeout(timer);
  }, [address, key]);
  const models = useQuery({
    queryKey: [...keys.llm, "models", provider, asked.address, asked.turn],
    queryFn: () =>
      api.post<LlmModels>("/api/llm/models", {
        llm: sendable(form.getValues()).llm,
        secret: asked.key || null,
      }),
    enabled: !needs.key || stored || asked.key !== "",
    retry: false,
  });
  const { data } = models;
  useEffect(() => {
    // Only what was never chosen is filled in.
    if (data?.suggested_writer && form.getValues("llm.model") === "") {
      form.setValue("llm.model", data.suggested_writer, { shouldDirty: true });
      if (data.suggested_judge && form.getValues("llm.judge_model") === "") {
        form.setValue("llm.judge_model", data.suggested_judge, { shouldDirty: true });
      }
    }
  }, [data, form]);

  if (models.isFetching && !data) {
    return (
      <div role="status" aria-label="Asking which models there are" className="flex flex-col gap-2">
        <Skeleton className="w-40" />
        <Skeleton className="h-8 w-full" />
      </div>
    );
  }
  const known = data?.models ?? [];
  if (known.length > 0 && data) {
    return (
      <div className="grid gap-4 rail:grid-cols-2">
        <ModelSelect
          name="llm.model"
          label="Writes drafts"
          models={known}
          chosen={model}
          suggested={data.suggested_writer}
        />
        <ModelSelect
          name="llm.judge_model"
          label="Judges posts"
          models={known}
          chosen={judge}
          suggested={data.suggested_judge}
        />
      </div>
    );
  }
  const why = models.isError ? describeProblem(models.error).title : data?.sentence;
  return (
    <>
      <div className="grid gap-4 rail:grid-cols-2">
        <TextField name="llm.model" label="Writes drafts" placeholder={needs.model} />
        <TextField name="llm.judge_model" label="Judges posts" placeholder="The same one" optional />
      </div>
      {why ? (
        <div role="status" className="flex items-start gap-2 text-ink-2 text-meta">
          <MeaningIcon meaning="wait" className="mt-px" />
          <p className="min-w-0 grow">{asSentence(why)}</p>
          <Button
            size="small"
            variant="ghost"
            icon={<RotateCw aria-hidden />}
            busy={models.isFetching}
            onClick={() => void models.refetch()}
            className="-my-1.5"
          >
            Look again
          </Button>
        </div>
      ) : (
        needs.key && !stored && <p className="text-ink-3 text-meta">Enter the key to see which models there are.</p>
      )}
    </>
  );
}

interface ModelSelectProps {
  name: "llm.model" | "llm.judge_model";
  label: string;
  models: readonly LlmModel[];
  chosen: string;
  suggested: string | null;
}

function ModelSelect({ name, label, models, chosen, suggested }: ModelSelectProps) {
  const { control } = useAnswers();
  const { field } = useController({ control, name });
  const judges = name === "llm.judge_model";
  const missing = chosen !== "" && !models.some((model) => model.name === chosen);
  return (
    <Field
      label={label}
      help={judges ? "A small one is enough and much faster." : "The larger, the better the words."}
      error={missing ? `${chosen} is not there any more. Choose another.` : undefined}
    >
      {(ids) => (
        <Select
          {...ids}
          value={field.value === "" && judges ? SAME : field.value}
          onValueChange={(next) => field.onChange(next === SAME ? "" : next)}
          placeholder="Choose a model"
          options={[
            ...(judges ? [{ value: SAME, label: "The one that writes" }] : []),
            ...models.map((model) => ({
              value: model.name,
              label: model.name,
              note: sayModel(model, model.name === suggested),
            })),
          ]}
        />
      )}
    </Field>
  );
}

/** "4 billion parameters, 2.5 GB, suggested" */
function sayModel({ parameters_billion, bytes }: LlmModel, suggested: boolean): string {
  const parts = [
    parameters_billion !== null ? `${parameters_billion} billion parameters` : "",
    bytes !== null ? sayBytes(bytes) : "",
    suggested ? "suggested" : "",
  ];
  return parts.filter(Boolean).join(", ");
}
