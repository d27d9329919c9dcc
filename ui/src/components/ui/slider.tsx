import { Slider as Radix } from "radix-ui";
import { cn } from "@/lib/cn";

interface SliderProps {
  value: number;
  onValueChange: (value: number) => void;
  min: number;
  max: number;
  step?: number;
  label: string;
  /** How the number is said, with its unit: "200 followers". */
  format: (value: number) => string;
  /** Short values need less room: "30 %". */
  short?: boolean;
}

export function Slider({ value, onValueChange, min, max, step = 1, label, format, short }: SliderProps) {
  return (
    <div className="flex items-center gap-4">
      <Radix.Root
        value={[value]}
        onValueChange={([next]) => next !== undefined && onValueChange(next)}
        min={min}
        max={max}
        step={step}
        className="relative flex h-8 grow touch-none select-none items-center"
      >
        <Radix.Track className="relative h-1 grow rounded-full bg-line-strong">
          <Radix.Range className="absolute h-full rounded-full bg-accent" />
        </Radix.Track>
        <Radix.Thumb
          aria-label={label}
          aria-valuetext={format(value)}
          className="block size-4 rounded-full border-2 border-accent bg-surface transition-transform duration-150 hover:scale-110"
        />
      </Radix.Root>
      <output className={cn("tabular text-right text-ink text-row", short ? "min-w-12" : "min-w-28")}>
        {format(value)}
      </output>
    </div>
  );
}
