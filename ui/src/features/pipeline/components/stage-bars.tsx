import type { Run, RunStage } from "@/api/types";
import { Progress } from "@/components/ui/progress";
import { duration } from "@/lib/time";
import { count } from "@/lib/words";
import { Failures } from "./failures";

const stages: Record<RunStage["stage"], { name: string; does: string; unit: string }> = {
  collect: { name: "Collect", does: "New posts and people from the sources", unit: "sources" },
  judge: { name: "Judge", does: "Who has the problem, proved with their own words", unit: "leads" },
  score: { name: "Score", does: "0 to 100, with every part visible", unit: "leads" },
  enrich: { name: "Enrich", does: "Company size, persona, pain points", unit: "leads" },
  draft: { name: "Draft", does: "A message in your voice, up for your yes", unit: "leads" },
};

/** One bar per stage: how far, how fast, how long it takes, how many failed and why. */
export function StageBars({ run }: { run: Run }) {
  return (
    <ul className="flex flex-col gap-5">
      {run.stages.map((stage) => (
        <Stage key={stage.stage} run={run} stage={stage} />
      ))}
    </ul>
  );
}

function Stage({ run, stage }: { run: Run; stage: RunStage }) {
  const { name, does, unit } = stages[stage.stage];
  const running = run.state === "running";
  const complete = stage.total > 0 && stage.done + stage.failed >= stage.total;
  const pace = running && !complete ? sayPace(stage, unit) : null;
  return (
    <li>
      <div className="flex items-baseline gap-3">
        <span className="font-medium text-ink text-row">{name}</span>
        <span className="min-w-0 truncate text-ink-3 text-meta">{pace ?? does}</span>
        <span className="tabular ml-auto shrink-0 text-ink-2 text-row">
          {stage.total === 0 && stage.done === 0
            ? running
              ? "waiting"
              : "nothing to do"
            : `${count(stage.done)} of ${count(stage.total)}`}
        </span>
      </div>
      <Progress
        value={stage.done}
        max={Math.max(stage.total, 1)}
        label={`${name}: ${stage.done} of ${stage.total}`}
        meaning={complete && stage.failed === 0 ? "go" : running ? "accent" : "quiet"}
        className="mt-1.5 h-1.5"
      />
      {stage.failed > 0 && <Failures run={run} stage={stage} />}
    </li>
  );
}

function sayPace({ per_second, seconds_left }: RunStage, unit: string): string | null {
  if (!per_second) return null;
  const rate = per_second >= 1 ? `${count(Math.round(per_second))} ${unit} a second` : sayPerMinute(per_second, unit);
  return seconds_left === null ? rate : `${rate}, about ${duration(seconds_left)} left`;
}

function sayPerMinute(perSecond: number, unit: string): string {
  return `${count(Math.max(1, Math.round(perSecond * 60)))} ${unit} a minute`;
}
