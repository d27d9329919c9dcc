import type { ColumnDef } from "@tanstack/react-table";
import type { Source } from "@/api/types";
import type { Features } from "@/components/data/data-table";
import { RelativeTime } from "@/components/data/relative-time";
import { Switch } from "@/components/ui/switch";
import { collects, sayKind } from "@/lib/source-kinds";
import { count } from "@/lib/words";
import { useSwitchSource } from "../queries";
import { saySettings } from "../source-words";
import { KindIcon } from "./kind-icon";

export const sourceTracks = "minmax(0,1fr) 56px 76px 56px";

/** Two lines: what it is, and how its last pass went; then its leads, when, and whether it takes part. */
export const sourceColumns: ColumnDef<Features, Source>[] = [
  { id: "name", header: "Source", cell: ({ row }) => <Name source={row.original} /> },
  {
    id: "leads",
    header: () => <span className="block text-right">Leads</span>,
    cell: ({ row }) => <span className="tabular block text-right text-ink">{count(row.original.leads)}</span>,
  },
  {
    id: "last",
    header: "Last pass",
    cell: ({ row }) => (
      <span className="text-ink-3 text-meta">
        {row.original.last_at ? <RelativeTime at={row.original.last_at} /> : "not yet"}
      </span>
    ),
  },
  {
    id: "enabled",
    header: () => <span className="block text-right">In runs</span>,
    cell: ({ row }) => <OnOff source={row.original} />,
  },
];

function Name({ source }: { source: Source }) {
  const { kind } = source.settings;
  return (
    <span className="flex min-w-0 items-center gap-3">
      <KindIcon kind={kind} />
      <span className="min-w-0">
        <span className="flex min-w-0 items-baseline gap-2 text-row">
          <span className={source.enabled ? "truncate font-medium text-ink" : "truncate font-medium text-ink-2"}>
            {source.name}
          </span>
          <span className="shrink-0 text-ink-3 text-meta">{sayKind(kind)}</span>
        </span>
        {source.trouble ? (
          <span className="block truncate text-meta text-stop">{source.trouble.sentence}</span>
        ) : (
          <span className="block truncate text-ink-2 text-meta">{source.last_sentence ?? saySettings(source)}</span>
        )}
      </span>
    </span>
  );
}

function OnOff({ source }: { source: Source }) {
  const flip = useSwitchSource();
  // What no run reads cannot be switched off either.
  if (!collects(source)) return null;
  return (
    <span className="flex justify-end p-1">
      <Switch
        checked={source.enabled}
        disabled={flip.isPending}
        aria-label={`${source.name} takes part in runs`}
        onCheckedChange={(on) => flip.mutate({ source, on })}
      />
    </span>
  );
}
