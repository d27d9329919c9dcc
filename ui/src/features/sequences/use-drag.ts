/**
 * Dragging a card to another place on the track, with the pointer. (With the keyboard a step moves by Alt and the arrows.)
 * A press that hardly moves stays a click; Esc puts the card back.
 */
import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { Slot } from "./track";
import { type Layout, type Line, nearestSlot, type Point } from "./track-layout";

const START_PX = 5;
const EDGE_PX = 48;
const SCROLL_PX = 14;

export interface Drag {
  key: string;
  /** Where the pointer is, on the canvas. */
  at: Point;
  /** Where the step would land. */
  over: Line | null;
}

interface DragOptions {
  canvas: RefObject<HTMLElement | null>;
  scroller: RefObject<HTMLElement | null>;
  layout: Layout;
  allowed: (key: string, slot: Slot) => boolean;
  onDrop: (key: string, slot: Slot) => void;
}

export function useDrag({ canvas, scroller, layout, allowed, onDrop }: DragOptions) {
  const [pressed, setPressed] = useState<{ key: string; x: number; y: number } | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);

  const onMove = useEffectEvent((event: PointerEvent) => {
    if (!pressed) return;
    const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) >= START_PX;
    if (!drag && !far) return;
    const box = canvas.current?.getBoundingClientRect();
    if (!box) return;
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    setDrag({ key: pressed.key, at, over: nearestSlot(layout, at, (slot) => allowed(pressed.key, slot)) });
    scrollNear(scroller.current, event);
  });
  const onUp = useEffectEvent(() => {
    if (drag?.over) onDrop(drag.key, drag.over.slot);
    setPressed(null);
    setDrag(null);
  });
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || !drag) return;
    event.preventDefault();
    event.stopPropagation();
    setPressed(null);
    setDrag(null);
  });

  const busy = pressed !== null;
  useEffect(() => {
    if (!busy) return;
    const move = (event: PointerEvent) => onMove(event);
    const up = () => onUp();
    const key = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    window.addEventListener("keydown", key, true);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", up);
      window.removeEventListener("keydown", key, true);
    };
  }, [busy]);

  const press = (key: string) => (event: ReactPointerEvent) => {
    if (event.button === 0) setPressed({ key, x: event.clientX, y: event.clientY });
  };
  return { drag, press };
}

/** A card held near the edge brings more of the track into sight. */
function scrollNear(scroller: HTMLElement | null, { clientX, clientY }: PointerEvent) {
  if (!scroller) return;
  const box = scroller.getBoundingClientRect();
  if (box.height === 0) return;
  const down = clientY > box.bottom - EDGE_PX ? SCROLL_PX : clientY < box.top + EDGE_PX ? -SCROLL_PX : 0;
  const across = clientX > box.right - EDGE_PX ? SCROLL_PX : clientX < box.left + EDGE_PX ? -SCROLL_PX : 0;
  scroller.scrollTop += down;
  scroller.scrollLeft += across;
}
