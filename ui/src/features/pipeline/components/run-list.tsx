import type { Run } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Badge, StatePill } from "@/components/ui/pill";
import type { Said } from "@/lib/meaning";
import { duration } from "@/lib/time";
import { count, plural } from "@/lib/words";
import { StageBars } from "./stage-bars";

export function sayRun(state: Run["state"]): Said {
  switch (state) {
    case "running":
      return { word: "Running", meaning: "wait" };
    case "finished":
      return { word: "Finished", meaning: "go" };
    case "stopped":
      return { word: "Stopped", meaning: "quiet" };
    case "failed":
      return { word: "Failed", meaning: "stop" };
  }
}

const starters: Record<Run["trigger"], string> = {
  button: "by you",
  schedule: "by the schedule",
  command: "from the command line",
  api: "by a program",
};

function took(run: Run): string | null {
  if (!run.finished_at) return null;
  return duration((Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000);
}

function sayResult(run: Run): string {
  if (run.sentence) return run.sentence;
  const done = (name: string) => run.stages.find((stage) => stage.stage === name)?.done ?? 0;
  return `${count(done("judge"))} judged, ${plural(done("draft"), "draft")}`;
}

/** Earlier runs, newest first; each opens to its stages. */
export function RunList({ runs }: { runs: readonly Run[] }) {
  return (
    <ul className="overflow-hidden rounded-panel border border-line bg-surface">
      {runs.map((run) => {
        const time = took(run);
        return (
          <li key={run.id} className="border-line border-b last:border-b-0">
            <details>
              <summary className="flex h-11 list-none items-center gap-4 px-4 text-row hover:bg-hover focus-visible:-outline-offset-2">
                <span className="w-20 shrink-0">
                  <StatePill said={sayRun(run.state)} />
                </span>
                <span className="tabular min-w-0 grow truncate text-ink" title={sayResult(run)}>
                  {run.dry_run && <Badge>Dry run</Badge>} {sayResult(run)}
                  {run.failed > 0 && <span className="text-stop"> {count(run.failed)} failed.</span>}
                </span>
                <span className="tabular hidden shrink-0 text-ink-3 text-meta inspect:inline">
                  {starters[run.trigger]}
                  {time && `, took ${time}`}
                </span>
                <span className="w-20 shrink-0 text-right text-ink-3 text-meta">
                  <RelativeTime at={run.started_at} />
                </span>
              </summary>
              <div className="border-line border-t bg-sunken px-4 py-4">
                <StageBars run={run} />
              </div>
            </details>
          </li>
        );
      })}
    </ul>
  );
}
