import { describe, expect, it } from "vitest";
import type { Step } from "@/api/types";
import { fullSequence, gentleTouch, sequenceTemplates, step, telegramFirst } from "@/testing/sequence-factories";
import {
  before,
  canMove,
  change,
  insert,
  move,
  moveBy,
  reached,
  reconnect,
  remove,
  START,
  stepOf,
  targetOf,
} from "./track";
import { type Layout, layOut, nearestSlot, neighbor, type Sizes } from "./track-layout";

/** "like > wait > reply": the line from a step, through the no of checks. */
function line(steps: readonly Step[], from = steps[0]?.key ?? null): string {
  const keys: string[] = [];
  for (let at = stepOf(steps, from); at && !keys.includes(at.key); at = stepOf(steps, at.no ?? at.next))
    keys.push(at.key);
  return keys.join(" > ");
}

describe("a step that is put on a line", () => {
  it("stands between the two it was put between", () => {
    const steps = insert(gentleTouch, { from: "like", way: "next" }, step("follow", "follow"));
    expect(line(steps)).toBe("like > follow > wait > reply");
  });

  it("can be the first", () => {
    expect(line(insert(gentleTouch, START, step("follow", "follow")))).toBe("follow > like > wait > reply");
  });

  it("can be the first of all", () => {
    expect(line(insert([], START, step("like", "like")))).toBe("like");
  });

  it("stands on its branch only where branches meet", () => {
    const steps = insert(telegramFirst, { from: "responded_email", way: "yes" }, step("follow", "follow"));
    expect(targetOf(steps, { from: "responded_email", way: "yes" })).toBe("follow");
    expect(stepOf(steps, "follow")?.next).toBe("warm");
    expect(stepOf(steps, "responded")?.yes).toBe("warm");
  });

  it("goes on after a no when it is a check", () => {
    const steps = insert(gentleTouch, { from: "wait", way: "next" }, step("check", "check_response"));
    expect(stepOf(steps, "check")).toMatchObject({ yes: null, no: "reply", next: null });
  });
});

describe("a step that is removed", () => {
  it("leaves a closed line", () => {
    const { steps, lost } = remove(gentleTouch, "wait");
    expect([line(steps), lost]).toEqual(["like > reply", []]);
  });

  it("hands the beginning to the one after it", () => {
    expect(remove(gentleTouch, "like").steps[0]?.key).toBe("wait");
  });

  it("takes the branch along that hung on it alone, and says so", () => {
    const { steps, lost } = remove(fullSequence, "responded");
    expect(line(steps)).toBe("like > follow > wait > reply > like_another > engaged > cold");
    expect(lost.map((one) => one.key)).toEqual(["warm", "tell"]);
  });

  it("leaves a step that other branches lead to", () => {
    const { steps, lost } = remove(telegramFirst, "responded");
    expect(lost).toEqual([]);
    expect(before(steps, "warm").map((one) => one.key)).toEqual(["responded_email", "responded_late"]);
  });

  it("closes every line that came to it", () => {
    const { steps } = remove(telegramFirst, "warm");
    expect(["responded", "responded_email", "responded_late"].map((key) => stepOf(steps, key)?.yes)).toEqual([
      "tell",
      "tell",
      "tell",
    ]);
  });
});

describe("a step that is moved", () => {
  it("goes one place down and back up", () => {
    const down = moveBy(gentleTouch, "like", "down");
    expect(line(down)).toBe("wait > like > reply");
    expect(line(moveBy(down, "like", "up"))).toBe("like > wait > reply");
  });

  it("stays where it is at either end", () => {
    expect(moveBy(gentleTouch, "like", "up")).toEqual(gentleTouch);
    expect(moveBy(gentleTouch, "reply", "down")).toEqual(gentleTouch);
  });

  it("goes into another branch", () => {
    const steps = move(fullSequence, "like_another", { from: "warm", way: "next" });
    expect(line(steps, "warm")).toBe("warm > like_another > tell");
    expect(stepOf(steps, "responded")?.no).toBe("engaged");
  });

  it("takes its yes branch along when it is a check", () => {
    const steps = moveBy(fullSequence, "responded", "up");
    expect(line(steps)).toBe("like > follow > wait > responded > reply > like_another > engaged > cold");
    expect(stepOf(steps, "responded")?.yes).toBe("warm");
  });

  it("never goes behind itself, and never loses a step", () => {
    expect(canMove(fullSequence, "responded", { from: "tell", way: "next" })).toBe(false);
    for (const { key } of telegramFirst)
      for (const from of telegramFirst)
        for (const way of from.kind === "check_response" ? (["yes", "no"] as const) : (["next"] as const)) {
          const moved = move(telegramFirst, key, { from: from.key, way });
          expect(new Set(moved.map((one) => one.key))).toEqual(new Set(telegramFirst.map((one) => one.key)));
        }
  });

  it("that ends the line has nothing after it", () => {
    expect(canMove(fullSequence, "cold", { from: "like", way: "next" })).toBe(false);
    expect(canMove(fullSequence, "cold", { from: "tell", way: "next" })).toBe(true);
  });
});

