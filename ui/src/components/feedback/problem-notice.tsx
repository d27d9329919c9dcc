import { RotateCw } from "lucide-react";
import { describeProblem } from "@/api/problem";
import { Button } from "../ui/button";
import { EmptyState } from "./empty-state";

/** A query that failed: what happened, what to do, and a way to try again. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail } = describeProblem(error);
  return (
    <EmptyState
      kind="error"
      title={title}
      action={
        onRetry && (
          <Button icon={<RotateCw aria-hidden />} onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {detail}
    </EmptyState>
  );
}
