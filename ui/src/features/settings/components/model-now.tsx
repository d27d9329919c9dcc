import { useQuery } from "@tanstack/react-query";
import { llmStatusQuery } from "@/api/shared-queries";
import type { LlmStatus } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Progress } from "@/components/ui/progress";
import { SkeletonRows } from "@/components/ui/skeleton";
import { asSentence } from "@/lib/sentence";
import { count, plural } from "@/lib/words";

/** How the model is right now, and what it used today. */
export function ModelNow() {
  const status = useQuery(llmStatusQuery);
  if (status.isError) return <ProblemNotice error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return <SkeletonRows rows={2} label="Asking the model" />;
  const { provider, ready, sentence, fix } = status.data;
  return (
    <Callout meaning={ready ? "go" : provider === "none" ? "quiet" : "wait"} title={asSentence(sentence)}>
      {fix && <p>{asSentence(fix)}</p>}
      {provider !== "none" && <Today status={status.data} />}
    </Callout>
  );
}

function Today({ status: { today, budget, budget_left } }: { status: LlmStatus }) {
  const tokens = today.prompt_tokens + today.completion_tokens;
  const reused = today.answers_reused > 0 ? `, ${plural(today.answers_reused, "answer")} reused for free` : "";
  return (
    <div className="tabular mt-1">
      <p>
        Today {plural(today.requests, "question")}, {plural(tokens, "token")}
        {budget !== null && ` of ${count(budget)}`}
        {reused}.
      </p>
      {budget !== null && budget_left !== null && (
        <Progress
          value={budget - budget_left}
          max={budget}
          label="Tokens of today's budget"
          meaning={budget_left === 0 ? "stop" : "accent"}
          className="mt-1.5 max-w-72"
        />
      )}
    </div>
  );
}
