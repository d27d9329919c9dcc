import { Popover as Radix } from "radix-ui";
import { useState } from "react";
import { delayWords } from "@/components/sequence/step-words";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";

const units = { min: 1, h: 60, days: 1_440 } as const;
type Unit = keyof typeof units;
const LONGEST = 180 * units.days;

function unitOf(minutes: number): Unit {
  if (minutes >= units.days && minutes % units.days === 0) return "days";
  return minutes % units.h === 0 ? "h" : "min";
}

interface DelayFieldProps {
  minutes: number;
  onChange: (minutes: number) => void;
  label: string;
  id?: string;
  "aria-describedby"?: string | undefined;
}

/** A time span as a number and its unit. */
export function DelayField({ minutes, onChange, label, ...rest }: DelayFieldProps) {
  const [unit, setUnit] = useState<Unit>(() => unitOf(minutes));
  // Another step, or an undo, may bring a span the unit cannot say.
  const shown = minutes % units[unit] === 0 ? unit : unitOf(minutes);
  const set = (amount: number, next: Unit) => {
    setUnit(next);
    onChange(Math.min(LONGEST, Math.max(0, Math.round(amount)) * units[next]));
  };
  const amount = minutes / units[shown];
  return (
    <div className="flex gap-2">
      <Input
        {...rest}
        type="number"
        inputMode="numeric"
        min={0}
        aria-label={label}
        className="tabular w-20"
        value={amount}
        onChange={(event) => set(Number(event.target.value), shown)}
      />
      <Select
        aria-label={`${label}, unit`}
        className="w-28"
        value={shown}
        onValueChange={(next) => set(amount, next)}
        options={[
          { value: "min", label: "minutes" },
          { value: "h", label: "hours" },
          { value: "days", label: "days" },
        ]}
      />
    </div>
  );
}

/** The delay on the line before a step; opens to be changed. */
export function DelayChip({
  minutes,
  onChange,
  name,
}: {
  minutes: number;
  onChange: (minutes: number) => void;
  name: string;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger
        className={cn(
          "tabular inline-flex h-[22px] items-center whitespace-nowrap rounded-full border px-2 text-meta hover:border-ink-3 hover:text-ink data-[state=open]:border-accent",
          minutes === 0 ? "border-transparent bg-sunken text-ink-3" : "border-line-strong bg-canvas text-ink-2",
        )}
        aria-label={`${name}: ${delayWords(minutes)}. Change the delay`}
      >
        {delayWords(minutes)}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side="right"
          sideOffset={8}
          collisionPadding={8}
          aria-label={`Delay before ${name}`}
          className="z-50 flex animate-fade flex-col gap-2 rounded-panel border border-line bg-raised p-3 shadow-float"
        >
          <p className="text-ink-2 text-meta">After the step before it was done</p>
          <DelayField minutes={minutes} onChange={onChange} label={`Delay before ${name}`} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
