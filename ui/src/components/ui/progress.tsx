import { cn } from "@/lib/cn";
import type { Meaning } from "@/lib/meaning";

const fills: Record<Meaning | "accent", string> = {
  accent: "bg-accent",
  go: "bg-go-fill",
  wait: "bg-wait-fill",
  stop: "bg-stop-fill",
  unknown: "bg-unknown-fill",
  quiet: "bg-control",
};

interface ProgressProps {
  value: number;
  max: number;
  label: string;
  meaning?: Meaning | "accent";
  className?: string;
}

/** A thin bar; say the numbers next to it. */
export function Progress({ value, max, label, meaning = "accent", className }: ProgressProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      className={cn("h-1 overflow-hidden rounded-full bg-line", className)}
    >
      <div
        className={cn("h-full rounded-full transition-[width] duration-150", fills[meaning])}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
