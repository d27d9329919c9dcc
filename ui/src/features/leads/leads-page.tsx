/** Everyone known: filters in the URL, one keyboard cursor, the selected person beside the list. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Download, FileUp, UserPlus } from "lucide-react";
import { useMemo, useState } from "react";
import { sourcesQuery } from "@/api/shared-queries";
import { DataTable } from "@/components/data/data-table";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Inspector, Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { EnrollDialog } from "@/components/sequence/enroll-dialog";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { useListCursor } from "@/lib/use-list-cursor";
import { NARROW, useMedia } from "@/lib/use-media";
import { plural } from "@/lib/words";
import { DeleteDialog } from "./components/delete-dialog";
import { EnrichDialog } from "./components/enrich-dialog";
import { leadColumns, tracks } from "./components/lead-columns";
import { LeadFilterControls, leadChips } from "./components/lead-filters";
import { LeadInspector } from "./components/lead-inspector";
import { LeadsEmpty } from "./components/leads-empty";
import { NewLeadDialog } from "./components/new-lead-dialog";
import { SelectionBar } from "./components/selection-bar";
import { SuppressDialog } from "./components/suppress-dialog";
import { useExportLeads, useMergeLeads, useQueueChecks } from "./mutations";
import { type LeadFilters, leadsQuery } from "./queries";

const route = getRouteApi("/shell/leads");
type People = { ids: readonly string[]; name: string } | null;

export function LeadsPage() {
  const { id: current = null, ...filters } = route.useSearch();
  const navigate = useNavigate({ from: "/leads" });
  const query = useInfiniteQuery(leadsQuery(filters));
  const sources = useQuery(sourcesQuery);
  const exporting = useExportLeads();
  const [adding, setAdding] = useState(false);
  const [suppressing, setSuppressing] = useState<People>(null);
  const [deleting, setDeleting] = useState<People>(null);
  const [enriching, setEnriching] = useState<People>(null);
  const [enrolling, setEnrolling] = useState<People>(null);
  const checks = useQueueChecks();
  const merging = useMergeLeads();

  // Kept while nothing new came: with 100,000 rows the table must not see a fresh list on every key press.
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const total = query.data?.pages[0]?.total;
  const setCursor = (id: string | null) =>
    void navigate({ search: (before) => ({ ...before, id: id ?? undefined }), replace: true });
  const setFilters = (change: Partial<LeadFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change, id: undefined }), replace: true });
  const open = (id: string) => void navigate({ to: "/leads/$id", params: { id } });
  const list = useListCursor({ ids, cursor: current, onCursor: setCursor, onOpen: open });
  const narrow = useMedia(NARROW);
  const wide = useMedia("(min-width: 1280px)") && current === null;
  const room = narrow ? "narrow" : wide ? "wide" : "middle";
  const columns = leadColumns({ selected: list.selected, onToggle: list.toggle, room });
  const chosen = [...list.selected];
  const filtered = Boolean(filters.q || filters.status || filters.verdict || filters.source);
  const at = rows.find((row) => row.id === current);
  const group = (): People =>
    chosen.length > 0
      ? { ids: chosen, name: plural(chosen.length, "lead") }
      : at
        ? { ids: [at.id], name: at.name }
        : null;

  const check = () => checks.mutate(group()?.ids ?? []);
  const some = chosen.length > 0 || at !== undefined;

  useCommand("leads.check", check, some && !checks.isPending);
  useCommand("leads.enrich", () => setEnriching(group()), some);
  useCommand("leads.enroll", () => setEnrolling(group()), some);
  useCommand("leads.new", () => setAdding(true));
  useCommand("leads.import", () => void navigate({ to: "/leads/import" }));
  useCommand("leads.demo", () => void navigate({ to: "/leads/import" }));
  useCommand("leads.suppress", () => setSuppressing(group()), some);
  useCommand(
    "list.back",
    () => (chosen.length > 0 ? list.clear() : setCursor(null)),
    chosen.length > 0 || current !== null,
  );

  return (
    <Page
      header={
        <PageHeader
          title="Leads"
          total={total}
          chips={leadChips({ filters, sources: sources.data ?? [], onChange: setFilters })}
          filters={<LeadFilterControls filters={filters} sources={sources.data ?? []} onChange={setFilters} />}
          actions={
            <>
              <Button
                variant="ghost"
                size="icon"
                hint="Save all leads as a CSV file"
                busy={exporting.isPending}
                disabled={total === 0}
                onClick={() => exporting.mutate()}
              >
                <Download aria-hidden />
              </Button>
              <Button
                aria-label="Add lead"
                icon={<UserPlus aria-hidden />}
                command="leads.new"
                onClick={() => setAdding(true)}
              >
                <span className="hidden inspect:inline">Add lead</span>
              </Button>
              <Button
                variant="primary"
                icon={<FileUp aria-hidden />}
                command="leads.import"
                onClick={() => void navigate({ to: "/leads/import" })}
              >
                <span>
                  Import<span className="hidden inspect:inline"> CSV</span>
                </span>
              </Button>
            </>
          }
        />
      }
    >
      <div className="flex min-w-0 grow flex-col">
        {query.isError ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows rows={14} label="Loading leads" />
        ) : rows.length === 0 ? (
          <LeadsEmpty
            filtered={filtered}
            onClear={() => setFilters({ q: undefined, status: undefined, verdict: undefined, source: undefined })}
          />
        ) : (
          <DataTable
            label="Leads"
            rows={rows}
            idOf={(row) => row.id}
            columns={columns}
            tracks={tracks[room]}
            cursor={current}
            selected={list.selected}
            onCursor={setCursor}
            onOpen={open}
            onEnd={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
          />
        )}
        {chosen.length > 0 && (
          <SelectionBar
            selected={chosen.length}
            checking={checks.isPending}
            onEnroll={() => setEnrolling(group())}
            onCheck={check}
            onEnrich={() => setEnriching(group())}
            merging={merging.isPending}
            onMerge={() => {
              const [kept, other] = chosen;
              if (kept && other) merging.mutate({ kept, other }, { onSuccess: list.clear });
            }}
            onSuppress={() => setSuppressing(group())}
            onDelete={() => setDeleting(group())}
            onClear={list.clear}
          />
        )}
      </div>
      <Inspector title={at?.name ?? "Lead"} open={current !== null} onClose={() => setCursor(null)}>
        {current !== null && (
          <LeadInspector
            key={current}
            id={current}
            onOpen={() => open(current)}
            onSuppress={(name) => setSuppressing({ ids: [current], name })}
            onDelete={(name) => setDeleting({ ids: [current], name })}
          />
        )}
      </Inspector>
      <NewLeadDialog open={adding} onClose={() => setAdding(false)} onAdded={(id) => setCursor(id)} />
      <SuppressDialog
        people={suppressing}
        onClose={() => {
          setSuppressing(null);
          list.clear();
        }}
      />
      {enriching && <EnrichDialog people={enriching} onClose={() => setEnriching(null)} onDone={list.clear} />}
      {enrolling && (
        <EnrollDialog sequence={null} leads={enrolling} onClose={() => setEnrolling(null)} onDone={list.clear} />
      )}
      <DeleteDialog
        people={deleting}
        onClose={() => setDeleting(null)}
        onDeleted={() => {
          list.clear();
          setCursor(null);
        }}
      />
    </Page>
  );
}
