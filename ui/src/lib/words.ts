/** Small words: counts with their unit, names of channels, message lengths. */
import type { Action, Channel } from "@/api/types";

const numberFormat = new Intl.NumberFormat("en-GB");

/** "12,345" */
export function count(value: number): string {
  return numberFormat.format(value);
}

/** "1 lead", "12 leads" */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function channelName(channel: Channel): string {
  switch (channel) {
    case "telegram":
      return "Telegram";
    case "x":
      return "X";
    case "email":
      return "Email";
    case "linkedin":
      return "LinkedIn";
  }
}

/** "Like", "Reply on X", "Telegram message": what is done. */
export function actionName(action: Action, channel: Channel): string {
  switch (action) {
    case "like":
      return "Like";
    case "follow":
      return "Follow";
    case "reply":
      return "Reply on X";
    case "message":
      return channel === "email" ? "Email" : channel === "x" ? "Message on X" : `${channelName(channel)} message`;
  }
}

/** Whether it carries words that somebody reads and approves. */
export function hasWords(action: Action): boolean {
  return action === "reply" || action === "message";
}

/** Words as a person counts them: runs of anything but white space. */
export function wordCount(text: string): number {
  const trimmed = text.trim();
  return trimmed ? trimmed.split(/\s+/u).length : 0;
}

/** Paragraphs, as Telegram sends them: one bubble each. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/u)
    .map((part) => part.trim())
    .filter(Boolean);
}
