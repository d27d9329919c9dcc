import { type ColumnDef, type RowData, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { cn } from "@/lib/cn";
import { useRowHeight } from "@/lib/density";

/** The table features this app uses: the server sorts and filters, so the core is enough. */
export const features = tableFeatures({});
export type Features = typeof features;

interface DataTableProps<T extends RowData> {
  label: string;
  rows: readonly T[];
  idOf: (row: T) => string;
  columns: ColumnDef<Features, T>[];
  /** CSS grid tracks, one per column: "minmax(0,2fr) 120px 96px". Smaller windows may drop columns by class. */
  tracks: string;
  rowHeight?: number;
  cursor: string | null;
  selected?: ReadonlySet<string>;
  onCursor: (id: string) => void;
  onOpen?: (id: string) => void;
  onEnd?: () => void;
  /** Draws attention to a row: a thin bar in the meaning's colour. */
  barOf?: (row: T) => string | null;
}

/** A virtual table with one keyboard cursor (see `useListCursor`), header kept in sight, cells in CSS grid tracks. */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const usualHeight = useRowHeight();
  const {
    label,
    rows,
    idOf,
    columns,
    tracks,
    rowHeight = usualHeight,
    cursor,
    selected,
    onCursor,
    onOpen,
    onEnd,
    barOf,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1000, height: 800 },
    scrollPaddingStart: 32,
  });
  const at = cursor ? rows.findIndex((row) => idOf(row) === cursor) : -1;
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const shown = virtual.getVirtualItems();
  const firstShown = shown[0]?.index ?? 0;
  const lastShown = shown.at(-1)?.index ?? -1;
  // The table's own model is made of what is drawn only: with 100,000 rows it would be made anew with every page.
  const drawn = useMemo(() => rows.slice(firstShown, lastShown + 1), [rows, firstShown, lastShown]);
  const table = useTable({ features, columns, data: drawn, getRowId: idOf });
  useEffect(() => {
    if (onEnd && rows.length > 0 && lastShown >= rows.length - 10) onEnd();
  }, [onEnd, lastShown, rows.length]);

  const model = table.getRowModel().rows;
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length}
      className="min-h-0 min-w-0 grow overflow-auto"
    >
      {table.getHeaderGroups().map((group) => (
        <div
          key={group.id}
          role="row"
          tabIndex={-1}
          className="sticky top-0 z-10 grid h-8 items-center gap-4 border-line border-b bg-canvas px-6 text-ink-3 text-meta"
          style={{ gridTemplateColumns: tracks }}
        >
          {group.headers.map((header) => (
            <div key={header.id} role="columnheader" tabIndex={-1} className="truncate">
              <table.FlexRender header={header} />
            </div>
          ))}
        </div>
      ))}
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map((item) => {
          const row = model[item.index - firstShown];
          if (!row) return null;
          const current = row.id === cursor;
          const chosen = selected?.has(row.id) ?? false;
          const bar = barOf?.(row.original);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the table's keys are commands (j, k, x, Enter)
            <div
              key={row.id}
              role="row"
              tabIndex={-1}
              aria-current={current || undefined}
              aria-selected={chosen || undefined}
              onClick={() => onCursor(row.id)}
              onDoubleClick={() => onOpen?.(row.id)}
              style={{ height: item.size, transform: `translateY(${item.start}px)`, gridTemplateColumns: tracks }}
              className={cn(
                "absolute inset-x-0 top-0 grid items-center gap-4 border-line border-b px-6 text-row",
                current
                  ? "bg-selected shadow-[inset_2px_0_0_var(--accent)]"
                  : chosen
                    ? "bg-accent-soft"
                    : "hover:bg-hover",
              )}
            >
              {bar && <span aria-hidden className={cn("absolute inset-y-1.5 left-1 w-0.5 rounded-full", bar)} />}
              {row.getAllCells().map((cell) => (
                <div key={cell.id} role="cell" className="min-w-0 truncate">
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
