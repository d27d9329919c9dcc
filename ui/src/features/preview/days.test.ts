import { describe, expect, it } from "vitest";
import type { PreviewDay, PreviewItem } from "@/api/types";
import { clockIn, dateIn } from "@/lib/zoned";
import { sayDelay } from "./components/plan-list";
import { delaysOf, figuresOf, moved, rowsOf, weeksOf } from "./days";

const day = (date: string, over: Partial<PreviewDay> = {}): PreviewDay => ({
  date,
  acts: 3,
  telegram: 1,
  x: 2,
  email: 0,
  linkedin: 0,
  approvals: 1,
  ends: 1,
  closed: null,
  ...over,
});

const item = (at: string, over: Partial<PreviewItem> = {}): PreviewItem => ({
  at,
  wanted_at: at,
  kind: "act",
  lead_id: "l-1",
  lead_name: "Ada Moreno",
  sequence_id: null,
  sequence_name: null,
  step: null,
  label: "Like",
  channel: "x",
  action: "like",
  mode: "assisted",
  delayed_by: null,
  assumed: null,
  ...over,
});

const fortnight = Array.from({ length: 14 }, (_, index) => day(`2026-03-${String(index + 5).padStart(2, "0")}`));

describe("the calendar", () => {
  it("puts each day under its weekday, whichever day it starts on", () => {
    const weeks = weeksOf(figuresOf(fortnight, [], "UTC", undefined));
    expect(weeks).toHaveLength(3);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    // 5 March 2026 is a Thursday.
    expect(weeks[0]?.map((one) => one?.date.slice(8) ?? "")).toEqual(["", "", "", "05", "06", "07", "08"]);
    expect(weeks[2]?.map((one) => one?.date.slice(8) ?? "")).toEqual(["16", "17", "18", "", "", "", ""]);
  });

  it("is two weeks when it starts on a Monday", () => {
    const days = Array.from({ length: 14 }, (_, index) => day(`2026-03-${String(index + 9).padStart(2, "0")}`));
    expect(weeksOf(figuresOf(days, [], "UTC", undefined))).toHaveLength(2);
  });

  it("moves by days and by weeks and stops at the edges", () => {
    const days = figuresOf(fortnight, [], "UTC", undefined);
    expect(moved(days, "2026-03-08", 1)).toBe("2026-03-09");
    expect(moved(days, "2026-03-08", 7)).toBe("2026-03-15");
    expect(moved(days, "2026-03-05", -1)).toBe("2026-03-05");
    expect(moved(days, "2026-03-06", -7)).toBe("2026-03-06");
    expect(moved(days, "2026-03-18", 1)).toBe("2026-03-18");
  });

  it("shows only one channel's part when one is chosen", () => {
    const items = [
      item("2026-03-05T09:00:00Z", { kind: "approval", channel: "telegram" }),
      item("2026-03-05T09:00:00Z", { kind: "approval", channel: "email" }),
    ];
    const [first] = figuresOf([day("2026-03-05", { approvals: 2 })], items, "UTC", "telegram");
    expect(first).toMatchObject({ acts: 1, approvals: 1, ends: 0, perChannel: { telegram: 1, x: 0 } });
  });
});

describe("the list", () => {
  it("goes by the days of the project's zone, not of this computer", () => {
    const rows = rowsOf([item("2026-03-05T23:30:00Z"), item("2026-03-06T08:00:00Z")], "Europe/Berlin", {});
    expect(rows.map((row) => (row.kind === "day" ? `${row.date} ${row.count}` : row.id))).toEqual([
      "2026-03-06 2",
      "item-0",
      "item-1",
    ]);
  });

  it("keeps to one day and one channel", () => {
    const items = [
      item("2026-03-05T09:00:00Z"),
      item("2026-03-06T09:00:00Z", { channel: "email", action: "message" }),
      item("2026-03-06T10:00:00Z"),
    ];
    expect(rowsOf(items, "UTC", { day: "2026-03-06" })).toHaveLength(3);
    expect(rowsOf(items, "UTC", { day: "2026-03-06", channel: "email" })).toHaveLength(2);
    expect(rowsOf(items, "UTC", { channel: "linkedin" })).toEqual([]);
  });

  it("says when it was wanted and what made it later", () => {
    const late = item("2026-03-06T10:00:00Z", {
      wanted_at: "2026-03-06T08:00:00Z",
      delayed_by: "This hour's limit is reached",
    });
    expect(sayDelay(late, "Europe/Berlin")).toBe("Wanted 09:00. This hour's limit is reached");
    expect(sayDelay({ ...late, wanted_at: "2026-03-05T08:00:00Z" }, "UTC")).toBe(
      "Wanted Thu 5 Mar 08:00. This hour's limit is reached",
    );
  });

  it("counts what makes things late, the most frequent first", () => {
    const items = ["a", "b", "b", null].map((delayed_by) => item("2026-03-05T09:00:00Z", { delayed_by }));
    expect(delaysOf(items)).toEqual([
      { reason: "b", count: 2 },
      { reason: "a", count: 1 },
    ]);
  });
});

describe("a time in a zone", () => {
  it("follows the clock change there", () => {
    expect(clockIn("Europe/Berlin", "2026-03-28T08:00:00Z")).toBe("09:00");
    expect(clockIn("Europe/Berlin", "2026-03-29T08:00:00Z")).toBe("10:00");
    expect(dateIn("America/Los_Angeles", "2026-03-29T05:00:00Z")).toBe("2026-03-28");
  });

  it("is said in UTC where the zone is not known", () => {
    expect(clockIn("Mars/Olympus", "2026-03-28T08:00:00Z")).toBe("08:00");
  });
});
