import { cn } from "@/lib/cn";

interface TickListProps {
  label: string;
  value: readonly string[];
  onValueChange: (value: string[]) => void;
  options: readonly { value: string; label: string }[];
}

/** Any number of a few, as buttons that stay down. */
export function TickList({ label, value, onValueChange, options }: TickListProps) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-ink text-row">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {options.map((option) => {
          const on = value.includes(option.value);
          return (
            <button
              key={option.value}
              type="button"
              aria-pressed={on}
              onClick={() => onValueChange(on ? value.filter((one) => one !== option.value) : [...value, option.value])}
              className={cn(
                "h-7 rounded-control border px-2 font-medium text-meta transition-colors duration-150",
                on ? "border-accent bg-accent-soft text-accent-ink" : "border-control/60 text-ink-2 hover:bg-hover",
              )}
            >
              {option.label}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
