import { Link } from "@tanstack/react-router";
import type { Run, RunFailure, RunStage } from "@/api/types";
import { Progress } from "@/components/ui/progress";
import { count, plural } from "@/lib/words";

const stages: Record<RunStage["stage"], { name: string; does: string }> = {
  judge: { name: "Judge", does: "Who has the problem, proved with their own words" },
  score: { name: "Score", does: "0 to 100, with every part visible" },
  enrich: { name: "Enrich", does: "Company size, persona, pain points" },
  draft: { name: "Draft", does: "A message in your voice, up for your yes" },
};

/** One bar per stage: how far, how many failed, and why. */
export function StageBars({ run }: { run: Run }) {
  return (
    <ul className="flex flex-col gap-5">
      {run.stages.map((stage) => (
        <Stage
          key={stage.stage}
          stage={stage}
          running={run.state === "running"}
          failures={run.failures.filter((failure) => failure.stage === stage.stage)}
        />
      ))}
    </ul>
  );
}

interface StageProps {
  stage: RunStage;
  running: boolean;
  failures: readonly RunFailure[];
}

function Stage({ stage, running, failures }: StageProps) {
  const { name, does } = stages[stage.stage];
  const complete = stage.total > 0 && stage.done >= stage.total;
  return (
    <li>
      <div className="flex items-baseline gap-3">
        <span className="font-medium text-ink text-row">{name}</span>
        <span className="min-w-0 truncate text-ink-3 text-meta">{does}</span>
        <span className="tabular ml-auto shrink-0 text-ink-2 text-row">
          {stage.total === 0 ? "nothing to do" : `${count(stage.done)} of ${count(stage.total)}`}
        </span>
      </div>
      <Progress
        value={stage.done}
        max={Math.max(stage.total, 1)}
        label={`${name}: ${stage.done} of ${stage.total}`}
        meaning={complete ? "go" : running ? "accent" : "quiet"}
        className="mt-1.5 h-1.5"
      />
      {stage.failed > 0 && <Failures failed={stage.failed} failures={failures} />}
    </li>
  );
}

function Failures({ failed, failures }: { failed: number; failures: readonly RunFailure[] }) {
  return (
    <details className="mt-1.5">
      <summary className="w-fit rounded-[4px] text-meta text-stop">
        {plural(failed, "lead")} failed; the others went on
      </summary>
      <ul className="mt-1 flex flex-col gap-1 border-line border-l-2 pl-3">
        {failures.map((failure) => (
          <li key={`${failure.lead_id}-${failure.reason}`} className="text-ink-2 text-meta">
            {failure.reason}{" "}
            {failure.lead_id && (
              <Link to="/leads/$id" params={{ id: failure.lead_id }} className="text-accent-ink hover:underline">
                Open the lead
              </Link>
            )}
          </li>
        ))}
        {failures.length < failed && <li className="text-ink-3 text-meta">The first {failures.length} are listed.</li>}
      </ul>
    </details>
  );
}
