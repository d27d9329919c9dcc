/**
 * The steps of a sequence as a graph that is edited: pure functions from steps to steps.
 *
 * A line goes on through `next`; at a check it goes on through `no`, and `yes` is the branch beside it.
 * **Invariant:** the first of the steps is where leads begin.
 */
import type { Step } from "@/api/types";

export type Way = "next" | "yes" | "no";

/** A place on a line where a step can stand: after `from` on this way; without `from`, before everything. */
export interface Slot {
  from: string | null;
  way: Way;
}

export const START: Slot = { from: null, way: "next" };

export function isCheck(step: Step): boolean {
  return step.kind === "check_response";
}

/** The way on which the line goes on after a step. */
export function throughWay(step: Step): Way {
  return isCheck(step) ? "no" : "next";
}

/** The ways out of a step in the order they are drawn, with where they lead. Nothing comes after "mark cold". */
export function waysOf(step: Step): { way: Way; to: string | null }[] {
  if (isCheck(step)) {
    return [
      { way: "yes", to: step.yes },
      { way: "no", to: step.no },
    ];
  }
  if (step.kind === "mark_cold" && step.next === null) return [];
  return [{ way: "next", to: step.next }];
}

export function stepOf(steps: readonly Step[], key: string | null): Step | undefined {
  return key === null ? undefined : steps.find((step) => step.key === key);
}

/** What stands at a slot now: the step that would come after the one put there. */
export function targetOf(steps: readonly Step[], slot: Slot): string | null {
  if (slot.from === null) return steps[0]?.key ?? null;
  const from = stepOf(steps, slot.from);
  return from ? from[slot.way] : null;
}

/** The steps a lead can come to, in the order of the lines: yes before no. */
export function reached(steps: readonly Step[]): Set<string> {
  const seen = new Set<string>();
  const visit = (key: string | null) => {
    const step = stepOf(steps, key);
    if (!step || seen.has(step.key)) return;
    seen.add(step.key);
    for (const { to } of waysOf(step)) visit(to);
  };
  visit(steps[0]?.key ?? null);
  return seen;
}

function aim(step: Step, from: string, to: string | null): Step {
  if (step.next !== from && step.yes !== from && step.no !== from) return step;
  const aimed = (way: string | null) => (way === from ? to : way);
  return { ...step, next: aimed(step.next), yes: aimed(step.yes), no: aimed(step.no) };
}

function withThrough(step: Step, to: string | null): Step {
  return { ...step, [throughWay(step)]: to };
}

/** Puts a new step on a line; what stood there comes after it. */
export function insert(steps: readonly Step[], slot: Slot, fresh: Step): Step[] {
  const placed = withThrough(fresh, targetOf(steps, slot));
  if (slot.from === null) return [placed, ...steps];
  return steps.flatMap((step) => (step.key === slot.from ? [{ ...step, [slot.way]: placed.key }, placed] : [step]));
}

/** Takes a step out of its lines and closes them to `exit`. */
function detach(steps: readonly Step[], key: string, exit: string | null): Step[] {
  const to = exit === key ? null : exit;
  const rest = steps.filter((step) => step.key !== key).map((step) => aim(step, key, to));
  if (steps[0]?.key !== key || to === null) return rest;
  // Leads begin with the first: what came after it takes its place.
  return [...rest.filter((step) => step.key === to), ...rest.filter((step) => step.key !== to)];
}

/** Removes a step. The line closes; what hung on a removed branch and nowhere else goes with it. */
export function remove(steps: readonly Step[], key: string): { steps: Step[]; lost: Step[] } {
  const step = stepOf(steps, key);
  if (!step) return { steps: [...steps], lost: [] };
  const before = reached(steps);
  const rest = detach(steps, key, step[throughWay(step)] ?? (isCheck(step) ? step.yes : null));
  const after = reached(rest);
  const lost = rest.filter((one) => before.has(one.key) && !after.has(one.key));
  return { steps: rest.filter((one) => !lost.includes(one)), lost };
}

/** Whether a step may be put there: not behind itself, and nothing can follow "mark cold". */
export function canMove(steps: readonly Step[], key: string, slot: Slot): boolean {
  const step = stepOf(steps, key);
  if (!step || slot.from === key || targetOf(steps, slot) === key) return false;
  const rest = detach(steps, key, step[throughWay(step)]);
  if (slot.from !== null && !reached(rest).has(slot.from)) return false;
  return step.kind !== "mark_cold" || targetOf(rest, slot) === null;
}

/** Moves a step to another place; a check takes its yes branch along. */
export function move(steps: readonly Step[], key: string, slot: Slot): Step[] {
  const step = stepOf(steps, key);
  if (!step || !canMove(steps, key, slot)) return [...steps];
  return insert(detach(steps, key, step[throughWay(step)]), slot, step);
}

/** The steps that lead to this one. */
export function before(steps: readonly Step[], key: string): Step[] {
  const inOrder = [...reached(steps)];
  return steps
    .filter((step) => waysOf(step).some(({ to }) => to === key))
    .sort((a, b) => inOrder.indexOf(a.key) - inOrder.indexOf(b.key));
}

/** One place earlier or later on its line; the same steps when it cannot go there. */
export function moveBy(steps: readonly Step[], key: string, by: "up" | "down"): Step[] {
  const step = stepOf(steps, key);
  if (!step) return [...steps];
  if (by === "down") {
    const after = stepOf(steps, step[throughWay(step)]);
    if (!after || after.kind === "mark_cold") return [...steps];
    return move(steps, key, { from: after.key, way: throughWay(after) });
  }
  const ahead = before(steps, key)[0];
  if (!ahead || ahead.key === key || step.kind === "mark_cold") return [...steps];
  const rest = detach(steps, key, step[throughWay(step)]);
  const placed = withThrough(step, ahead.key);
  // All lines that came to the step ahead come to this one now.
  const aimed = rest.map((one) => aim(one, ahead.key, key));
  const at = aimed.findIndex((one) => one.key === ahead.key);
  return [...aimed.slice(0, at), placed, ...aimed.slice(at)];
}

/** Lets a way lead elsewhere: to a step that exists (a join), or nowhere (the end). */
export function reconnect(steps: readonly Step[], key: string, way: Way, to: string | null): Step[] {
  return steps.map((step) => (step.key === key ? { ...step, [way]: to } : step));
}

/** Changes a step. When it becomes a check, the line goes on after a no; when it stops being one, after either. */
export function change(steps: readonly Step[], key: string, by: Partial<Step>): Step[] {
  return steps.map((step) => {
    if (step.key !== key) return step;
    const changed = { ...step, ...by };
    if (isCheck(changed) === isCheck(step)) return changed;
    return isCheck(changed)
      ? { ...changed, next: null, yes: null, no: step.next }
      : { ...changed, next: step.no ?? step.yes, yes: null, no: null };
  });
}

export function sameSteps(one: readonly Step[], other: readonly Step[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
