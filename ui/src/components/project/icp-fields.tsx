import { useMutation } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useController, useWatch } from "react-hook-form";
import { api } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Slider } from "@/components/ui/slider";
import { TagInput } from "@/components/ui/tag-input";
import { plural } from "@/lib/words";
import { sendable } from "./answers";
import { LanguageField } from "./language-field";
import { useAnswers, useFieldError } from "./use-answers-form";

/** Who should buy it, and what they would write about. */
export function IcpFields() {
  const { control } = useAnswers();
  const keywords = useController({ control, name: "icp.keywords" });
  const followers = useController({ control, name: "icp.min_followers" });
  const error = useFieldError("icp.keywords");
  return (
    <>
      <Field
        label="Roles and industries"
        help="Enter or a comma adds one. A lead whose role or company matches scores higher."
        error={error}
      >
        {(ids) => (
          <TagInput
            {...ids}
            value={keywords.field.value}
            onValueChange={(next) => keywords.field.onChange(next)}
            placeholder="Head of Support, SaaS, logistics"
          />
        )}
      </Field>
      <QueriesField />
      <Field label="Minimum followers" help="People with fewer followers score lower; they are not thrown away.">
        {() => (
          <Slider
            label="Minimum followers"
            value={followers.field.value}
            onValueChange={followers.field.onChange}
            min={0}
            max={5_000}
            step={50}
            format={(value) => (value === 0 ? "any number" : plural(value, "follower"))}
          />
        )}
      </Field>
      <LanguageField />
    </>
  );
}

function QueriesField() {
  const form = useAnswers();
  const { field } = useController({ control: form.control, name: "icp.queries" });
  const problem = useWatch({ control: form.control, name: "company.problem" });
  const suggest = useMutation({
    mutationFn: () => api.post<{ queries: string[] }>("/api/setup/queries", sendable(form.getValues())),
    onSuccess: ({ queries }) => {
      const own = field.value.filter((query) => query.trim() !== "");
      const known = new Set(own.map((query) => query.toLowerCase()));
      field.onChange([...own, ...queries.filter((query) => !known.has(query.toLowerCase()))]);
    },
  });
  const change = (index: number, text: string) =>
    field.onChange(field.value.map((old, at) => (at === index ? text : old)));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-2">
        <legend className="float-left font-medium text-ink text-row">What they would write about</legend>
        <Button
          variant="link"
          size="small"
          busy={suggest.isPending}
          disabled={!problem.trim()}
          onClick={() => suggest.mutate()}
        >
          Suggest from what you said
        </Button>
      </div>
      {field.value.map((query, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no other identity while they are edited
        <div key={index} className="flex gap-1.5">
          <Input
            aria-label={`Search query ${index + 1}`}
            value={query}
            placeholder="looking for a tool that shows why tickets pile up"
            onChange={(event) => change(index, event.target.value)}
          />
          <Button
            variant="ghost"
            size="icon"
            hint={`Remove query ${index + 1}`}
            onClick={() => field.onChange(field.value.filter((_, at) => at !== index))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <div>
        <Button
          size="small"
          variant="ghost"
          icon={<Plus aria-hidden />}
          onClick={() => field.onChange([...field.value, ""])}
          className="-ml-2"
        >
          Add a query
        </Button>
      </div>
      <p className="text-ink-3 text-meta">
        Used to search for posts. Left empty, they are made from your answers when you finish.
      </p>
    </fieldset>
  );
}
