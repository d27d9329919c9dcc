import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/lib/cn";

interface DataListProps<T> {
  label: string;
  items: readonly T[];
  idOf: (item: T) => string;
  /** Comfortable rows are 44, dense ones 36; two-line rows say their own. */
  rowHeight?: number;
  cursor: string | null;
  selected?: ReadonlySet<string>;
  onCursor: (id: string) => void;
  onOpen?: (id: string) => void;
  renderRow: (item: T, at: { current: boolean; selected: boolean }) => ReactNode;
  /** Called when the end comes near: fetch the next page. */
  onEnd?: () => void;
  className?: string;
}

/** A virtual list with one keyboard cursor (see `useListCursor`); the cursor row is kept in sight. */
export function DataList<T>(props: DataListProps<T>) {
  const { label, items, idOf, rowHeight = 44, cursor, selected, onCursor, onOpen, renderRow, onEnd, className } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 800 },
  });
  const at = cursor ? items.findIndex((item) => idOf(item) === cursor) : -1;
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);

  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onEnd && items.length > 0 && lastShown >= items.length - 10) onEnd();
  }, [onEnd, lastShown, items.length]);

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-multiselectable={selected ? true : undefined}
      aria-activedescendant={at >= 0 && cursor ? `row-${cursor}` : undefined}
      tabIndex={0}
      className={cn("min-h-0 grow overflow-y-auto focus-visible:-outline-offset-2", className)}
    >
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const id = idOf(item);
          const current = id === cursor;
          const chosen = selected?.has(id) ?? false;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list's keys are commands (j, k, x, Enter)
            <div
              key={id}
              id={`row-${id}`}
              role="row"
              tabIndex={-1}
              aria-selected={selected ? chosen : current}
              aria-current={current || undefined}
              onClick={() => onCursor(id)}
              onDoubleClick={() => onOpen?.(id)}
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
              className={cn(
                "absolute inset-x-0 top-0 border-line border-b",
                current
                  ? "bg-selected shadow-[inset_2px_0_0_var(--accent)]"
                  : chosen
                    ? "bg-accent-soft"
                    : "hover:bg-hover",
              )}
            >
              {/* A cell, because a row may hold a box to tick or a button. */}
              <div role="gridcell" tabIndex={-1} className="h-full">
                {renderRow(item, { current, selected: chosen })}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}
