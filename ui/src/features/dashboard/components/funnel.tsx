import type { FunnelStage } from "@/api/types";
import { count } from "@/lib/words";

/** From lead to reply: one bar a stage on one scale, with the share of the stage before it. */
export function Funnel({ stages }: { stages: readonly FunnelStage[] }) {
  const most = Math.max(1, ...stages.map((stage) => stage.count));
  return (
    <ol className="flex flex-col gap-2">
      {stages.map((stage, index) => {
        const before = stages[index - 1]?.count;
        return (
          <li key={stage.stage} className="grid grid-cols-[84px_minmax(0,1fr)_52px_44px] items-center gap-3 text-row">
            <span className="truncate text-ink-2 capitalize">{stage.stage}</span>
            <span aria-hidden className="h-4 overflow-hidden rounded-[4px] bg-hover">
              <span
                className="block h-full min-w-px rounded-[4px] bg-accent/75"
                style={{ width: `${(stage.count / most) * 100}%` }}
              />
            </span>
            <span className="tabular text-right text-ink">{count(stage.count)}</span>
            <span className="tabular text-right text-ink-3 text-meta">
              {before ? `${Math.round((stage.count / before) * 100)}%` : ""}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
