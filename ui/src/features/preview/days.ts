/** The calendar's arithmetic: weeks of days, what stands in a day, the items of the list. */
import type { Channel, PreviewDay, PreviewItem } from "@/api/types";
import { addDays, dateIn, weekdayOf } from "@/lib/zoned";

export const channelsInOrder: readonly Channel[] = ["x", "telegram", "email", "linkedin"];

export interface DayFigures {
  date: string;
  perChannel: Record<Channel, number>;
  acts: number;
  approvals: number;
  ends: number;
  closed: string | null;
}

/** What stands in each day; with a channel only that channel's part. */
export function figuresOf(
  days: readonly PreviewDay[],
  items: readonly PreviewItem[],
  zone: string,
  channel: Channel | undefined,
): DayFigures[] {
  const figures = days.map((day) => ({
    date: day.date,
    perChannel: { x: day.x, telegram: day.telegram, email: day.email, linkedin: day.linkedin },
    acts: day.acts,
    approvals: day.approvals,
    ends: day.ends,
    closed: day.closed,
  }));
  if (!channel) return figures;
  const approvals = new Map<string, number>();
  for (const item of items) {
    if (item.kind !== "approval" || item.channel !== channel) continue;
    const date = dateIn(zone, item.at);
    approvals.set(date, (approvals.get(date) ?? 0) + 1);
  }
  const none = { x: 0, telegram: 0, email: 0, linkedin: 0 };
  return figures.map((day) => ({
    ...day,
    perChannel: { ...none, [channel]: day.perChannel[channel] },
    acts: day.perChannel[channel],
    approvals: approvals.get(day.date) ?? 0,
    ends: 0,
  }));
}

/** Whole weeks, Monday first; null where the preview says nothing about a day. */
export function weeksOf(days: readonly DayFigures[]): (DayFigures | null)[][] {
  const first = days[0];
  if (!first) return [];
  const before = weekdayOf(first.date) - 1;
  const cells: (DayFigures | null)[] = [...Array.from({ length: before }, () => null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

export interface ListFilter {
  channel?: Channel | undefined;
  day?: string | undefined;
}

export type PlanRow =
  | { kind: "day"; id: string; date: string; count: number }
  | { kind: "item"; id: string; item: PreviewItem };

/** The list: a heading for each day that has something, then what happens that day. */
export function rowsOf(items: readonly PreviewItem[], zone: string, { channel, day }: ListFilter): PlanRow[] {
  const rows: PlanRow[] = [];
  let heading: Extract<PlanRow, { kind: "day" }> | null = null;
  items.forEach((item, index) => {
    if (channel && item.channel !== channel) return;
    const date = dateIn(zone, item.at);
    if (day && date !== day) return;
    if (heading?.date !== date) {
      heading = { kind: "day", id: `day-${date}`, date, count: 0 };
      rows.push(heading);
    }
    heading.count += 1;
    rows.push({ kind: "item", id: `item-${index}`, item });
  });
  return rows;
}

/** The day an arrow leads to, kept within the days there are. */
export function moved(days: readonly DayFigures[], from: string, by: number): string {
  const first = days[0]?.date ?? from;
  const last = days.at(-1)?.date ?? from;
  const to = addDays(from, by);
  if (to < first || to > last) return Math.abs(by) > 1 ? from : to < first ? first : last;
  return to;
}

/** What made acts later than wanted, and how many; the most frequent first. */
export function delaysOf(items: readonly PreviewItem[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { delayed_by } of items) {
    if (delayed_by) counts.set(delayed_by, (counts.get(delayed_by) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((one, other) => other.count - one.count);
}
