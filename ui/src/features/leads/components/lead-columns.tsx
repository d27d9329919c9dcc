import type { ColumnDef } from "@tanstack/react-table";
import type { LeadRow } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import type { Features } from "@/components/data/data-table";
import { RelativeTime } from "@/components/data/relative-time";
import { ScoreBadge } from "@/components/data/score-bars";
import { Checkbox } from "@/components/ui/checkbox";
import { StatePill } from "@/components/ui/pill";
import { sayLead, sayVerdict } from "@/lib/meaning";

export const tracks: Record<Wish["room"], string> = {
  wide: "16px 40px minmax(150px,1.1fr) minmax(120px,1fr) minmax(0,1.8fr) 96px 116px 64px 76px",
  middle: "16px 40px minmax(140px,1.2fr) minmax(110px,1fr) 96px 116px 64px",
  narrow: "16px 40px minmax(120px,1.2fr) minmax(80px,1fr) 96px 116px",
};
const leftOut: Record<Wish["room"], readonly string[]> = {
  wide: [],
  middle: ["quote", "added"],
  narrow: ["quote", "added", "channels"],
};

interface Wish {
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
  /** Everything, everything but quote and date, or also without the channels. */
  room: "wide" | "middle" | "narrow";
}

export function leadColumns({ selected, onToggle, room }: Wish): ColumnDef<Features, LeadRow>[] {
  const all: ColumnDef<Features, LeadRow>[] = [
    {
      id: "select",
      header: () => <span className="sr-only">Selected</span>,
      cell: ({ row }) => (
        <Checkbox
          checked={selected.has(row.original.id)}
          onCheckedChange={() => onToggle(row.original.id)}
          aria-label={`Select ${row.original.name}`}
          tabIndex={-1}
        />
      ),
    },
    {
      id: "score",
      header: () => (
        <span title="Score, 0 to 100" className="block text-right">
          Score
        </span>
      ),
      cell: ({ row }) =>
        row.original.score === null ? (
          <span className="block text-right text-ink-3" title="Not scored yet">
            –
          </span>
        ) : (
          <span className="block text-right">
            <ScoreBadge total={row.original.score} />
          </span>
        ),
    },
    {
      id: "name",
      header: "Name",
      cell: ({ row }) => (
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium text-ink">{row.original.name}</span>
          {row.original.temperature === "warm" && <span className="shrink-0 text-go text-meta">Warm</span>}
        </span>
      ),
    },
    {
      id: "work",
      header: "Role, company",
      cell: ({ row }) => {
        const { role, company } = row.original;
        const said = [role, company].filter(Boolean).join(", ");
        return (
          <span className="text-ink-2" title={said}>
            {said || "–"}
          </span>
        );
      },
    },
    {
      id: "quote",
      header: "In their words",
      cell: ({ row }) =>
        row.original.quote ? (
          <span className="text-ink-2" title={row.original.quote}>
            “{row.original.quote}”
          </span>
        ) : (
          <span className="text-ink-3">–</span>
        ),
    },
    {
      id: "verdict",
      header: "Verdict",
      cell: ({ row }) =>
        row.original.verdict ? (
          <span className="flex">
            <StatePill said={sayVerdict(row.original.verdict)} />
          </span>
        ) : (
          <span className="text-ink-3 text-meta">Not judged</span>
        ),
    },
    {
      id: "status",
      header: "Status",
      cell: ({ row }) => (
        <span className="flex">
          <StatePill said={sayLead(row.original.status)} />
        </span>
      ),
    },
    {
      id: "channels",
      header: "Reach",
      cell: ({ row }) => (
        <span className="flex gap-1.5">
          {row.original.channels.map((channel) => (
            <ChannelIcon key={channel} channel={channel} />
          ))}
        </span>
      ),
    },
    {
      id: "added",
      header: "Added",
      cell: ({ row }) => (
        <span className="text-ink-3 text-meta">
          <RelativeTime at={row.original.created_at} />
        </span>
      ),
    },
  ];
  const left = leftOut[room];
  return all.filter((column) => !left.includes(column.id ?? ""));
}