describe("a way", () => {
  it("can lead to a step that is there already, and to nowhere", () => {
    const joined = reconnect(fullSequence, "engaged", "yes", "warm");
    expect(before(joined, "warm").map((one) => one.key)).toEqual(["responded", "engaged"]);
    expect(reached(joined).has("warm_late")).toBe(false);
    expect(line(reconnect(gentleTouch, "like", "next", null))).toBe("like");
  });

  it("is kept when a step becomes a check and back", () => {
    const checked = change(gentleTouch, "wait", { kind: "check_response" });
    expect(stepOf(checked, "wait")).toMatchObject({ next: null, no: "reply" });
    expect(stepOf(change(checked, "wait", { kind: "wait" }), "wait")).toMatchObject({ next: "reply", no: null });
  });
});

const sizes: Sizes = { card: 200, height: 60, gap: 80, lane: 80, aside: 24, top: 64 };
const place = (layout: Layout, key: string) => {
  const at = layout.placed.find((one) => one.step.key === key);
  if (!at) throw new Error(`${key} is not drawn`);
  return at;
};

describe("the drawn track", () => {
  it("puts yes at the left and no at the right, on the same row", () => {
    const layout = layOut(fullSequence, sizes);
    const [yes, no] = [place(layout, "warm"), place(layout, "like_another")];
    expect(yes.row).toBe(no.row);
    expect(yes.x).toBeLessThan(no.x);
  });

  it("draws the step where branches meet once, under all of them", () => {
    const layout = layOut(telegramFirst, sizes);
    const joins = layout.lines.filter((one) => one.to === "warm");
    expect(joins).toHaveLength(3);
    const warm = place(layout, "warm");
    for (const join of joins) expect(join.points.at(-1)).toEqual({ x: warm.x, y: warm.top });
    expect(warm.row).toBeGreaterThan(place(layout, "responded_late").row);
  });

  it.each(sequenceTemplates.map((one) => [one.name, one.steps] as const))(
    "of %s lets no cards touch",
    (_name, steps) => {
      const layout = layOut(steps, sizes);
      expect(layout.placed).toHaveLength(steps.length);
      for (const one of layout.placed) {
        expect(one.x).toBeGreaterThanOrEqual(sizes.card / 2);
        expect(one.x).toBeLessThanOrEqual(layout.width - sizes.card / 2);
        const touching = layout.placed.filter(
          (other) => other !== one && other.row === one.row && Math.abs(other.x - one.x) < sizes.card,
        );
        expect(touching).toEqual([]);
      }
    },
  );

  it("lets no line run through a card of another branch", () => {
    for (const { steps } of sequenceTemplates) {
      const layout = layOut(steps, sizes);
      for (const line of layout.lines)
        for (const [index, end] of line.points.entries()) {
          const start = line.points[index - 1];
          if (!start || start.x !== end.x) continue;
          const crossed = layout.placed.filter(
            (one) => Math.abs(one.x - end.x) < sizes.card / 2 && one.top > start.y && one.top + sizes.height < end.y,
          );
          expect(crossed).toEqual([]);
        }
    }
  });

  it("says where a line leads back up, and sets aside what no way leads to", () => {
    const looped = reconnect(gentleTouch, "reply", "next", "wait");
    expect(layOut(looped, sizes).lines.find((one) => one.slot.from === "reply")?.end).toBe("back");
    const cut = reconnect(gentleTouch, "like", "next", null);
    expect(layOut(cut, sizes).loose.map((one) => one.step.key)).toEqual(["wait", "reply"]);
  });

  it("has a place for a first step while it is empty", () => {
    expect(layOut([], sizes).lines.map((one) => one.slot)).toEqual([START]);
  });

  it("is walked along its lines and across its branches", () => {
    const layout = layOut(fullSequence, sizes);
    expect(neighbor(layout, null, "down")).toBe("like");
    expect(neighbor(layout, "like", "down")).toBe("follow");
    expect(neighbor(layout, "follow", "up")).toBe("like");
    expect(neighbor(layout, "responded", "left")).toBe("warm");
    expect(neighbor(layout, "warm", "right")).toBe("like_another");
    expect(neighbor(layout, "like_another", "left")).toBe("warm");
    expect(neighbor(layout, "warm", "up")).toBe("responded");
    expect(neighbor(layout, "like", "up")).toBeNull();
  });

  it("finds the nearest place for a dragged step among those allowed", () => {
    const layout = layOut(gentleTouch, sizes);
    const plus = layout.lines.find((one) => one.slot.from === "wait")?.plus ?? { x: 0, y: 0 };
    expect(nearestSlot(layout, plus, () => true)?.slot).toEqual({ from: "wait", way: "next" });
    expect(nearestSlot(layout, plus, (slot) => slot.from !== "wait")?.slot.from).not.toBe("wait");
    expect(nearestSlot(layout, { x: 9_000, y: 0 }, () => true)).toBeNull();
  });
});
