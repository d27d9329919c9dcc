import { CircleAlert, TriangleAlert } from "lucide-react";
import type { Step, StepProblem } from "@/api/types";
import { stepName } from "@/components/sequence/step-words";
import { cn } from "@/lib/cn";
import { stepOf } from "../track";

interface ProblemListProps {
  problems: readonly StepProblem[];
  steps: readonly Step[];
  onGo: (key: string) => void;
}

/** What is wrong with the steps, under the track; each leads to its step. */
export function ProblemList({ problems, steps, onGo }: ProblemListProps) {
  if (problems.length === 0) return null;
  const inOrder = [...problems].sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  return (
    <ul
      aria-label="Problems"
      className="flex max-h-[132px] shrink-0 flex-col gap-px overflow-y-auto border-line border-t bg-surface px-3 py-2"
    >
      {inOrder.map((problem) => {
        const step = stepOf(steps, problem.step);
        const error = problem.severity === "error";
        const Icon = error ? CircleAlert : TriangleAlert;
        const words = (
          <>
            <Icon aria-hidden className={cn("mt-[3px] size-3.5 shrink-0", error ? "text-stop" : "text-wait")} />
            <span className="min-w-0">
              {step && <span className="font-medium text-ink">{stepName(step)}: </span>}
              <span className="text-ink-2">{problem.sentence}</span>
              {!error && <span className="text-ink-3"> It can be saved like this.</span>}
            </span>
          </>
        );
        return (
          <li key={`${problem.step}-${problem.code}`} className="text-row">
            {step ? (
              <button
                type="button"
                onClick={() => onGo(step.key)}
                className="flex w-full items-start gap-2 rounded-control px-2 py-1 text-left hover:bg-hover"
              >
                {words}
              </button>
            ) : (
              <p className="flex items-start gap-2 px-2 py-1">{words}</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
