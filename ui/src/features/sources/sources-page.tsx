/** Where leads come from: each source with how its last pass went and what stands in its way. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { FileSpreadsheet, FlaskConical, Plus, UsersRound } from "lucide-react";
import { useState } from "react";
import { sourcesQuery } from "@/api/shared-queries";
import type { Source } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { DataTable } from "@/components/data/data-table";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Inspector, Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { collects } from "@/lib/source-kinds";
import { useListCursor } from "@/lib/use-list-cursor";
import { DeleteSource } from "./components/delete-source";
import { sourceColumns, sourceTracks } from "./components/source-columns";
import { SourceDialog, type Subject } from "./components/source-dialog";
import { SourcePanel } from "./components/source-panel";
import { useCollect, useSwitchSource } from "./queries";

const route = getRouteApi("/shell/sources");

export function SourcesPage() {
  const { id: current = null } = route.useSearch();
  const navigate = useNavigate();
  const query = useQuery(sourcesQuery);
  const [subject, setSubject] = useState<Subject | null>(null);
  const [deleting, setDeleting] = useState<Source | null>(null);
  const [adding, setAdding] = useState(false);
  const sources = query.data ?? [];
  const at = sources.find((source) => source.id === current);
  const select = (id: string | null) =>
    void navigate({ to: "/sources", search: { id: id ?? undefined }, replace: true });
  useListCursor({ ids: sources.map((source) => source.id), cursor: current, onCursor: select });
  useSourceKeys(at, setSubject);
  useCommand("sources.new", () => setAdding(true));
  useCommand("list.back", () => select(null), current !== null);

  const add = (
    <Menu
      open={adding}
      onOpenChange={setAdding}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />} command="sources.new">
          Add a source
        </Button>
      }
      items={[
        {
          label: "Search X for posts",
          icon: <ChannelIcon channel="x" bare />,
          onSelect: () => setSubject({ kind: "x_search", source: null }),
        },
        {
          label: "Find people at Apollo",
          icon: <UsersRound aria-hidden />,
          onSelect: () => setSubject({ kind: "apollo", source: null }),
        },
        {
          label: "Import a CSV file",
          icon: <FileSpreadsheet aria-hidden />,
          onSelect: () => void navigate({ to: "/leads/import" }),
        },
        {
          label: "Make demo leads",
          icon: <FlaskConical aria-hidden />,
          onSelect: () => setSubject({ kind: "generator", source: null }),
        },
      ]}
    />
  );
  return (
    <Page header={<PageHeader title="Sources" total={query.data?.length} actions={sources.length > 0 && add} />}>
      <div className="flex min-w-0 grow flex-col">
        {query.isError ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows label="Loading sources" />
        ) : sources.length === 0 ? (
          <EmptyState kind="first" title="No source yet" action={add}>
            A source brings leads: posts on X that match your customers, people at Apollo, a CSV file, or demo leads to
            look around with.
          </EmptyState>
        ) : (
          <DataTable
            label="Sources"
            rows={sources}
            columns={sourceColumns}
            tracks={sourceTracks}
            idOf={(source) => source.id}
            rowHeight={60}
            cursor={current}
            onCursor={select}
            barOf={(source) => (source.trouble ? "bg-stop-fill" : null)}
          />
        )}
      </div>
      <Inspector title={at?.name ?? "Source"} open={at !== undefined} onClose={() => select(null)}>
        {at && (
          <SourcePanel
            source={at}
            onEdit={() => setSubject({ kind: at.settings.kind, source: at })}
            onDelete={() => setDeleting(at)}
          />
        )}
      </Inspector>
      <SourceDialog subject={subject} onClose={() => setSubject(null)} onSaved={(source) => select(source.id)} />
      <DeleteSource source={deleting} onClose={() => setDeleting(null)} onDeleted={() => select(null)} />
    </Page>
  );
}

/** The keys of the selected source, each only where its kind allows the deed. */
function useSourceKeys(at: Source | undefined, onEdit: (subject: Subject) => void) {
  const collect = useCollect();
  const flip = useSwitchSource();
  const navigate = useNavigate();
  useCommand("sources.collect", () => at && collect.mutate(at), at !== undefined && collects(at));
  useCommand("sources.edit", () => at && onEdit({ kind: at.settings.kind, source: at }), at !== undefined);
  useCommand(
    "sources.toggle",
    () => at && flip.mutate({ source: at, on: !at.enabled }),
    at !== undefined && collects(at),
  );
  useCommand(
    "sources.people",
    () => at && void navigate({ to: "/sources/$id/people", params: { id: at.id } }),
    at?.settings.kind === "apollo",
  );
}
