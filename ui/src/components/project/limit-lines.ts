/** The lines of the limits: one a channel and action, with what it starts with and how its pace is said. */
import type { Action, Channel, ChannelLimits, Outreach } from "@/api/types";
import { duration } from "@/lib/time";

export type LineName = "x_like" | "x_follow" | "x_reply" | "x_message" | "telegram" | "email" | "linkedin";

export interface Line {
  name: LineName;
  channel: Channel;
  action: Action;
  title: string;
  /** One of them, as it is counted by hand: "like", "email". */
  one: string;
  many: string;
}

export const limitLines: readonly Line[] = [
  { name: "x_like", channel: "x", action: "like", title: "Likes on X", one: "like", many: "likes" },
  { name: "x_follow", channel: "x", action: "follow", title: "Follows on X", one: "follow", many: "follows" },
  { name: "x_reply", channel: "x", action: "reply", title: "Replies on X", one: "reply", many: "replies" },
  { name: "x_message", channel: "x", action: "message", title: "Messages on X", one: "message", many: "messages" },
  {
    name: "telegram",
    channel: "telegram",
    action: "message",
    title: "Telegram, new chats",
    one: "new chat",
    many: "new chats",
  },
  { name: "email", channel: "email", action: "message", title: "Email", one: "email", many: "emails" },
  { name: "linkedin", channel: "linkedin", action: "message", title: "LinkedIn", one: "message", many: "messages" },
];

/** The line an act counts against; none for "all actions together". */
export function lineOf(channel: Channel | null, action: Action | null): Line | undefined {
  return limitLines.find((line) => line.channel === channel && (action === null || line.action === action));
}

const noRamp = { add: 0, every_days: 1, most: 0 };
const pace = (over: Partial<ChannelLimits>): ChannelLimits => ({
  per_minute: 0,
  per_hour: 0,
  per_day: 20,
  gap_min_secs: 60,
  gap_max_secs: 120,
  ramp: noRamp,
  ...over,
});

/** The pace of every line before anybody changed it; the server starts with the same. */
export const usualLimits: Pick<Outreach, LineName> = {
  x_like: pace({ per_hour: 15, per_day: 100, gap_min_secs: 168, gap_max_secs: 312 }),
  x_follow: pace({ per_hour: 5, per_day: 30, gap_min_secs: 504, gap_max_secs: 936 }),
  x_reply: pace({ per_day: 20, gap_min_secs: 90, gap_max_secs: 180 }),
  x_message: pace({ per_day: 10, gap_min_secs: 90, gap_max_secs: 180 }),
  telegram: pace({ per_day: 5, ramp: { add: 1, every_days: 1, most: 20 } }),
  email: pace({
    per_minute: 10,
    per_day: 30,
    gap_min_secs: 6,
    gap_max_secs: 12,
    ramp: { add: 10, every_days: 1, most: 100 },
  }),
  linkedin: pace({ per_day: 20, gap_min_secs: 0, gap_max_secs: 0 }),
};

/** Actions a day before anybody changed it. */
export const USUAL_ACTIONS_PER_DAY = 20;

export function sameLimits(one: ChannelLimits, other: ChannelLimits): boolean {
  const told = ({ ramp, ...rest }: ChannelLimits) => [
    rest.per_minute,
    rest.per_hour,
    rest.per_day,
    rest.gap_min_secs,
    rest.gap_max_secs,
    ramp.add,
    ...(ramp.add > 0 ? [ramp.every_days, ramp.most] : []),
  ];
  return told(one).join() === told(other).join();
}

/** "15 an hour, 20 a day, 3 to 5 min apart": half-typed numbers are left out. */
export function sayPace(limits: ChannelLimits): string {
  const { per_minute, per_hour, per_day, gap_min_secs, gap_max_secs, ramp } = limits;
  const parts: string[] = [];
  if (per_minute > 0) parts.push(`${per_minute} a minute`);
  if (per_hour > 0) parts.push(`${per_hour} an hour`);
  if (Number.isFinite(per_day)) {
    const most = ramp.add > 0 ? `, ${ramp.add} more ${everyDays(ramp.every_days)} up to ${ramp.most}` : "";
    parts.push(`${per_day} a day${most}`);
  }
  if (gap_max_secs > 0) parts.push(`${between(gap_min_secs, gap_max_secs)} apart`);
  return parts.join(", ");
}

function everyDays(days: number): string {
  return days <= 1 ? "every day it is used" : `every ${days} days it is used`;
}

function between(from: number, to: number): string {
  if (from === to) return `about ${duration(to)}`;
  if (to < 60) return `${from} to ${to} s`;
  const minutes = (secs: number) => String(Math.round(secs / 6) / 10);
  return from < 60 ? `${from} s to ${duration(to)}` : `${minutes(from)} to ${minutes(to)} min`;
}
