/** Judge, score, enrich, draft: how far the run is, and the runs before it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Play, Square } from "lucide-react";
import type { PipelineStatus } from "@/api/types";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Card } from "@/components/layout/card";
import { Page, PageBody } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button, buttonLook } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { duration } from "@/lib/time";
import { count, plural } from "@/lib/words";
import { RunList, sayRun } from "./components/run-list";
import { StageBars } from "./components/stage-bars";
import { pipelineQuery, runsQuery, useRunPipeline, useStopPipeline } from "./queries";

export function PipelinePage() {
  const status = useQuery(pipelineQuery);
  const run = useRunPipeline();
  const stop = useStopPipeline();
  const running = status.data?.run?.state === "running";
  useCommand("pipeline.run", () => run.mutate(), status.data !== undefined && !running && !run.isPending);
  useCommand("pipeline.stop", () => stop.mutate(), running && !stop.isPending);
  return (
    <Page
      header={
        <PageHeader
          title="Pipeline"
          actions={
            running ? (
              <Button
                variant="danger"
                icon={<Square aria-hidden />}
                command="pipeline.stop"
                showKeys
                busy={stop.isPending}
                onClick={() => stop.mutate()}
              >
                Stop the run
              </Button>
            ) : (
              <Button
                variant="primary"
                icon={<Play aria-hidden />}
                command="pipeline.run"
                showKeys
                busy={run.isPending}
                disabled={!status.data}
                onClick={() => run.mutate()}
              >
                {status.data && status.data.waiting > 0 ? `Run on ${plural(status.data.waiting, "lead")}` : "Run"}
              </Button>
            )
          }
        />
      }
    >
      <PageBody>
        {status.isError ? (
          <ProblemNotice error={status.error} onRetry={() => void status.refetch()} />
        ) : status.data ? (
          <div className="flex flex-col gap-6">
            <Now status={status.data} />
            <Runs current={running ? (status.data.run?.id ?? null) : null} />
          </div>
        ) : (
          <SkeletonRows rows={6} />
        )}
      </PageBody>
    </Page>
  );
}

function Now({ status }: { status: PipelineStatus }) {
  const { run, waiting } = status;
  if (!run) {
    return waiting > 0 ? (
      <EmptyState kind="first" title={`${plural(waiting, "lead")} to judge`}>
        A run reads what they wrote, decides who has the problem, scores them and drafts messages for your yes. Nothing
        is sent by it.
      </EmptyState>
    ) : (
      <EmptyState
        kind="first"
        title="Nothing to judge yet"
        action={
          <Link to="/leads/import" className={buttonLook({ variant: "primary" })}>
            Import a CSV file
          </Link>
        }
      >
        Bring leads first. Each import starts a run by itself.
      </EmptyState>
    );
  }
  const drafted = run.stages.find((stage) => stage.stage === "draft")?.done ?? 0;
  return (
    <Card>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-1">
        <StatePill said={sayRun(run.state)} />
        <span role="status" className="tabular text-ink-2 text-row">
          {sayProgress(status)}
        </span>
        {run.state !== "running" && drafted > 0 && (
          <Link to="/queue" className={buttonLook({ variant: "secondary", size: "small", className: "ml-auto" })}>
            Review {plural(drafted, "draft")}
          </Link>
        )}
      </div>
      <StageBars run={run} />
    </Card>
  );
}

function sayProgress({ run, per_second, seconds_left, waiting }: PipelineStatus): string {
  if (run?.state === "running") {
    const rate = per_second ? `${count(Math.max(1, Math.round(per_second)))} leads a second` : "starting";
    return seconds_left === null ? rate : `${rate}, about ${duration(seconds_left)} left`;
  }
  if (waiting > 0) return `${plural(waiting, "lead")} not judged yet.`;
  return "Every lead is judged. New ones are taken with the next import or run.";
}

function Runs({ current }: { current: string | null }) {
  const runs = useInfiniteQuery(runsQuery);
  if (runs.isError) return <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} />;
  const earlier = (runs.data?.pages.flatMap((page) => page.items) ?? []).filter((run) => run.id !== current);
  if (earlier.length === 0) return null;
  return (
    <section aria-label="Last runs" className="flex flex-col gap-2">
      <h2 className="font-semibold text-ink text-row">Last runs</h2>
      <RunList runs={earlier} />
      {runs.hasNextPage && (
        <Button
          variant="ghost"
          busy={runs.isFetchingNextPage}
          onClick={() => void runs.fetchNextPage()}
          className="self-start"
        >
          Show older runs
        </Button>
      )}
    </section>
  );
}
