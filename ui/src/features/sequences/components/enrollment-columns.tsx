import type { ColumnDef } from "@tanstack/react-table";
import type { EnrollmentRow } from "@/api/types";
import type { Features } from "@/components/data/data-table";
import { RelativeTime } from "@/components/data/relative-time";
import { Checkbox } from "@/components/ui/checkbox";
import { StatePill } from "@/components/ui/pill";
import { sayEnrollment } from "@/lib/meaning";

type Room = "wide" | "middle" | "narrow";

export const enrollmentTracks: Record<Room, string> = {
  wide: "16px minmax(150px,1fr) 124px minmax(120px,0.8fr) minmax(0,1.6fr) 108px",
  middle: "16px minmax(130px,1fr) 124px minmax(150px,1.4fr) 108px",
  narrow: "16px minmax(100px,1fr) 124px minmax(120px,1.2fr)",
};
const leftOut: Record<Room, readonly string[]> = { wide: [], middle: ["place"], narrow: ["place", "next"] };

interface Wish {
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
  /** The newest; who is on another one says so. */
  version: number;
  room: Room;
}

export function enrollmentColumns({ selected, onToggle, version, room }: Wish): ColumnDef<Features, EnrollmentRow>[] {
  const all: ColumnDef<Features, EnrollmentRow>[] = [
    {
      id: "select",
      header: () => <span className="sr-only">Selected</span>,
      cell: ({ row }) => (
        <Checkbox
          checked={selected.has(row.original.id)}
          onCheckedChange={() => onToggle(row.original.id)}
          aria-label={`Select ${row.original.lead_name}`}
          tabIndex={-1}
        />
      ),
    },
    {
      id: "lead",
      header: "Lead",
      cell: ({ row }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium text-ink">{row.original.lead_name}</span>
          <span className="block truncate text-ink-3 text-meta">{row.original.company ?? "–"}</span>
        </span>
      ),
    },
    {
      id: "state",
      header: "State",
      cell: ({ row }) => (
        <span className="flex">
          <StatePill said={sayEnrollment(row.original.state)} />
        </span>
      ),
    },
    { id: "place", header: "Step", cell: ({ row }) => <Place row={row.original} version={version} /> },
    {
      id: "why",
      header: room === "wide" ? "Why it waits" : "Step, why it waits",
      cell: ({ row }) =>
        room === "wide" ? (
          <span className="text-ink-2" title={row.original.why}>
            {row.original.why}
          </span>
        ) : (
          <span className="block min-w-0">
            <span className="block truncate">
              <Place row={row.original} version={version} />
            </span>
            <span className="block truncate text-ink-3 text-meta" title={row.original.why}>
              {row.original.why}
            </span>
          </span>
        ),
    },
    {
      id: "next",
      header: "Next",
      cell: ({ row }) => {
        const at = row.original.due_at ?? row.original.resume_at;
        return (
          <span className="text-ink-3 text-meta">{at ? <RelativeTime at={at} style="when" /> : "no time set"}</span>
        );
      },
    },
  ];
  return all.filter((column) => !leftOut[room].includes(column.id ?? ""));
}

function Place({ row, version }: { row: EnrollmentRow; version: number }) {
  return (
    <>
      <span className="text-ink">{row.step_label ?? (row.ended_at ? "At the end" : "Not begun")}</span>
      {row.version !== version && <span className="tabular ml-1.5 text-ink-3 text-meta">v{row.version}</span>}
    </>
  );
}
