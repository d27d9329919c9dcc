import type { ColumnDef } from "@tanstack/react-table";
import type { DeliveryRow } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import type { Features } from "@/components/data/data-table";
import { RelativeTime } from "@/components/data/relative-time";
import { StatePill } from "@/components/ui/pill";
import { cn } from "@/lib/cn";
import { sayDelivery } from "@/lib/meaning";
import { actionName } from "@/lib/words";

/** Widths of the ledger's columns: state, person and what is done, what happened or what it waits for, when. */
export const tracks = "116px minmax(140px,1.4fr) minmax(0,2fr) 112px";

/** Beside an open panel in a narrow window: the panel says what happened. */
export const tightTracks = "104px minmax(0,1fr) 104px";

export const columns: ColumnDef<Features, DeliveryRow>[] = [
  {
    id: "state",
    header: "State",
    cell: ({ row }) => (
      <span className="flex">
        <StatePill said={sayDelivery(row.original.state, row.original.dry_run)} />
      </span>
    ),
  },
  {
    id: "person",
    header: "Person",
    cell: ({ row }) => (
      <span className="flex min-w-0 items-center gap-2">
        <ChannelIcon channel={row.original.channel} />
        {row.original.action !== "message" && (
          <span className="shrink-0 text-ink-2 text-meta">{actionName(row.original.action, row.original.channel)}</span>
        )}
        <span
          className={cn("max-w-full truncate font-medium text-ink", row.original.action === "message" && "shrink-0")}
          title={row.original.lead_name}
        >
          {row.original.lead_name}
        </span>
        <span className="min-w-0 truncate text-ink-3 text-meta">{row.original.recipient}</span>
      </span>
    ),
  },
  {
    id: "what",
    header: "Receipt or reason",
    cell: ({ row }) => <span className="text-ink-2">{outcome(row.original)}</span>,
  },
  {
    id: "when",
    header: () => <span className="block text-right">When</span>,
    cell: ({ row }) => (
      <span className="block text-right text-ink-3 text-meta">
        {row.original.sent_at ? (
          <RelativeTime at={row.original.sent_at} />
        ) : row.original.state === "queued" && row.original.next_at ? (
          <RelativeTime at={row.original.next_at} style="when" />
        ) : (
          <RelativeTime at={row.original.created_at} />
        )}
      </span>
    ),
  },
];

export const tightColumns = columns.filter((column) => column.id !== "what");

/** The one thing to know about a delivery: what it waits for, why it stopped, or its receipt. */
export function outcome(row: DeliveryRow): string {
  const progress =
    row.parts > 1 && row.parts_sent < row.parts ? `${row.parts_sent} of ${row.parts} paragraphs sent` : null;
  switch (row.state) {
    case "queued":
      return row.waits_for ?? "Goes out next";
    case "claimed":
    case "armed":
      return progress ?? "On its way";
    case "sent":
      return row.receipt ?? "Sent";
    case "failed":
    case "held":
    case "canceled":
      return row.reason ?? "";
    case "uncertain":
      return row.question?.text ?? row.reason ?? "";
  }
}
