import { Plus, X } from "lucide-react";
import type { SourceSettings } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TagInput } from "@/components/ui/tag-input";
import { industries } from "../source-words";
import { FilterFields } from "./filter-fields";
import { TickList } from "./tick-list";

interface SettingsFieldsProps {
  settings: SourceSettings;
  onChange: (settings: SourceSettings) => void;
  errors: Record<string, string>;
}

/** What each kind of source needs to know. */
export function SettingsFields({ settings, onChange, errors }: SettingsFieldsProps) {
  switch (settings.kind) {
    case "x_search":
      return <XSearchFields settings={settings} onChange={onChange} errors={errors} />;
    case "apollo":
      return (
        <FilterFields
          value={settings.filter}
          onChange={(change) => onChange({ ...settings, filter: { ...settings.filter, ...change } })}
        />
      );
    case "generator":
      return <GeneratorFields settings={settings} onChange={onChange} errors={errors} />;
    case "csv":
    case "manual":
      return null;
  }
}

type Of<K extends SourceSettings["kind"]> = Omit<SettingsFieldsProps, "settings"> & {
  settings: Extract<SourceSettings, { kind: K }>;
};

function XSearchFields({ settings, onChange, errors }: Of<"x_search">) {
  const change = (index: number, text: string) =>
    onChange({ ...settings, queries: settings.queries.map((old, at) => (at === index ? text : old)) });
  return (
    <>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 font-medium text-ink text-row">What they would write</legend>
        {settings.queries.map((query, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no other identity while they are edited
          <div key={index} className="flex gap-1.5">
            <Input
              aria-label={`Search ${index + 1}`}
              value={query}
              placeholder="support backlog growing"
              onChange={(event) => change(index, event.target.value)}
            />
            <Button
              variant="ghost"
              size="icon"
              hint={`Remove search ${index + 1}`}
              disabled={settings.queries.length === 1}
              onClick={() => onChange({ ...settings, queries: settings.queries.filter((_, at) => at !== index) })}
            >
              <X aria-hidden />
            </Button>
          </div>
        ))}
        {errors.queries && (
          <p role="alert" className="text-meta text-stop">
            {errors.queries}
          </p>
        )}
        <div>
          <Button
            size="small"
            variant="ghost"
            icon={<Plus aria-hidden />}
            className="-ml-2"
            onClick={() => onChange({ ...settings, queries: [...settings.queries, ""] })}
          >
            Add a search
          </Button>
        </div>
      </fieldset>
      <div className="grid gap-4 rail:grid-cols-2">
        <Field label="Languages" help="Two letters each, for example en. Empty means any.">
          {(ids) => (
            <TagInput
              {...ids}
              value={settings.languages}
              onValueChange={(next) =>
                onChange({ ...settings, languages: next.map((code) => code.trim().toLowerCase()) })
              }
              placeholder="en"
            />
          )}
        </Field>
        <NumberInput
          label="At most"
          unit="posts a pass"
          value={settings.most_posts}
          error={errors.most_posts}
          onChange={(most_posts) => onChange({ ...settings, most_posts })}
        />
      </div>
    </>
  );
}

function GeneratorFields({ settings, onChange, errors }: Of<"generator">) {
  return (
    <>
      <div className="grid gap-4 rail:grid-cols-2">
        <NumberInput
          label="How many"
          unit="people"
          value={settings.count}
          error={errors.count}
          onChange={(count) => onChange({ ...settings, count })}
        />
        <NumberInput
          label="Seed"
          value={settings.seed}
          error={errors.seed}
          onChange={(seed) => onChange({ ...settings, seed })}
        />
      </div>
      <TickList
        label="Industries (none chosen means all)"
        value={settings.industries}
        onValueChange={(next) => onChange({ ...settings, industries: next })}
        options={industries.map((industry) => ({ value: industry, label: industry }))}
      />
    </>
  );
}

interface NumberInputProps {
  label: string;
  unit?: string;
  value: number;
  error: string | undefined;
  onChange: (value: number) => void;
}

function NumberInput({ label, unit, value, error, onChange }: NumberInputProps) {
  return (
    <Field label={label} error={error}>
      {(ids) => (
        <div className="flex items-center gap-2">
          <Input
            {...ids}
            type="number"
            min={0}
            className="tabular w-28"
            value={Number.isNaN(value) ? "" : value}
            onChange={(event) => onChange(event.target.valueAsNumber)}
          />
          {unit && <span className="whitespace-nowrap text-ink-2 text-row">{unit}</span>}
        </div>
      )}
    </Field>
  );
}
