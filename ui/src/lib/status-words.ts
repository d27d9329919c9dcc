/** The sentences of the status line: is it sending, what is next, why not now. */
import type { NextAction, Status } from "@/api/types";
import type { Meaning } from "./meaning";
import { whenTime } from "./time";
import { channelName } from "./words";

/** "Sending on", "Paused", "Dry run" with its meaning. */
export function sayStanding(status: Status): { word: string; meaning: Meaning } {
  switch (status.sending) {
    case "on":
      return { word: "Sending on", meaning: "go" };
    case "paused":
      return { word: "Paused", meaning: "stop" };
    case "dry_run":
      return { word: "Dry run", meaning: "wait" };
    case "off_hours":
      return { word: "Outside working hours", meaning: "wait" };
    case "needs_setup":
      return { word: "Setup is not finished", meaning: "wait" };
  }
}

/** "@ada on Telegram, 14:32", "like @ada's post on X, 14:32" or "@ada on Telegram, waiting for 09:00". */
export function sayNext(next: NextAction, now: Date): string {
  const what = sayAct(next);
  if (next.at) return `${what}, ${whenTime(next.at, now)}`;
  if (next.waits_for) return `${what}, ${lowerFirst(next.waits_for)}`;
  return what;
}

function sayAct({ action, channel, recipient, lead_name }: NextAction): string {
  const who = recipient || lead_name;
  switch (action) {
    case "like":
      return `like ${who}'s post on ${channelName(channel)}`;
    case "follow":
      return `follow ${who} on ${channelName(channel)}`;
    case "reply":
    case "message":
      return `${who} on ${channelName(channel)}`;
  }
}

/** "7 of 20 today" */
export function sayToday(status: Status): string {
  return `${status.sent_today} of ${status.limit_today} today`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
