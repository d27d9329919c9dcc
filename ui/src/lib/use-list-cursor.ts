/**
 * Keyboard life of a list: a cursor moved by j/k, a selection made by x and Shift+j/k. The page owns where the cursor is
 * (usually the URL); this owns what the keys do to it.
 */
import { useState } from "react";
import { useCommand } from "./hotkeys";

interface ListCursorOptions {
  ids: readonly string[];
  cursor: string | null;
  onCursor: (id: string) => void;
  onOpen?: (id: string) => void;
  enabled?: boolean;
}

export interface ListCursor {
  cursor: string | null;
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  clear: () => void;
}

export function useListCursor({ ids, cursor, onCursor, onOpen, enabled = true }: ListCursorOptions): ListCursor {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const at = cursor ? ids.indexOf(cursor) : -1;

  const goTo = (index: number) => {
    const id = ids[Math.min(Math.max(index, 0), ids.length - 1)];
    if (id) onCursor(id);
    return id ?? null;
  };
  const toggle = (id: string) =>
    setSelected((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const extend = (by: 1 | -1) => {
    const next = goTo(at + by);
    setSelected((before) => new Set([...before, ...[cursor, next].filter((id) => id !== null)]));
  };

  const on = enabled && ids.length > 0;
  useCommand("list.next", () => void goTo(at + 1), on);
  useCommand("list.previous", () => void goTo(at < 0 ? 0 : at - 1), on);
  useCommand("list.first", () => void goTo(0), on);
  useCommand("list.last", () => void goTo(ids.length - 1), on);
  useCommand("list.extend_next", () => extend(1), on);
  useCommand("list.extend_previous", () => extend(-1), on);
  useCommand("list.select", () => cursor && toggle(cursor), on && cursor !== null);
  useCommand("list.open", () => cursor && onOpen?.(cursor), on && cursor !== null && onOpen !== undefined);

  return { cursor, selected, toggle, clear: () => setSelected(new Set()) };
}
