import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { LineName } from "./limit-lines";
import { useAnswers, useFieldError } from "./use-answers-form";

/** The pace of one line: at most, pause between two, slow start. */
export function LineFields({ line }: { line: LineName }) {
  const at = `outreach.${line}` as const;
  const { control } = useAnswers();
  const [add, from, to] = useWatch({
    control,
    name: [`${at}.ramp.add`, `${at}.gap_min_secs`, `${at}.gap_max_secs`],
  });
  return (
    <div className="flex flex-col gap-4">
      <Three legend="At most" note="0 a minute or an hour sets no limit of its own. 0 a day: none goes.">
        <Figure name={`${at}.per_minute`} label="A minute" />
        <Figure name={`${at}.per_hour`} label="An hour" />
        <Figure name={`${at}.per_day`} label="A day" bounds={`${at}.ramp.most`} />
      </Three>
      <Three
        legend="Pause between two, in seconds"
        note={
          from === to
            ? "Drawn at random, up to 30 % shorter or longer than this."
            : "Drawn at random between the two, once for each."
        }
      >
        <Figure name={`${at}.gap_min_secs`} label="From" bounds={`${at}.gap_max_secs`} />
        <Figure name={`${at}.gap_max_secs`} label="To" />
      </Three>
      <Three
        legend="Slow start"
        note={
          add > 0
            ? "The number a day grows only after days on which it was used, so a new account is not noticed."
            : "0 more: the number a day stays as it is."
        }
      >
        <Figure name={`${at}.ramp.add`} label="More a day" bounds={`${at}.ramp.most`} />
        <Figure name={`${at}.ramp.every_days`} label="Every … days" />
        <Figure name={`${at}.ramp.most`} label="Up to" />
      </Three>
    </div>
  );
}

function Three({ legend, note, children }: { legend: string; note: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-ink text-row">{legend}</legend>
      <div className="grid max-w-96 grid-cols-3 gap-3">{children}</div>
      <p className="mt-1.5 text-ink-3 text-meta">{note}</p>
    </fieldset>
  );
}

type LineNumber =
  | `outreach.${LineName}.${"per_minute" | "per_hour" | "per_day" | "gap_min_secs" | "gap_max_secs"}`
  | `outreach.${LineName}.ramp.${"add" | "every_days" | "most"}`;

interface FigureProps {
  name: LineNumber;
  label: string;
  /** Another number that may become wrong by this one; checked with it. */
  bounds?: LineNumber;
}

function Figure({ name, label, bounds }: FigureProps) {
  const { register } = useAnswers();
  const error = useFieldError(name);
  return (
    <Field label={label} error={error} quiet>
      {(ids) => (
        <Input
          {...ids}
          {...register(name, { valueAsNumber: true, ...(bounds && { deps: bounds }) })}
          type="number"
          min={0}
          inputMode="numeric"
          className="tabular"
        />
      )}
    </Field>
  );
}
