/** Other judging tried on past leads: a new one, and the ones before. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { projectQuery } from "@/api/shared-queries";
import type { Backtest } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page, PageBody } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { Progress } from "@/components/ui/progress";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { sayState, saySummary } from "./backtest-words";
import { StartForm } from "./components/start-form";
import { backtestsQuery, useStartBacktest } from "./queries";

const route = getRouteApi("/shell/backtests");

export function BacktestsPage() {
  const { judging } = route.useSearch();
  const navigate = useNavigate();
  const list = useQuery(backtestsQuery);
  const project = useQuery(projectQuery);
  const start = useStartBacktest();
  const [asked, setAsked] = useState(false);
  const starting = asked || judging !== undefined;
  const close = () => {
    setAsked(false);
    start.reset();
    void navigate({ to: "/backtests", search: {}, replace: true });
  };
  useCommand("backtests.new", () => setAsked(true), !starting);
  useCommand("list.back", close, starting);
  const fresh = (
    <Button variant="primary" icon={<Plus aria-hidden />} command="backtests.new" onClick={() => setAsked(true)}>
      New backtest
    </Button>
  );
  return (
    <Page
      header={
        <PageHeader
          title="Backtests"
          total={list.data?.length}
          actions={!starting && (list.data?.length ?? 0) > 0 && fresh}
        />
      }
    >
      <PageBody>
        {list.isError || project.isError ? (
          <ProblemNotice
            error={list.error ?? project.error}
            onRetry={() => void Promise.all([list.refetch(), project.refetch()])}
          />
        ) : list.isPending || project.isPending ? (
          <SkeletonRows label="Loading backtests" />
        ) : (
          <div className="flex flex-col gap-6">
            {starting && (
              <StartForm
                project={project.data}
                judging={judging ?? project.data.judging}
                busy={start.isPending}
                error={start.error}
                onStart={(wish) =>
                  start.mutate(wish, {
                    onSuccess: ({ id }) => void navigate({ to: "/backtests/$id", params: { id } }),
                  })
                }
                onCancel={close}
              />
            )}
            {list.data.length > 0 ? (
              <Earlier backtests={list.data} />
            ) : (
              !starting && (
                <EmptyState kind="first" title="Try other judging before you use it" action={fresh}>
                  Other weights, another threshold or other words to the model, run over past leads. You see who would
                  come in and who would drop out. Nothing changes until you apply it.
                </EmptyState>
              )
            )}
          </div>
        )}
      </PageBody>
    </Page>
  );
}

function Earlier({ backtests }: { backtests: readonly Backtest[] }) {
  return (
    <ul aria-label="Backtests" className="overflow-hidden rounded-panel border border-line bg-surface">
      {backtests.map((backtest) => (
        <li key={backtest.id} className="border-line border-b last:border-b-0">
          <Link
            to="/backtests/$id"
            params={{ id: backtest.id }}
            className="flex min-h-15 items-center gap-4 px-4 py-2 hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="w-20 shrink-0">
              <StatePill said={sayState(backtest)} />
            </span>
            <span className="min-w-0 grow">
              <span className="block truncate font-medium text-ink text-row">{backtest.name}</span>
              <span className="tabular block truncate text-ink-2 text-meta">{saySummary(backtest)}</span>
              {backtest.state === "running" && (
                <Progress
                  value={backtest.done}
                  max={backtest.total}
                  label={`${backtest.name}: ${backtest.done} of ${backtest.total}`}
                  className="mt-1"
                />
              )}
            </span>
            <span className="w-20 shrink-0 text-right text-ink-3 text-meta">
              <RelativeTime at={backtest.created_at} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
