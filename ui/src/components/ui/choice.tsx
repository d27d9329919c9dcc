import { RadioGroup as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  onValueChange: (value: T) => void;
  options: readonly { value: T; title: ReactNode; note?: ReactNode; badge?: ReactNode }[];
  className?: string;
}

/** One of a few, each with a sentence: radio cards, stacked. */
export function Choice<T extends string>({ label, value, onValueChange, options, className }: ChoiceProps<T>) {
  return (
    <Radix.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      className={cn("flex flex-col gap-2", className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          className="group flex items-start gap-3 rounded-panel border border-line bg-surface p-3 text-left transition-colors duration-150 hover:border-line-strong data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
        >
          <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-control bg-surface group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent">
            <Radix.Indicator className="size-1.5 rounded-full bg-on-accent" />
          </span>
          <span className="min-w-0">
            <span className="flex items-center gap-2 font-medium text-ink text-row">
              {option.title}
              {option.badge}
            </span>
            {option.note && <span className="block text-ink-2 text-meta">{option.note}</span>}
          </span>
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
