import type { ReactNode } from "react";
import type { Preview } from "@/api/types";
import { MeaningIcon } from "@/components/ui/pill";
import { asSentence } from "@/lib/sentence";
import { count, plural } from "@/lib/words";
import { momentIn } from "@/lib/zoned";
import { delaysOf } from "../days";

/** The plan in one sentence, its totals, and what makes it wait. */
export function PlanSummary({ plan, aside }: { plan: Preview; aside?: ReactNode }) {
  const zone = plan.time_zone;
  const delays = delaysOf(plan.items);
  const late = delays.reduce((all, one) => all + one.count, 0);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <div className="min-w-0 grow basis-80">
          <p className="text-ink text-read">{asSentence(plan.sentence)}</p>
          <p className="tabular mt-0.5 flex flex-wrap gap-x-3 text-ink-2 text-meta">
            <span>{plural(plan.acts, "action")}</span>
            <span>{plural(plan.approvals, "approval")} needed</span>
            <span>{plural(plan.ends, "sequence ends", "sequences end")}</span>
            {plan.finish_at ? (
              <span>Finished {momentIn(zone, plan.finish_at)}</span>
            ) : (
              plan.unfinished > 0 && <span>{count(plan.unfinished)} still under way after these 14 days</span>
            )}
            <span className="text-ink-3">Times in {zone.replaceAll("_", " ")}</span>
          </p>
        </div>
        {aside}
      </div>
      {plan.waiting.length > 0 && (
        <ul aria-label="What waits" className="flex flex-wrap gap-1.5">
          {plan.waiting.map(({ reason, count: waiting }) => (
            <li
              key={reason}
              className="tabular inline-flex min-h-6 items-center gap-1.5 rounded-full bg-hover px-2.5 text-ink-2 text-meta"
            >
              <MeaningIcon meaning="wait" className="size-3" />
              <span>
                <span className="font-medium text-ink">{count(waiting)}</span> {reason}
              </span>
            </li>
          ))}
        </ul>
      )}
      {delays.length > 0 && (
        <p className="tabular text-ink-2 text-meta">
          <span className="font-medium text-ink">{count(late)} later than wanted.</span>{" "}
          {delays.map(({ reason, count: many }, index) => (
            <span key={reason}>
              {index > 0 && " · "}
              <span className="font-medium text-ink">{count(many)}</span> {reason}
            </span>
          ))}
        </p>
      )}
    </div>
  );
}
