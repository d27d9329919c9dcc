import type { LimitBar } from "@/api/types";
import { Progress } from "@/components/ui/progress";

/** Today's limits. A full one is amber: nothing is wrong, but nothing more goes today. */
export function LimitBars({ limits }: { limits: readonly LimitBar[] }) {
  if (limits.length === 0) return <p className="text-ink-2 text-row">No limits are set.</p>;
  return (
    <ul className="flex flex-col gap-3">
      {limits.map((bar) => {
        const full = bar.limit > 0 && bar.used >= bar.limit;
        return (
          <li key={bar.label}>
            <div className="mb-1.5 flex items-baseline justify-between gap-3 text-row">
              <span className="truncate text-ink">{bar.label}</span>
              <span className="tabular text-ink-2 text-meta">
                {bar.used} of {bar.limit}
                {full && <span className="font-medium text-wait">, full</span>}
              </span>
            </div>
            <Progress value={bar.used} max={bar.limit} label={bar.label} meaning={full ? "wait" : "accent"} />
          </li>
        );
      })}
    </ul>
  );
}
