/** What makes a lead: words to the model, how much each part of the score counts, and the threshold. */
import type { Judging } from "@/api/types";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Slider } from "@/components/ui/slider";
import { partNames, parts, shareOf } from "@/lib/weights";

interface JudgingEditorProps {
  value: Judging;
  onChange: (value: Judging) => void;
  error?: string | undefined;
}

export function GuidanceField({ value, onChange, error }: JudgingEditorProps) {
  return (
    <Field
      label="What makes a lead, in your words"
      help="Read by the model with every post. The rules on this machine do not read it."
      error={error}
      optional
    >
      {(ids) => (
        <Textarea
          {...ids}
          value={value.guidance}
          placeholder="Only people who decide about support tools. Agencies and consultants are no leads."
          onChange={(event) => onChange({ ...value, guidance: event.target.value })}
        />
      )}
    </Field>
  );
}

export function WeightFields({ value, onChange, error }: JudgingEditorProps) {
  return (
    <div className="flex flex-col gap-1">
      {parts.map((part) => (
        <div key={part} className="grid items-center gap-x-4 rail:grid-cols-[minmax(0,190px)_minmax(0,1fr)]">
          <div className="min-w-0">
            <p className="font-medium text-ink text-row">{partNames[part].name}</p>
            <p className="truncate text-ink-3 text-meta" title={partNames[part].does}>
              {partNames[part].does}
            </p>
          </div>
          <Slider
            label={partNames[part].name}
            value={value.weights[part]}
            onValueChange={(next) => onChange({ ...value, weights: { ...value.weights, [part]: next } })}
            min={0}
            max={50}
            format={() => shareOf(value.weights, part)}
            short
          />
        </div>
      ))}
      {error && (
        <p role="alert" className="text-meta text-stop">
          {error}
        </p>
      )}
    </div>
  );
}

export function ThresholdField({ value, onChange }: JudgingEditorProps) {
  return (
    <Field label="Threshold" help="Leads that score less are kept and shown, but not enriched and not written to.">
      {() => (
        <Slider
          label="Threshold"
          value={value.threshold}
          onValueChange={(threshold) => onChange({ ...value, threshold })}
          min={0}
          max={100}
          format={(score) => (score === 0 ? "everybody" : `${score} of 100`)}
        />
      )}
    </Field>
  );
}
