/** The audit log: everything that happened, newest first. */
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { ActivityView, Page as Answer } from "@/api/types";
import { DataList } from "@/components/data/data-list";
import { RelativeTime } from "@/components/data/relative-time";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useListCursor } from "@/lib/use-list-cursor";

export const activityQuery = infiniteQueryOptions({
  queryKey: [...keys.activity, "list"],
  queryFn: ({ pageParam, signal }) =>
    api.get<Answer<ActivityView>>("/api/activity", { cursor: pageParam, limit: 100 }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

export function ActivityPage() {
  const query = useInfiniteQuery(activityQuery);
  const [cursor, setCursor] = useState<string | null>(null);
  // An entry has no id of its own; its place in an append-only log is one.
  const total = query.data?.pages[0]?.total ?? 0;
  const events = (query.data?.pages.flatMap((page) => page.items) ?? []).map((event, index) => ({
    ...event,
    id: String(total - index),
  }));
  useListCursor({ ids: events.map((event) => event.id), cursor, onCursor: setCursor });
  return (
    <Page header={<PageHeader title="Activity" total={query.data?.pages[0]?.total} />}>
      {query.isError ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <div className="grow">
          <SkeletonRows rows={14} />
        </div>
      ) : events.length === 0 ? (
        <EmptyState kind="first" title="Nothing happened yet">
          Every import, verdict, approval and send is written down here.
        </EmptyState>
      ) : (
        <DataList
          label="Activity"
          items={events}
          idOf={(event) => event.id}
          rowHeight={36}
          cursor={cursor}
          onCursor={setCursor}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
          renderRow={(event) => (
            <div className="grid h-full grid-cols-[92px_88px_minmax(0,1fr)] inspect:grid-cols-[92px_104px_minmax(0,1fr)_160px] items-center gap-4 px-6 text-row">
              <span className="text-ink-3 text-meta">
                <RelativeTime at={event.at} />
              </span>
              <span className="text-ink-2">{event.actor === "human" ? "You" : "SDR Console"}</span>
              <span className="truncate text-ink" title={event.detail}>
                {event.detail}
              </span>
              <span className="hidden truncate text-right text-ink-3 text-meta inspect:inline">
                {sayKind(event.kind)}
              </span>
            </div>
          )}
        />
      )}
    </Page>
  );
}

/** "delivery.sent" -> "delivery sent": the stable word, readable. */
function sayKind(kind: string): string {
  return kind.replaceAll(/[._]/gu, " ");
}
