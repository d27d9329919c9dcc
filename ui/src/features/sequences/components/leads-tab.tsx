/** Who is in the sequence, where they are and why they wait. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { ListFilter } from "lucide-react";
import { useMemo, useState } from "react";
import { useTurn } from "@/api/sequence-deeds";
import type { EnrollmentRow, EnrollmentState, SequenceDetail } from "@/api/types";
import { DataTable } from "@/components/data/data-table";
import { Callout } from "@/components/feedback/callout";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Inspector } from "@/components/layout/page";
import { Chips, type FilterChip } from "@/components/layout/page-header";
import { stepName } from "@/components/sequence/step-words";
import { TakeOutDialog } from "@/components/sequence/take-out-dialog";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { sayEnrollment } from "@/lib/meaning";
import { useListCursor } from "@/lib/use-list-cursor";
import { useMedia } from "@/lib/use-media";
import { plural } from "@/lib/words";
import { enrollmentsQuery, useMoveOver } from "../queries";
import { stepOf } from "../track";
import { EnrollmentBar } from "./enrollment-bar";
import { enrollmentColumns, enrollmentTracks } from "./enrollment-columns";
import { EnrollmentPanel } from "./enrollment-panel";

const states: readonly EnrollmentState[] = ["active", "waiting_approval", "paused", "completed", "exited"];

interface Filters {
  state?: EnrollmentState | undefined;
  step?: string | undefined;
  q?: string | undefined;
  id?: string | undefined;
}

interface LeadsTabProps {
  sequence: SequenceDetail;
  filters: Filters;
  onFilters: (by: Filters) => void;
  onBack: () => void;
}

export function LeadsTab({ sequence, filters, onFilters, onBack }: LeadsTabProps) {
  const { state, step, q, id: cursor = null } = filters;
  const query = useInfiniteQuery(enrollmentsQuery({ sequence: sequence.id, state, step, q }));
  const over = useMoveOver(sequence.id);
  const turn = useTurn();
  const [leaving, setLeaving] = useState<readonly EnrollmentRow[] | null>(null);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const setCursor = (id: string | null) => onFilters({ id: id ?? undefined });
  const list = useListCursor({ ids, cursor, onCursor: setCursor });
  const chosen = rows.filter((row) => list.selected.has(row.id));
  const set = (by: Filters) => onFilters({ ...by, id: undefined });
  const at = rows.find((row) => row.id === cursor);
  const wide = useMedia("(min-width: 1280px)");
  const room = cursor !== null ? "narrow" : wide ? "wide" : "middle";
  useCommand("list.back", () => (chosen.length > 0 ? list.clear() : cursor ? setCursor(null) : onBack()));
  const filtered = Boolean(state || step || q);
  return (
    <>
      <div className="flex min-w-0 grow flex-col">
        <FilterBar sequence={sequence} filters={filters} total={query.data?.pages[0]?.total} onChange={set} />
        {sequence.on_older_versions > 0 && (
          <Callout
            meaning="wait"
            className="mx-6 mt-3"
            action={
              <Button size="small" busy={over.isPending} onClick={() => over.mutate(sequence.version_id)}>
                Move them over
              </Button>
            }
          >
            {plural(sequence.on_older_versions, "lead")} {sequence.on_older_versions === 1 ? "is" : "are"} on an older
            version of the steps.
          </Callout>
        )}
        {query.isError ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows rows={10} label="Loading leads" />
        ) : rows.length === 0 ? (
          <NoOne filtered={filtered} onClear={() => set({ state: undefined, step: undefined, q: undefined })} />
        ) : (
          <DataTable
            label="Leads of the sequence"
            rows={rows}
            idOf={(row) => row.id}
            columns={enrollmentColumns({
              selected: list.selected,
              onToggle: list.toggle,
              version: sequence.version,
              room,
            })}
            tracks={enrollmentTracks[room]}
            rowHeight={52}
            cursor={cursor}
            selected={list.selected}
            onCursor={setCursor}
            onEnd={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
          />
        )}
        {chosen.length > 0 && (
          <EnrollmentBar
            rows={chosen}
            busy={turn.isPending}
            onTurn={(kind) =>
              turn.mutate(
                { turn: kind, scopes: chosen.map((row) => ({ enrollment_id: row.id })) },
                { onSuccess: list.clear },
              )
            }
            onTakeOut={() => setLeaving(chosen)}
            onClear={list.clear}
          />
        )}
      </div>
      <Inspector title={at?.lead_name ?? "Lead"} open={cursor !== null} onClose={() => setCursor(null)}>
        {cursor !== null && <EnrollmentPanel key={cursor} id={cursor} onTakeOut={(row) => setLeaving([row])} />}
      </Inspector>
      <TakeOutDialog rows={leaving} onClose={() => setLeaving(null)} onDone={list.clear} />
    </>
  );
}

function NoOne({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <EmptyState
      kind="nothing"
      title="No lead is like that"
      action={<Button onClick={onClear}>Clear the filter</Button>}
    >
      Others are in this sequence.
    </EmptyState>
  ) : (
    <EmptyState kind="first" title="Nobody is in it yet">
      Press E to enroll leads. You see what it comes to before it starts.
    </EmptyState>
  );
}

interface FilterBarProps {
  sequence: SequenceDetail;
  filters: Filters;
  total: number | undefined;
  onChange: (by: Filters) => void;
}

function FilterBar({ sequence, filters, total, onChange }: FilterBarProps) {
  const { state, step, q } = filters;
  const at = stepOf(sequence.steps, step ?? null);
  const chips: FilterChip[] = [];
  if (state) chips.push({ label: sayEnrollment(state).word, onClear: () => onChange({ state: undefined }) });
  if (step) {
    const label = at ? `At ${stepName(at)}` : "At a step that is gone";
    chips.push({ label, onClear: () => onChange({ step: undefined }) });
  }
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-6 pt-3 pb-2">
      <SearchInput
        className="w-52"
        label="Search leads"
        value={q ?? ""}
        onSearch={(words) => onChange({ q: words || undefined })}
      />
      <Menu
        align="start"
        trigger={
          <Button variant="ghost" size="small" icon={<ListFilter aria-hidden />}>
            Filter
          </Button>
        }
        items={[
          ...states.map((one) => ({ label: sayEnrollment(one).word, onSelect: () => onChange({ state: one }) })),
          ...sequence.steps.map((one) => ({
            label: `At ${stepName(one)}`,
            onSelect: () => onChange({ step: one.key }),
          })),
        ]}
      />
      <Chips chips={chips} />
      {total !== undefined && <span className="tabular ml-auto text-ink-3 text-meta">{plural(total, "lead")}</span>}
    </div>
  );
}
