/** What the server thinks of the steps, asked a moment after the last change. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { describeProblem } from "@/api/problem";
import type { SequenceDetail, Step, StepProblem, StepView } from "@/api/types";
import { plural } from "@/lib/words";
import { checkQuery } from "./queries";
import { sameSteps } from "./track";

const QUIET_MS = 250;

export interface Checked {
  problems: readonly StepProblem[];
  views: ReadonlyMap<string, StepView>;
  /** Why the steps cannot be saved now; null when they can. */
  hindrance: string | null;
}

export function useChecked(sequence: SequenceDetail, steps: readonly Step[], dirty: boolean): Checked {
  const [asked, setAsked] = useState(steps);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(steps), QUIET_MS);
    return () => clearTimeout(timer);
  }, [steps]);
  const check = useQuery({ ...checkQuery(asked), enabled: dirty });
  const answer = dirty ? (check.data ?? sequence) : sequence;
  const known = new Set(steps.map((step) => step.key));
  const problems = answer.problems.filter((problem) => problem.step === null || known.has(problem.step));
  const current = sameSteps(asked, steps) && !check.isPlaceholderData && check.data !== undefined;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const hindrance = !dirty
    ? "No changes to save."
    : errors > 0
      ? `${plural(errors, "problem")} to solve first.`
      : check.isError
        ? `The steps could not be checked. ${describeProblem(check.error).title}`
        : current
          ? null
          : "Checking the steps.";
  return { problems, views: new Map(answer.views.map((view) => [view.key, view])), hindrance };
}
