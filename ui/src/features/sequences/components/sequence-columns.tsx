import type { ColumnDef } from "@tanstack/react-table";
import { Archive, Ellipsis, Pause, Play, SquarePen } from "lucide-react";
import type { SequenceRow } from "@/api/types";
import type { Features } from "@/components/data/data-table";
import { RelativeTime } from "@/components/data/relative-time";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { StatePill } from "@/components/ui/pill";
import { saySequence } from "@/lib/meaning";
import { count, plural } from "@/lib/words";
import { usePauseSequence } from "../queries";

type Room = "wide" | "middle";

export const sequenceTracks: Record<Room, string> = {
  wide: "minmax(0,1fr) 92px 60px 64px 60px 64px 60px 112px 28px",
  middle: "minmax(0,1fr) 92px 44px 52px 50px 52px 108px 28px",
};
const leftOut: Record<Room, readonly string[]> = { wide: [], middle: ["finished"] };

interface Wish {
  onOpen: (id: string) => void;
  onArchive: (row: SequenceRow) => void;
  room: Room;
}

function number(
  id: string,
  header: string,
  title: string,
  value: (row: SequenceRow) => number,
): ColumnDef<Features, SequenceRow> {
  return {
    id,
    header: () => (
      <span title={title} className="block text-right">
        {header}
      </span>
    ),
    cell: ({ row }) => {
      const many = value(row.original);
      return <span className={`tabular block text-right ${many ? "text-ink" : "text-ink-3"}`}>{count(many)}</span>;
    },
  };
}

/** Two lines: what it is called, and how it is set; then how many leads stand where, and when something happens. */
export function sequenceColumns({ onOpen, onArchive, room }: Wish): ColumnDef<Features, SequenceRow>[] {
  const all: ColumnDef<Features, SequenceRow>[] = [
    { id: "name", header: "Sequence", cell: ({ row }) => <Name row={row.original} /> },
    {
      id: "state",
      header: "State",
      cell: ({ row }) => (
        <span className="flex">
          <StatePill said={saySequence(row.original.state)} />
        </span>
      ),
    },
    number("active", "Active", "Leads on their way", (row) => row.counts.active),
    number("waiting", "For you", "Steps that wait for your yes", (row) => row.counts.waiting_approval),
    number("paused", "Paused", "Leads that rest", (row) => row.counts.paused),
    number("finished", "Finished", "Leads that went through to the end", (row) => row.counts.completed),
    number("replied", "Replied", "Leads that answered", (row) => row.replied),
    {
      id: "next",
      header: "Next",
      cell: ({ row }) => (
        <span className="text-ink-3 text-meta">
          {row.original.next_at ? <RelativeTime at={row.original.next_at} style="when" /> : "nothing due"}
        </span>
      ),
    },
    {
      id: "deeds",
      header: () => <span className="sr-only">Actions</span>,
      cell: ({ row }) => <Deeds row={row.original} onOpen={onOpen} onArchive={onArchive} />,
    },
  ];
  return all.filter((column) => !leftOut[room].includes(column.id ?? ""));
}

function Name({ row }: { row: SequenceRow }) {
  const facts = [`v${row.version}`, plural(row.steps, "step")];
  if (row.auto_enroll_score !== null) facts.push(`enrolls from ${row.auto_enroll_score}`);
  const title =
    row.auto_enroll_score === null
      ? row.description
      : `${row.description} Leads that score ${row.auto_enroll_score} or more are enrolled after each run.`;
  return (
    <span className="block min-w-0" title={title}>
      <span className="block truncate font-medium text-ink text-row">{row.name}</span>
      <span className="tabular block truncate text-ink-3 text-meta">{facts.join(" · ")}</span>
    </span>
  );
}

function Deeds({ row, onOpen, onArchive }: Pick<Wish, "onOpen" | "onArchive"> & { row: SequenceRow }) {
  const pause = usePauseSequence();
  const paused = row.state === "paused";
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="icon_small"
          aria-label={`More for ${row.name}`}
          onClick={(event) => event.stopPropagation()}
        >
          <Ellipsis aria-hidden />
        </Button>
      }
      items={[
        { label: "Open", icon: <SquarePen aria-hidden />, onSelect: () => onOpen(row.id) },
        {
          label: paused ? "Resume" : "Pause",
          icon: paused ? <Play aria-hidden /> : <Pause aria-hidden />,
          onSelect: () => pause.mutate(row),
          disabled: row.state === "archived",
        },
        {
          label: "Archive",
          icon: <Archive aria-hidden />,
          onSelect: () => onArchive(row),
          danger: true,
          disabled: row.state === "archived",
        },
      ]}
    />
  );
}
