import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { CircleDot, ClipboardCheck, Hand } from "lucide-react";
import { useEffect, useRef } from "react";
import type { PreviewItem } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { Badge, StatePill } from "@/components/ui/pill";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { plural } from "@/lib/words";
import { clockIn, dateIn, longDay, shortDay } from "@/lib/zoned";
import type { PlanRow } from "../days";

interface PlanListProps {
  rows: readonly PlanRow[];
  zone: string;
  today: string;
  cursor: string | null;
  onCursor: (id: string) => void;
}

const DAY_ROW = 36;
const ONE_LINE = 36;
const TWO_LINES = 56;

/** What happens, day by day: when, to whom, what, in which sequence, and what made it later than wanted. */
export function PlanList({ rows, zone, today, cursor, onCursor }: PlanListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: (index) => heightOf(rows[index]),
    overscan: 12,
    initialRect: { width: 800, height: 800 },
  });
  const at = cursor ? rows.findIndex((row) => row.id === cursor) : -1;
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="What happens"
      tabIndex={0}
      aria-activedescendant={at >= 0 && cursor ? cursor : undefined}
      className="h-full overflow-y-auto focus-visible:-outline-offset-2"
    >
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((place) => {
          const row = rows[place.index];
          if (!row) return null;
          const current = row.id === cursor;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list's keys are commands (j, k, Enter)
            <div
              key={row.id}
              id={row.id}
              role="row"
              tabIndex={-1}
              aria-current={current || undefined}
              onClick={() => row.kind === "item" && onCursor(row.id)}
              style={{ height: place.size, transform: `translateY(${place.start}px)` }}
              className={cn(
                "absolute inset-x-0 top-0 border-line border-b px-6",
                row.kind === "day" && "flex items-center bg-sunken",
                row.kind === "item" &&
                  (current ? "bg-selected shadow-[inset_2px_0_0_var(--accent)]" : "hover:bg-hover"),
              )}
            >
              {row.kind === "day" ? (
                <DayHeading row={row} today={today} />
              ) : (
                <div role="gridcell" tabIndex={-1} className="flex h-full flex-col justify-center">
                  <ItemLine item={row.item} zone={zone} />
                </div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function heightOf(row: PlanRow | undefined): number {
  if (!row || row.kind === "day") return DAY_ROW;
  return noteOf(row.item) || row.item.assumed ? TWO_LINES : ONE_LINE;
}

function noteOf(item: PreviewItem): boolean {
  return item.delayed_by !== null;
}

function DayHeading({ row, today }: { row: Extract<PlanRow, { kind: "day" }>; today: string }) {
  return (
    <div role="gridcell" tabIndex={-1} className="flex min-w-0 grow items-baseline gap-2 text-row">
      <span className="font-semibold text-ink">{row.date === today ? "Today" : longDay(row.date)}</span>
      <span className="tabular text-ink-3 text-meta">{plural(row.count, "entry", "entries")}</span>
    </div>
  );
}

function ItemLine({ item, zone }: { item: PreviewItem; zone: string }) {
  return (
    <>
      <div className="flex min-w-0 items-center gap-2.5 text-row">
        <span className="tabular w-10 shrink-0 text-ink-2">{clockIn(zone, item.at)}</span>
        <ItemIcon item={item} />
        <span className="min-w-0 shrink truncate text-ink" title={item.label}>
          {item.label}
        </span>
        <Link
          to="/leads/$id"
          params={{ id: item.lead_id }}
          tabIndex={-1}
          className="min-w-0 shrink truncate font-medium text-ink hover:text-accent-ink hover:underline"
        >
          {item.lead_name}
        </Link>
        {item.mode === "assisted" && item.kind === "act" && (
          <Tooltip text="You press the last key">
            <span role="img" aria-label="You press the last key" className="inline-flex text-ink-3">
              <Hand aria-hidden className="size-3.5" strokeWidth={1.75} />
            </span>
          </Tooltip>
        )}
        <span
          className="ml-auto min-w-0 max-w-56 shrink-0 truncate text-ink-3 text-meta"
          title={item.sequence_name ?? ""}
        >
          {item.sequence_name ?? "Without a sequence"}
        </span>
        {item.kind === "approval" && <StatePill said={{ word: "Needs your yes", meaning: "wait" }} />}
        {item.kind === "end" && <Badge>Ends</Badge>}
      </div>
      {(noteOf(item) || item.assumed) && (
        <div className="flex min-w-0 items-center gap-2 pl-[50px] text-ink-2 text-meta">
          {item.delayed_by && (
            <span className="min-w-0 truncate" title={sayDelay(item, zone)}>
              {sayDelay(item, zone)}
            </span>
          )}
          {item.assumed && <span className="shrink-0 text-ink-3">{item.assumed}</span>}
        </div>
      )}
    </>
  );
}

function ItemIcon({ item }: { item: PreviewItem }) {
  if (item.kind === "end") return <CircleDot aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />;
  if (item.kind === "approval" && !item.channel)
    return <ClipboardCheck aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />;
  return item.channel ? <ChannelIcon channel={item.channel} /> : <span className="size-4 shrink-0" />;
}

/** "Wanted 09:00. Waiting for working hours"; the day is named when it is another one. */
export function sayDelay(item: PreviewItem, zone: string): string {
  const day = dateIn(zone, item.wanted_at);
  const clock = clockIn(zone, item.wanted_at);
  const wanted = day === dateIn(zone, item.at) ? clock : `${shortDay(day)} ${clock}`;
  return `Wanted ${wanted}. ${item.delayed_by ?? ""}`;
}
