import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import type { Meaning } from "@/lib/meaning";
import { MeaningIcon } from "../ui/pill";

const looks: Record<Meaning, string> = {
  go: "border-go-fill/40 bg-go-soft",
  wait: "border-wait-fill/40 bg-wait-soft",
  stop: "border-stop-fill/40 bg-stop-soft",
  unknown: "border-unknown-fill/40 bg-unknown-soft/60",
  quiet: "border-line bg-sunken",
};

interface CalloutProps {
  meaning: Meaning;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons at the right (below on narrow windows). */
  action?: ReactNode;
  className?: string;
}

/** A sentence that matters here and now, with its fix. */
export function Callout({ meaning, title, children, action, className }: CalloutProps) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-x-4 gap-y-2 rounded-panel border px-3 py-2.5",
        looks[meaning],
        className,
      )}
    >
      <div className="flex min-w-0 grow basis-60 items-start gap-2">
        <MeaningIcon meaning={meaning} className="mt-[3px]" />
        <div className="min-w-0 text-row">
          {title && <p className="font-medium text-ink">{title}</p>}
          {children && <div className="text-ink-2">{children}</div>}
        </div>
      </div>
      {action && <div className="flex max-w-full flex-wrap gap-2">{action}</div>}
    </div>
  );
}
