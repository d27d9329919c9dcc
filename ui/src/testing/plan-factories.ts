/** Made-up limits and two weeks ahead for the page tests and the screenshot server. */

import type { Channel, LimitLine, LimitsToday, Preview, PreviewDay, PreviewDiff, PreviewItem } from "@/api/types";
import { limitLines } from "@/components/project/limit-lines";
import { addDays, dateIn, longDay, weekdayOf } from "@/lib/zoned";
import { minutesFromNow } from "./factories";

const ZONE = "Europe/Berlin";
const today = dateIn(ZONE, new Date());
const names = [
  "Ada Moreno",
  "Jonas Weber",
  "Linnea Aalto",
  "Samuel Okafor",
  "Priya Raman",
  "Tomas Hajek",
  "Claire Dubois",
];
const pick = <T>(from: readonly T[], index: number) => from[index % from.length] as T;

function line(index: number, over: Partial<LimitLine>): LimitLine {
  const { channel, action, title } = pick(limitLines, index);
  return {
    label: title,
    channel,
    action,
    used_hour: 0,
    per_hour: null,
    used_today: 0,
    per_day: 20,
    ramp: null,
    manual_today: 0,
    next_free_at: null,
    why: null,
    cool_down_until: null,
    failing: false,
    ...over,
  };
}

export const limits: LimitsToday = {
  calendar: "Open today until 18:00",
  open: true,
  next_open: null,
  lines: [
    line(0, { label: "All actions", channel: null, action: null, used_today: 17, manual_today: 3, per_day: 20 }),
    line(0, { used_hour: 4, per_hour: 15, used_today: 9, manual_today: 3, per_day: 100 }),
    line(1, {
      used_hour: 5,
      per_hour: 5,
      used_today: 5,
      per_day: 30,
      next_free_at: minutesFromNow(22),
      why: "The limit of 5 follows an hour is reached",
    }),
    line(2, {}),
    line(3, { per_day: 10 }),
    line(4, { used_today: 3, per_day: 8, ramp: "Day 4 of a slow start: 8 today, on its way to 20" }),
    line(5, {
      used_today: 0,
      per_day: 30,
      ramp: "Day 1 of a slow start: 30 today, on its way to 100",
      failing: true,
      why: "Three sends in a row by email failed; check the channel, then resume it",
    }),
    line(6, {}),
  ],
};

/** Noon in Berlin, give or take: near enough to fall on the right day. */
const at = (date: string, hour: number, minute: number) =>
  new Date(`${date}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00+01:00`).toISOString();

const acts: readonly Pick<PreviewItem, "label" | "channel" | "action" | "mode">[] = [
  { label: "Like", channel: "x", action: "like", mode: "assisted" },
  { label: "Telegram message", channel: "telegram", action: "message", mode: "automatic" },
  { label: "Email", channel: "email", action: "message", mode: "automatic" },
  { label: "Follow", channel: "x", action: "follow", mode: "assisted" },
  { label: "Reply on X", channel: "x", action: "reply", mode: "assisted" },
];

function closedOn(date: string, index: number): string | null {
  if (weekdayOf(date) === 6) return "Saturday";
  if (weekdayOf(date) === 7) return "Sunday";
  return index === 10 ? "Holiday" : null;
}

