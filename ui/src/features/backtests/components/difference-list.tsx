import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import type { Backtest, BacktestRow, BacktestSide } from "@/api/types";
import { DataList } from "@/components/data/data-list";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { MeaningIcon, StatePill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { sayVerdict } from "@/lib/meaning";
import { useListCursor } from "@/lib/use-list-cursor";
import { type Only, rowsQuery } from "../queries";

interface DifferenceListProps {
  backtest: Backtest;
  only: Only;
}

/** Lead by lead: what it was, and what it would be. */
export function DifferenceList({ backtest, only }: DifferenceListProps) {
  const query = useInfiniteQuery(rowsQuery(backtest.id, only));
  const navigate = useNavigate();
  const [cursor, setCursor] = useState<string | null>(null);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (id: string) => void navigate({ to: "/leads/$id", params: { id } });
  useListCursor({ ids: rows.map((row) => row.lead_id), cursor, onCursor: setCursor, onOpen: open });
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows label="Loading differences" />;
  if (rows.length === 0) {
    return (
      <EmptyState kind="nothing" title={only === "all" ? "No lead was tried" : "No lead is like that"}>
        {only === "all" ? "There are no past leads to try this on." : "Look at another kind of difference above."}
      </EmptyState>
    );
  }
  return (
    <>
      <div
        aria-hidden
        className={cn(tracks, "grid h-8 shrink-0 items-center gap-4 border-line border-b px-6 text-ink-3 text-meta")}
      >
        <span>Lead</span>
        <span>Before</span>
        <span />
        <span>After</span>
      </div>
      <DataList
        label="Differences"
        items={rows}
        idOf={(row) => row.lead_id}
        rowHeight={56}
        cursor={cursor}
        onCursor={setCursor}
        onOpen={open}
        onEnd={() => {
          if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
        }}
        renderRow={(row) => <Row row={row} />}
      />
    </>
  );
}

const tracks = "grid-cols-[minmax(0,1fr)_148px_16px_148px] inspect:grid-cols-[minmax(0,1fr)_180px_16px_180px]";

function Row({ row }: { row: BacktestRow }) {
  const turned = row.before.passes !== row.after.passes;
  return (
    <div className={cn(tracks, "grid h-full items-center gap-4 px-6")}>
      <div className="min-w-0">
        <p className="flex min-w-0 items-baseline gap-2 text-row">
          <span className="truncate font-medium text-ink">{row.name}</span>
          {row.company && <span className="truncate text-ink-3 text-meta">{row.company}</span>}
        </p>
        <p className="truncate text-ink-2 text-meta" title={row.quote ?? undefined}>
          {row.quote ? `“${row.quote}”` : "No quote"}
        </p>
      </div>
      <Side side={row.before} />
      <ArrowRight aria-hidden className={cn("size-4", turned ? "text-ink" : "text-ink-3")} />
      <Side side={row.after} />
    </div>
  );
}

function Side({ side }: { side: BacktestSide }) {
  return (
    <div className="flex min-w-0 flex-col items-start gap-1">
      <span className="flex items-center gap-2">
        <span className="tabular w-6 text-right font-semibold text-ink text-row">{side.score ?? "–"}</span>
        {side.verdict ? (
          <StatePill said={sayVerdict(side.verdict)} />
        ) : (
          <span className="text-ink-3 text-meta">Not judged</span>
        )}
      </span>
      <span className="flex items-center gap-1 pl-8 text-ink-3 text-meta">
        <MeaningIcon meaning={side.passes ? "go" : "quiet"} className="size-3" />
        {side.passes ? "passes" : "does not pass"}
      </span>
    </div>
  );
}
