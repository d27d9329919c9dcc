import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { DataList } from "@/components/data/data-list";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Inspector, Page } from "@/components/layout/page";
import { type FilterChip, PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { useListCursor } from "@/lib/use-list-cursor";
import { NARROW, useMedia } from "@/lib/use-media";
import { channelName, plural } from "@/lib/words";
import { DraftListRow } from "./components/draft-list-row";
import { DraftPane } from "./components/draft-pane";
import { OpenQuestions } from "./components/open-questions";
import { QueueDone } from "./components/queue-done";
import { WhyPanel } from "./components/why-panel";
import { draftQuery, pendingDraftsQuery } from "./queries";
import { useDecisions } from "./use-decisions";

const route = getRouteApi("/shell/queue");

/** "What needs my yes?" The list, the message as it will arrive, and why. */
export function QueuePage() {
  const { id, q, channel } = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = useMedia(NARROW);
  const [whyOpen, setWhyOpen] = useState(false);
  const list = useInfiniteQuery(pendingDraftsQuery({ q, channel }));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const ids = rows.map((row) => row.id);
  // A draft that just left the list (decided elsewhere) gives its place to the first one.
  const cursor = id && ids.includes(id) ? id : (ids[0] ?? null);
  const goTo = (next: string | null) =>
    void navigate({ search: (now) => ({ ...now, id: next ?? undefined }), replace: true });
  const keys = useListCursor({ ids, cursor, onCursor: goTo });
  const decisions = useDecisions({ ids, cursor, goTo });
  const draft = useQuery({ ...draftQuery(cursor ?? ""), enabled: cursor !== null });
  const detail = draft.data?.id === cursor ? draft.data : undefined;
  if (detail) decisions.noteShown(detail);

  const selected = [...keys.selected].filter((one) => ids.includes(one));
  const approveSelected = () => decisions.approveMany(selected, keys.clear);
  useCommand("queue.approve", approveSelected, selected.length > 0 && !decisions.busy);
  useCommand("list.back", keys.clear, selected.length > 0);
  useCommand("queue.undo", decisions.undoLast, decisions.canUndo);
  useCommand("queue.why", () => setWhyOpen((open) => !open), narrow && detail !== undefined);

  const chips: FilterChip[] = channel
    ? [
        {
          label: channelName(channel),
          onClear: () => void navigate({ search: (now) => ({ ...now, channel: undefined }) }),
        },
      ]
    : [];
  const filtered = Boolean(q || channel);
  const header = (
    <PageHeader
      title="Queue"
      total={list.data?.pages[0]?.total}
      chips={chips}
      filters={
        <SearchInput
          label="Search drafts"
          value={q ?? ""}
          onSearch={(text) => void navigate({ search: (now) => ({ ...now, q: text || undefined }), replace: true })}
        />
      }
      actions={
        selected.length > 0 && (
          <>
            <Button variant="ghost" command="list.back" onClick={keys.clear}>
              Unselect {selected.length}
            </Button>
            <Button variant="primary" command="queue.approve" showKeys busy={decisions.busy} onClick={approveSelected}>
              Approve {plural(selected.length, "draft")}
            </Button>
          </>
        )
      }
    />
  );

  return (
    <Page header={header}>
      <div className="flex min-w-0 grow flex-col">
        <OpenQuestions />
        {list.isPending ? (
          <SkeletonRows />
        ) : list.isError ? (
          <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
        ) : rows.length === 0 && filtered ? (
          <EmptyState
            kind="nothing"
            title="No draft matches"
            action={<Button onClick={() => void navigate({ search: {} })}>Clear the filter</Button>}
          />
        ) : rows.length === 0 ? (
          <QueueDone tally={decisions.tally} />
        ) : (
          <div className="flex min-h-0 grow">
            <div className="flex w-[216px] shrink-0 flex-col border-line border-r inspect:w-[248px] wide:w-[304px]">
              <DataList
                label="Drafts to review"
                items={rows}
                idOf={(row) => row.id}
                rowHeight={56}
                cursor={cursor}
                selected={keys.selected}
                onCursor={goTo}
                {...(list.hasNextPage && { onEnd: () => void list.fetchNextPage() })}
                renderRow={(row, at) => (
                  <DraftListRow
                    row={row}
                    selected={at.selected}
                    selecting={selected.length > 0}
                    read={row.opened || decisions.wasShown(row.id)}
                    onToggle={() => keys.toggle(row.id)}
                  />
                )}
              />
            </div>
            {draft.isError ? (
              <ProblemNotice error={draft.error} onRetry={() => void draft.refetch()} />
            ) : detail ? (
              <DraftPane
                key={detail.id}
                draft={detail}
                selecting={selected.length > 0}
                onShown={(variant) => decisions.noteVariant(detail.id, variant)}
                onApproved={decisions.approved}
                onRejected={() => decisions.rejected(detail)}
                onRewritten={(fresh) => goTo(fresh.id)}
                onWhy={() => setWhyOpen(true)}
              />
            ) : (
              <div className="min-w-0 grow p-6">
                <SkeletonRows rows={4} label="Opening the draft" />
              </div>
            )}
          </div>
        )}
      </div>
      {detail && (
        <Inspector
          title={`Why ${detail.lead.name}`}
          open={!narrow || whyOpen}
          onClose={() => setWhyOpen(false)}
          width="w-[320px] wide:w-[360px]"
        >
          <WhyPanel lead={detail.lead} />
        </Inspector>
      )}
    </Page>
  );
}
