/** All sequences: how many are in each, what waits for a yes, when something happens next. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { sequencesQuery } from "@/api/sequence-deeds";
import type { SequenceRow } from "@/api/types";
import { DataTable } from "@/components/data/data-table";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { useListCursor } from "@/lib/use-list-cursor";
import { useMedia } from "@/lib/use-media";
import { ArchiveDialog } from "./components/archive-dialog";
import { NewSequenceDialog } from "./components/new-sequence-dialog";
import { sequenceColumns, sequenceTracks } from "./components/sequence-columns";
import { usePauseSequence } from "./queries";

const route = getRouteApi("/shell/sequences");

export function SequencesPage() {
  const { id: cursor = null, archived = false } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(sequencesQuery);
  const [adding, setAdding] = useState(false);
  const [archiving, setArchiving] = useState<SequenceRow | null>(null);
  const pause = usePauseSequence();
  const all = query.data ?? [];
  const kept = all.filter((row) => row.state === "archived").length;
  const rows = all.filter((row) => archived || row.state !== "archived");
  const at = rows.find((row) => row.id === cursor);
  const setCursor = (id: string | null) =>
    void navigate({ search: (before) => ({ ...before, id: id ?? undefined }), replace: true });
  const open = (id: string) => void navigate({ to: "/sequences/$id", params: { id } });
  useListCursor({ ids: rows.map((row) => row.id), cursor, onCursor: setCursor, onOpen: open });
  useCommand("sequences.new", () => setAdding(true));
  useCommand("sequences.pause", () => at && pause.mutate(at), at !== undefined && at.state !== "archived");
  useCommand("list.back", () => setCursor(null), cursor !== null);
  const room = useMedia("(min-width: 1280px)") ? "wide" : "middle";
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden />} command="sequences.new" onClick={() => setAdding(true)}>
      New sequence
    </Button>
  );
  return (
    <Page
      header={
        <PageHeader
          title="Sequences"
          total={query.data && rows.length}
          filters={
            kept > 0 && (
              <Button
                size="small"
                variant="ghost"
                aria-pressed={archived}
                onClick={() => void navigate({ search: { archived: archived ? undefined : true }, replace: true })}
              >
                {archived ? "Hide archived" : `Show ${kept} archived`}
              </Button>
            )
          }
          actions={rows.length > 0 && add}
        />
      }
    >
      <div className="flex min-w-0 grow flex-col">
        {query.isError ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows label="Loading sequences" />
        ) : rows.length === 0 ? (
          <EmptyState kind="first" title="Reach people in steps" action={add}>
            A sequence likes, follows, writes and follows up for each lead, at your pace, and stops as soon as somebody
            replies. Start from one of five.
          </EmptyState>
        ) : (
          <DataTable
            label="Sequences"
            rows={rows}
            columns={sequenceColumns({ onOpen: open, onArchive: setArchiving, room })}
            tracks={sequenceTracks[room]}
            idOf={(row) => row.id}
            rowHeight={60}
            cursor={cursor}
            onCursor={setCursor}
            onOpen={open}
          />
        )}
      </div>
      {adding && <NewSequenceDialog onClose={() => setAdding(false)} onMade={({ id }) => open(id)} />}
      <ArchiveDialog sequence={archiving} onClose={() => setArchiving(null)} onArchived={() => setCursor(null)} />
    </Page>
  );
}
