/**
 * Where the steps stand on the screen: rows under each other, the branches of a check side by side (yes left, no right),
 * and the step where branches meet again in the column of a branch that goes there at once, or else under both.
 *
 * Every card stands on a row and every branch has a column of its own down to the row where it joins, so lines never run
 * through cards of other branches.
 */
import type { Step } from "@/api/types";
import { isCheck, type Slot, START, stepOf, type Way, waysOf } from "./track";

export interface Sizes {
  card: number;
  height: number;
  gap: number;
  /** Width of a branch without a card. */
  lane: number;
  /** Between two branches. */
  aside: number;
  /** Above the first card. */
  top: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface PlacedStep {
  step: Step;
  /** Its middle. */
  x: number;
  row: number;
  top: number;
}

export interface Line {
  slot: Slot;
  to: string | null;
  /** How the line ends: at the next card, in the end of the sequence, or back at a step above. */
  end: "step" | "end" | "back";
  points: Point[];
  /** Where a step can be added. */
  plus: Point;
  /** Where "yes" or "no" stands. */
  label: Point | null;
}

export interface Layout {
  width: number;
  height: number;
  placed: PlacedStep[];
  lines: Line[];
  /** Steps no way leads to, under the track. */
  loose: PlacedStep[];
}

/** Distances within the gap between two rows, from its top. */
const BEND = 14;
const PLUS = 40;
const JOIN = 54;
const END = 62;

interface Block {
  steps: { key: string; x: number; row: number }[];
  /** The middle of the branch, by the key of its check and the way. */
  lanes: { from: string; way: Way; x: number }[];
  left: number;
  right: number;
  bottom: number;
}

interface Graph {
  steps: readonly Step[];
  /** How many ways come to a step from above. */
  arrivals: Map<string, number>;
  /** The nearest check that every way to a step goes through, for steps where ways meet. */
  meets: Map<string, string[]>;
  /** `from/way` of the ways that lead back up. */
  back: Set<string>;
  order: string[];
}

const wayName = (from: string, way: Way) => `${from}/${way}`;

/** Which ways go down and which lead back, and where ways meet. */
function graphOf(steps: readonly Step[]): Graph {
  const back = new Set<string>();
  const open = new Set<string>();
  const done: string[] = [];
  const visit = (step: Step) => {
    open.add(step.key);
    for (const { way, to } of waysOf(step)) {
      const next = stepOf(steps, to);
      if (!next) continue;
      if (open.has(next.key)) back.add(wayName(step.key, way));
      else if (!done.includes(next.key)) visit(next);
    }
    open.delete(step.key);
    done.push(step.key);
  };
  if (steps[0]) visit(steps[0]);
  const order = done.reverse();
  const arrivals = new Map<string, number>();
  const over = new Map<string, Set<string>>();
  const meets = new Map<string, string[]>();
  for (const key of order) {
    const ways = order.flatMap((from) => {
      const step = stepOf(steps, from);
      return (step ? waysOf(step) : [])
        .filter(({ way, to }) => to === key && !back.has(wayName(from, way)))
        .map(() => from);
    });
    arrivals.set(key, ways.length);
    const [first, ...others] = ways.map((from) => over.get(from) ?? new Set<string>());
    const shared = [...(first ?? [])].filter((one) => others.every((other) => other.has(one)));
    over.set(key, new Set([...shared, key]));
    if (ways.length < 2) continue;
    // Sets keep the order of insertion, so the last shared one is the nearest above.
    const nearest = shared.at(-1);
    if (nearest) meets.set(nearest, [...(meets.get(nearest) ?? []), key]);
  }
  return { steps, arrivals, meets, back, order };
}

function shift(block: Block, by: number): Block {
  return {
    steps: block.steps.map((one) => ({ ...one, x: one.x + by })),
    lanes: block.lanes.map((one) => ({ ...one, x: one.x + by })),
    left: block.left + by,
    right: block.right + by,
    bottom: block.bottom,
  };
}

function over(one: Block, other: Block): Block {
  return {
    steps: [...one.steps, ...other.steps],
    lanes: [...one.lanes, ...other.lanes],
    left: Math.min(one.left, other.left),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** A step and everything that hangs on it alone; its own middle is at 0. */
function blockOf(graph: Graph, sizes: Sizes, step: Step, row: number): Block {
  const own: Block = {
    steps: [{ key: step.key, x: 0, row }],
    lanes: [],
    left: -sizes.card / 2,
    right: sizes.card / 2,
    bottom: row,
  };
  if (isCheck(step)) return over(own, branches(graph, sizes, step, row));
  const next = ownChild(graph, step, "next");
  return next ? over(own, blockOf(graph, sizes, next, row + 1)) : own;
}

function ownChild(graph: Graph, step: Step, way: Way): Step | undefined {
  const to = stepOf(graph.steps, step[way]);
  const alone = to && graph.arrivals.get(to.key) === 1 && !graph.back.has(wayName(step.key, way));
  return alone ? to : undefined;
}

function branches(graph: Graph, sizes: Sizes, check: Step, row: number): Block {
  const bare: Block = { steps: [], lanes: [], left: -sizes.lane / 2, right: sizes.lane / 2, bottom: row };
  const lane = (way: "yes" | "no") => {
    const child = ownChild(graph, check, way);
    return {
      way,
      full: child !== undefined,
      holds: false,
      block: child ? blockOf(graph, sizes, child, row + 1) : bare,
    };
  };
  const yes = lane("yes");
  const no = lane("no");
  const under: Block[] = [];
  for (const key of graph.meets.get(check.key) ?? []) {
    const meeting = stepOf(graph.steps, key);
    if (!meeting) continue;
    const rows = [yes.block, no.block, ...under].flatMap((block) => block.steps);
    const arriving = rows.filter((one) => waysOf(stepOf(graph.steps, one.key) ?? check).some(({ to }) => to === key));
    const host = [yes, no].find((one) => !one.full && !one.holds && check[one.way] === key);
    if (host) {
      host.holds = true;
      const at = Math.max(row, ...arriving.map((one) => one.row)) + 1;
      host.block = over(host.block, blockOf(graph, sizes, meeting, at));
    } else {
      const lowest = Math.max(yes.block.bottom, no.block.bottom, ...under.map((block) => block.bottom));
      under.push(blockOf(graph, sizes, meeting, lowest + 1));
    }
  }
  const apart = yes.block.right + sizes.aside - no.block.left;
  const [yesX, noX] = lanesAt(yes, no, apart);
  const beside = over(shift(yes.block, yesX), shift(no.block, noX));
  const all = under.reduce(over, beside);
  const lanes = [
    { from: check.key, way: "yes" as const, x: yesX },
    { from: check.key, way: "no" as const, x: noX },
  ];
  return { ...all, lanes: [...all.lanes, ...lanes] };
}

interface Lane {
  full: boolean;
  holds: boolean;
}

/** The line goes straight down where it can: a branch without cards of its own steps aside. */
function lanesAt(yes: Lane, no: Lane, apart: number): [number, number] {
  const bothFull = yes.full && no.full;
  const bothBare = !yes.full && !no.full && !yes.holds && !no.holds;
  if (bothFull || bothBare) return [-apart / 2, apart / 2];
  if (yes.full && !no.holds) return [0, apart];
  return [-apart, 0];
}

export function layOut(steps: readonly Step[], sizes: Sizes): Layout {
  const first = steps[0];
  if (!first) {
    const x = sizes.card / 2;
    const plus = { x, y: PLUS };
    const line: Line = { slot: START, to: null, end: "end", points: [{ x, y: 20 }, plus], plus, label: null };
    return { width: sizes.card, height: sizes.top + sizes.gap, placed: [], lines: [line], loose: [] };
  }
  const graph = graphOf(steps);
  const raw = blockOf(graph, sizes, first, 0);
  const block = shift(raw, -raw.left);
  const topOf = (row: number) => sizes.top + row * (sizes.height + sizes.gap);
  const at = new Map(block.steps.map((one) => [one.key, one]));
  const placed = graph.order.flatMap((key) => {
    const spot = at.get(key);
    const step = stepOf(steps, key);
    return spot && step ? [{ step, x: spot.x, row: spot.row, top: topOf(spot.row) }] : [];
  });
  const byKey = new Map(placed.map((one) => [one.step.key, one]));
  const laneX = new Map(block.lanes.map((lane) => [wayName(lane.from, lane.way), lane.x]));
  const lines = placed.flatMap((one) =>
    waysOf(one.step).map(({ way, to }) => {
      const x = laneX.get(wayName(one.step.key, way)) ?? one.x;
      const back = graph.back.has(wayName(one.step.key, way));
      return lineOf(one, way, x, back ? null : (byKey.get(to ?? "") ?? null), to, sizes);
    }),
  );
  const head = byKey.get(first.key);
  if (head) {
    const plus = { x: head.x, y: 34 };
    const points = [
      { x: head.x, y: 10 },
      { x: head.x, y: head.top },
    ];
    lines.unshift({ slot: START, to: first.key, end: "step", points, plus, label: null });
  }
  const width = block.right;
  const bottom = topOf(block.bottom) + sizes.height + sizes.gap;
  const loose = layLoose(steps, byKey, sizes, bottom);
  const height = loose.length > 0 ? Math.max(...loose.map((one) => one.top)) + sizes.height + 24 : bottom;
  return { width, height, placed, lines, loose };
}

function lineOf(from: PlacedStep, way: Way, x: number, to: PlacedStep | null, key: string | null, sizes: Sizes): Line {
  const bottom = from.top + sizes.height;
  const points: Point[] = [{ x: from.x, y: bottom }];
  if (x !== from.x) points.push({ x: from.x, y: bottom + BEND }, { x, y: bottom + BEND });
  if (to === null) points.push({ x, y: bottom + END });
  else {
    const join = to.top - sizes.gap + JOIN;
    if (to.x !== x) points.push({ x, y: join }, { x: to.x, y: join });
    points.push({ x: to.x, y: to.top });
  }
  return {
    slot: { from: from.step.key, way },
    to: key,
    end: to ? "step" : key === null ? "end" : "back",
    points,
    plus: { x, y: bottom + PLUS },
    label: way === "next" ? null : { x, y: bottom + BEND },
  };
}

function layLoose(
  steps: readonly Step[],
  byKey: ReadonlyMap<string, PlacedStep>,
  sizes: Sizes,
  bottom: number,
): PlacedStep[] {
  return steps
    .filter((step) => !byKey.has(step.key))
    .map((step, index) => ({
      step,
      x: sizes.card / 2,
      row: -1,
      top: bottom + 56 + index * (sizes.height + 12),
    }));
}

/** The slot nearest to a point, among those that are allowed; none when all are far away. */
export function nearestSlot(layout: Layout, at: Point, allowed: (slot: Slot) => boolean, within = 180): Line | null {
  let best: Line | null = null;
  let distance = within;
  for (const line of layout.lines) {
    const away = Math.hypot(line.plus.x - at.x, line.plus.y - at.y);
    if (away < distance && allowed(line.slot)) {
      best = line;
      distance = away;
    }
  }
  return best;
}

export type Direction = "up" | "down" | "left" | "right";

/** The step an arrow key goes to: along the line up and down, across the branches left and right. */
export function neighbor(layout: Layout, key: string | null, direction: Direction): string | null {
  const all = [...layout.placed, ...layout.loose];
  const at = all.find((one) => one.step.key === key);
  if (!at) return layout.placed[0]?.step.key ?? null;
  const side = direction === "left" ? -1 : direction === "right" ? 1 : 0;
  if (side !== 0) {
    const own = isCheck(at.step) ? (side < 0 ? at.step.yes : at.step.no) : null;
    if (own && own !== key && all.some((one) => one.step.key === own)) return own;
  }
  const ahead = all.filter((one) => {
    if (side !== 0) return (one.x - at.x) * side > 1;
    return direction === "down" ? one.top > at.top : one.top < at.top;
  });
  // Along the asked direction a column or row off weighs more than a step further on.
  const away = (one: PlacedStep) =>
    side !== 0
      ? Math.abs(one.top - at.top) * 3 + Math.abs(one.x - at.x)
      : Math.abs(one.x - at.x) * 3 + Math.abs(one.top - at.top);
  const onLine = (one: PlacedStep) =>
    side === 0 &&
    (direction === "down"
      ? waysOf(at.step).some(({ to }) => to === one.step.key)
      : waysOf(one.step).some(({ to }) => to === at.step.key));
  const joined = ahead.filter(onLine);
  const from = joined.length > 0 ? joined : side === 0 && at.row >= 0 && direction === "up" ? [] : ahead;
  return [...from].sort((a, b) => away(a) - away(b))[0]?.step.key ?? null;
}
