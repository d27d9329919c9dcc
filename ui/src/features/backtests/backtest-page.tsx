/** One backtest: what it came to in a sentence, the differences side by side, and the decision. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Check, Square, Trash2 } from "lucide-react";
import { useState } from "react";
import { projectQuery } from "@/api/shared-queries";
import type { Backtest } from "@/api/types";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { Progress } from "@/components/ui/progress";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { count } from "@/lib/words";
import { sayChanges, sayState, saySummary, sayWay } from "./backtest-words";
import { ApplyDialog } from "./components/apply-dialog";
import { DifferenceList } from "./components/difference-list";
import { backtestQuery, type Only, useDiscardBacktest, useStopBacktest } from "./queries";

const route = getRouteApi("/shell/backtests/$id");

export function BacktestPage() {
  const { id } = route.useParams();
  const { only = "newly_in" } = route.useSearch();
  const navigate = useNavigate();
  const { data: backtest, error, refetch } = useQuery(backtestQuery(id));
  const back = () => void navigate({ to: "/backtests", search: {} });
  useCommand("list.back", back);
  return (
    <Page
      header={
        <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-6 py-2.5">
          <Button variant="ghost" size="icon" hint="Back" command="list.back" onClick={back} className="-ml-2">
            <ArrowLeft aria-hidden />
          </Button>
          <h1 className="min-w-0 truncate font-semibold text-ink text-title tracking-[-0.01em]">
            {backtest?.name ?? "Backtest"}
          </h1>
          {backtest && <StatePill said={sayState(backtest)} />}
          {backtest && <Deeds backtest={backtest} onGone={back} />}
        </header>
      }
    >
      {error ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : backtest ? (
        <div className="flex min-w-0 grow flex-col">
          <Summary backtest={backtest} />
          <Kinds
            backtest={backtest}
            only={only}
            onOnly={(next) =>
              void navigate({ to: "/backtests/$id", params: { id }, search: { only: next }, replace: true })
            }
          />
          <DifferenceList backtest={backtest} only={only} />
        </div>
      ) : (
        <SkeletonRows label="Loading the backtest" />
      )}
    </Page>
  );
}

function Deeds({ backtest, onGone }: { backtest: Backtest; onGone: () => void }) {
  const [applying, setApplying] = useState(false);
  const stop = useStopBacktest();
  const discard = useDiscardBacktest();
  const running = backtest.state === "running";
  useCommand("backtests.stop", () => stop.mutate(backtest.id), running && !stop.isPending);
  return (
    <div className="ml-auto flex items-center gap-2">
      {running ? (
        <Button
          variant="danger"
          icon={<Square aria-hidden />}
          command="backtests.stop"
          showKeys
          busy={stop.isPending}
          onClick={() => stop.mutate(backtest.id)}
        >
          Stop
        </Button>
      ) : (
        <>
          <Button
            variant="ghost"
            icon={<Trash2 aria-hidden />}
            busy={discard.isPending}
            onClick={() => discard.mutate(backtest.id, { onSuccess: onGone })}
          >
            Discard
          </Button>
          {backtest.state === "finished" && !backtest.applied_at && (
            <Button variant="primary" icon={<Check aria-hidden />} onClick={() => setApplying(true)}>
              Apply
            </Button>
          )}
        </>
      )}
      {applying && <ApplyDialog backtest={backtest} onClose={() => setApplying(false)} />}
    </div>
  );
}

function Summary({ backtest }: { backtest: Backtest }) {
  const project = useQuery(projectQuery);
  const changes = project.data && !backtest.applied_at ? sayChanges(project.data, backtest) : [];
  return (
    <section aria-label="Summary" className="flex shrink-0 flex-col gap-1 px-6 pt-4 pb-3">
      <p role="status" className="tabular font-medium text-ink text-read">
        {saySummary(backtest)}
      </p>
      {backtest.state === "running" && (
        <Progress value={backtest.done} max={backtest.total} label="Leads tried" className="my-1 max-w-md" />
      )}
      <p className="text-ink-2 text-row">
        {count(backtest.total)} past leads, {sayWay(backtest)}. {changes.join(" ")}
      </p>
    </section>
  );
}

interface KindsProps {
  backtest: Backtest;
  only: Only;
  onOnly: (only: Only) => void;
}

function Kinds({ backtest: { summary, total }, only, onOnly }: KindsProps) {
  const label = (name: string, value: number) => (
    <>
      {name} <span className="tabular text-ink-3">{count(value)}</span>
    </>
  );
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-6 pb-3">
      <Segmented
        label="Which differences"
        value={only}
        onValueChange={onOnly}
        options={[
          { value: "newly_in", label: label("Comes in", summary.newly_in) },
          { value: "newly_out", label: label("Drops out", summary.newly_out) },
          { value: "verdict_changed", label: label("Other verdict", summary.verdict_changed) },
          { value: "all", label: label("All", total) },
        ]}
      />
      <span className="tabular text-ink-3 text-meta">
        {count(summary.same)} stay as they are. Score up for {count(summary.score_up)}, down for{" "}
        {count(summary.score_down)}.
      </span>
    </div>
  );
}
