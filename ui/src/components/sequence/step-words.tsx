/** What a step is called and looks like, wherever steps are shown. */
import {
  BellRing,
  Flame,
  Heart,
  HeartHandshake,
  Hourglass,
  type LucideIcon,
  MessageCircle,
  Snowflake,
  Split,
  UserPlus,
} from "lucide-react";
import type { Step, StepKind } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { cn } from "@/lib/cn";

const icons: Record<StepKind, LucideIcon> = {
  like: Heart,
  follow: UserPlus,
  wait: Hourglass,
  reply: MessageCircle,
  message: MessageCircle,
  check_response: Split,
  like_another: HeartHandshake,
  mark_warm: Flame,
  mark_cold: Snowflake,
  notify: BellRing,
};

export function StepIcon({ step, className }: { step: Pick<Step, "kind" | "channel">; className?: string }) {
  const look = cn("size-4 shrink-0 text-ink-3", className);
  if (step.kind === "message" && step.channel) return <ChannelIcon channel={step.channel} bare className={look} />;
  const Icon = icons[step.kind];
  return <Icon aria-hidden className={look} strokeWidth={1.75} />;
}

const kinds: Record<StepKind, string> = {
  like: "Like",
  follow: "Follow",
  wait: "Wait",
  reply: "Reply on X",
  message: "Message",
  check_response: "Responded?",
  like_another: "Like another post",
  mark_warm: "Mark warm",
  mark_cold: "Mark cold",
  notify: "Notify me",
};

export function kindName(kind: StepKind): string {
  return kinds[kind];
}

const messages: Record<NonNullable<Step["channel"]>, string> = {
  telegram: "Telegram message",
  email: "Email",
  x: "Message on X",
  linkedin: "LinkedIn message",
};

/** "Email", "Wait 24 h", "Any engagement?": what stands on a card while it is built. */
export function stepName(step: Step): string {
  if (step.kind === "message") return step.channel ? messages[step.channel] : kinds.message;
  if (step.kind === "wait") return `Wait ${span(step.delay_minutes)}`;
  if (step.kind === "check_response" && step.response === "engagement") return "Any engagement?";
  return kinds[step.kind];
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** Minutes as people say them: "45 min", "24 h", "3 days". */
export function span(minutes: number): string {
  if (minutes < HOUR) return `${minutes} min`;
  if (minutes > DAY && minutes % DAY === 0) return `${minutes / DAY} days`;
  const rest = minutes % HOUR;
  return rest === 0 ? `${minutes / HOUR} h` : `${Math.floor(minutes / HOUR)} h ${rest} min`;
}

/** "at once", "after 1 day", "after 6 h". */
export function delayWords(minutes: number): string {
  if (minutes === 0) return "at once";
  return minutes === DAY ? "after 1 day" : `after ${span(minutes)}`;
}

export const hasWords = (step: Pick<Step, "kind">) => step.kind === "reply" || step.kind === "message";

/** Steps that do something in the world. */
export const acts = (step: Pick<Step, "kind">) =>
  hasWords(step) || step.kind === "like" || step.kind === "follow" || step.kind === "like_another";
