/** Collect, judge, score, enrich, draft: how far the run is, what the next one takes, and the runs before it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FlaskConical, Play, Square } from "lucide-react";
import { useState } from "react";
import { sourcesQuery } from "@/api/shared-queries";
import type { PipelineStatus, Run, RunWish } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Card } from "@/components/layout/card";
import { Page, PageBody } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button, buttonLook } from "@/components/ui/button";
import { Badge, StatePill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { collects } from "@/lib/source-kinds";
import { duration } from "@/lib/time";
import { count, plural } from "@/lib/words";
import { NextRun } from "./components/next-run";
import { RunList, sayRun } from "./components/run-list";
import { StageBars } from "./components/stage-bars";
import { pipelineQuery, runsQuery, useRunPipeline, useStopPipeline } from "./queries";

export function PipelinePage() {
  const status = useQuery(pipelineQuery);
  const sources = useQuery(sourcesQuery);
  const run = useRunPipeline();
  const stop = useStopPipeline();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const able = sources.data?.filter((source) => source.enabled && collects(source));
  const taken = able?.filter((source) => !left.has(source.id)) ?? [];
  const wish = (dry: boolean): RunWish => ({
    dry_run: dry,
    // All of them is said as "all", so that one added meanwhile is taken too.
    sources: able && taken.length < able.length ? taken.map((source) => source.id) : null,
  });
  const running = status.data?.run?.state === "running";
  const ready = status.data !== undefined && !running && !run.isPending;
  useCommand("pipeline.run", () => run.mutate(wish(false)), ready);
  useCommand("pipeline.dry_run", () => run.mutate(wish(true)), ready);
  useCommand("pipeline.stop", () => stop.mutate(), running && !stop.isPending);
  const flip = (id: string) =>
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
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
              <>
                <Button
                  icon={<FlaskConical aria-hidden />}
                  command="pipeline.dry_run"
                  hint="Says what a run would do; changes nothing and asks no service"
                  disabled={!ready}
                  onClick={() => run.mutate(wish(true))}
                >
                  Dry run
                </Button>
                <Button
                  variant="primary"
                  icon={<Play aria-hidden />}
                  command="pipeline.run"
                  showKeys
                  busy={run.isPending}
                  disabled={!status.data}
                  onClick={() => run.mutate(wish(false))}
                >
                  {sayRunButton(taken.length, status.data?.waiting ?? 0)}
                </Button>
              </>
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
            {status.data.llm && <StandsIn sentence={status.data.llm} />}
            <Now status={status.data} taken={taken.length} />
            <NextRun schedule={status.data.schedule} sources={able} left={left} onFlip={flip} />
            <Runs current={status.data.run?.id ?? null} />
          </div>
        ) : (
          <SkeletonRows rows={6} />
        )}
      </PageBody>
    </Page>
  );
}

/** "Run on 3 sources and 437 leads": the button says what it takes. */
function sayRunButton(sources: number, waiting: number): string {
  const parts = [sources > 0 ? plural(sources, "source") : "", waiting > 0 ? plural(waiting, "lead") : ""];
  const said = parts.filter(Boolean).join(" and ");
  return said ? `Run on ${said}` : "Run";
}

function StandsIn({ sentence }: { sentence: string }) {
  return (
    <Callout
      meaning="wait"
      title={sentence}
      action={
        <Link to="/settings/model" className={buttonLook({ variant: "secondary", size: "small" })}>
          Look at the model
        </Link>
      }
    >
      Runs go on with the rules on this machine, and each lead says so.
    </Callout>
  );
}

function Now({ status, taken }: { status: PipelineStatus; taken: number }) {
  const { run, waiting } = status;
  if (!run) return <NothingRan waiting={waiting} taken={taken} />;
  const drafted = run.stages.find((stage) => stage.stage === "draft")?.done ?? 0;
  return (
    <Card>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-1">
        <StatePill said={sayRun(run.state)} />
        {run.dry_run && <Badge>Dry run, nothing is changed</Badge>}
        <span role="status" className="tabular min-w-0 text-ink-2 text-row">
          {sayProgress(status, run)}
        </span>
        {run.state !== "running" && !run.dry_run && drafted > 0 && (
          <Link to="/queue" className={buttonLook({ variant: "secondary", size: "small", className: "ml-auto" })}>
            Review {plural(drafted, "draft")}
          </Link>
        )}
      </div>
      <StageBars run={run} />
    </Card>
  );
}

function NothingRan({ waiting, taken }: { waiting: number; taken: number }) {
  if (waiting > 0 || taken > 0) {
    return (
      <EmptyState
        kind="first"
        title={waiting > 0 ? `${plural(waiting, "lead")} to judge` : `${plural(taken, "source")} to collect from`}
      >
        A run looks for new posts and people, decides who has the problem, scores them and drafts messages for your yes.
        Nothing is sent by it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      kind="first"
      title="Nothing to judge yet"
      action={
        <Link to="/sources" className={buttonLook({ variant: "primary" })}>
          Add a source
        </Link>
      }
    >
      Bring leads first: search X or Apollo, import a CSV file, or make demo leads.
    </EmptyState>
  );
}

function sayProgress({ per_second, seconds_left, waiting }: PipelineStatus, run: Run): string {
  if (run.state === "running") {
    const rate = per_second ? `${count(Math.max(1, Math.round(per_second)))} leads a second` : "starting";
    return seconds_left === null ? rate : `${rate}, about ${duration(seconds_left)} left`;
  }
  if (run.sentence) return run.sentence;
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