function itemsOf(date: string, index: number): PreviewItem[] {
  if (closedOn(date, index)) return [];
  const many = Math.max(2, 20 - index);
  const items: PreviewItem[] = Array.from({ length: many }, (_, nth) => {
    const act = pick(acts, nth + index);
    const late = nth % 4 === 3;
    return {
      ...act,
      at: at(date, 9 + Math.floor(nth / 3), (nth % 3) * 20),
      wanted_at: late
        ? at(addDays(date, nth % 8 === 7 ? -1 : 0), 9, 0)
        : at(date, 9 + Math.floor(nth / 3), (nth % 3) * 20),
      kind: "act",
      lead_id: `l-${((nth + index) % 7) + 1}`,
      lead_name: pick(names, nth + index),
      sequence_id: "q-1",
      sequence_name: "Full Sequence",
      step: "s1",
      delayed_by: late
        ? pick(
            ["Today's limit for all channels is reached", "This hour's limit is reached", "Waiting for working hours"],
            nth >> 2,
          )
        : null,
      assumed: act.action === "message" ? "if you approve at once" : null,
    };
  });
  const extra = (kind: "approval" | "end", label: string, nth: number, channel: Channel | null): PreviewItem => ({
    ...pick(items, nth),
    kind,
    label,
    channel,
    action: null,
    mode: null,
    delayed_by: null,
    assumed: null,
    at: at(date, 16, 30 + nth),
    wanted_at: at(date, 16, 30 + nth),
  });
  if (index % 3 === 0)
    items.push(extra("approval", "Telegram message", 1, "telegram"), extra("approval", "Email", 2, "email"));
  if (index > 2) items.push(extra("end", "Every step is done", 4, null));
  return items.sort((a, b) => a.at.localeCompare(b.at));
}

function dayOf(date: string, index: number, items: readonly PreviewItem[]): PreviewDay {
  const on = (channel: Channel) => items.filter((item) => item.kind === "act" && item.channel === channel).length;
  return {
    date,
    acts: items.filter((item) => item.kind === "act").length,
    telegram: on("telegram"),
    x: on("x"),
    email: on("email"),
    linkedin: on("linkedin"),
    approvals: items.filter((item) => item.kind === "approval").length,
    ends: items.filter((item) => item.kind === "end").length,
    closed: closedOn(date, index),
  };
}

/** Two weeks from today, always the same but for the dates. */
export function plan(over: Partial<Preview> = {}): Preview {
  const dates = Array.from({ length: 14 }, (_, index) => addDays(today, index));
  const perDay = dates.map(itemsOf);
  const items = perDay.flat();
  const days = dates.map((date, index) => dayOf(date, index, perDay[index] ?? []));
  const sum = (of: (day: PreviewDay) => number) => days.reduce((all, day) => all + of(day), 0);
  return {
    from: at(today, 0, 0),
    to: at(addDays(today, 14), 0, 0),
    time_zone: ZONE,
    items,
    days,
    acts: sum((day) => day.acts),
    approvals: sum((day) => day.approvals),
    ends: sum((day) => day.ends),
    waiting: [
      { reason: "Waiting for your approval", count: 12 },
      { reason: "Paused because a colleague replied", count: 2 },
    ],
    finish_at: at(addDays(today, 12), 15, 40),
    unfinished: 0,
    sentence: `In these 14 days ${sum((day) => day.acts)} acts go out and 8 leads are through. The last one is through on ${longDay(addDays(today, 12))}.`,
    ...over,
  };
}

export const emptyPlan = (): Preview =>
  plan({
    items: [],
    days: plan().days.map((day) => ({
      ...day,
      acts: 0,
      telegram: 0,
      x: 0,
      email: 0,
      linkedin: 0,
      approvals: 0,
      ends: 0,
    })),
    acts: 0,
    approvals: 0,
    ends: 0,
    waiting: [],
    finish_at: null,
    sentence: "Nothing is planned for the next 14 days.",
  });

export function diff(over: Partial<PreviewDiff> = {}): PreviewDiff {
  const before = plan().days;
  const after = before.map((day, index) => ({
    ...day,
    acts: index < 8 ? day.acts + (day.closed ? 0 : 6) : Math.max(0, day.acts - 8),
  }));
  const total = (days: readonly PreviewDay[]) => days.reduce((all, day) => all + day.acts, 0);
  return {
    before,
    after,
    acts_before: total(before),
    acts_after: total(after),
    finish_before: at(addDays(today, 12), 15, 40),
    finish_after: at(addDays(today, 9), 11, 20),
    moved: names.slice(0, 4).map((lead_name, index) => ({
      lead_name,
      label: pick(acts, index).label,
      before: at(addDays(today, 5 + index), 10, 0),
      after: index === 3 ? null : at(addDays(today, 2 + index), 9, 20),
    })),
    moved_count: 58,
    sentence:
      "131 acts go instead of 115 in these 14 days; 58 move to another time. The last lead is through 3 days earlier.",
    ...over,
  };
}
