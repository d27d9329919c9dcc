/** New steps with the defaults of their kind, and the menu they are chosen from. */
import type { Channel, Step, StepKind } from "@/api/types";
import { acts, hasWords } from "@/components/sequence/step-words";

const DAY = 24 * 60;

/** What can be added: the kinds in the order of the menu, a message once for each channel. */
export interface Choice {
  kind: StepKind;
  channel: Channel | null;
}

export const choices: readonly Choice[] = [
  { kind: "like", channel: null },
  { kind: "follow", channel: null },
  { kind: "reply", channel: null },
  { kind: "message", channel: "telegram" },
  { kind: "message", channel: "email" },
  { kind: "message", channel: "linkedin" },
  { kind: "message", channel: "x" },
  { kind: "like_another", channel: null },
  { kind: "wait", channel: null },
  { kind: "check_response", channel: null },
  { kind: "mark_warm", channel: null },
  { kind: "mark_cold", channel: null },
  { kind: "notify", channel: null },
];

export const kindOrder: readonly StepKind[] = [...new Set(choices.map((choice) => choice.kind))];

/** What the platforms forbid to machines starts in the human's own hand. */
export function defaultMode({ kind, channel }: Choice): Step["mode"] {
  const byMachine = !acts({ kind }) || (kind === "message" && (channel === "telegram" || channel === "email"));
  return byMachine ? "automatic" : "assisted";
}

/** Names last over versions, so a new step never takes the name of one that was removed. */
export function freshKey(kind: StepKind, random: () => string = () => crypto.randomUUID()): string {
  return `${kind}_${random().slice(0, 6)}`;
}

export function freshStep(choice: Choice, key: string): Step {
  return { ...ofKind(choice), key, next: null, yes: null, no: null };
}

/** What a kind is by itself: taken over when a step becomes another kind. */
export function ofKind({ kind, channel }: Choice): Omit<Step, "key" | "next" | "yes" | "no"> {
  const delay = kind === "check_response" ? 3 * DAY : kind === "wait" ? DAY : 0;
  return {
    kind,
    channel: kind === "message" ? (channel ?? "telegram") : null,
    delay_minutes: delay,
    approval: hasWords({ kind }),
    mode: defaultMode({ kind, channel: channel ?? "telegram" }),
    template_id: null,
    same_thread: false,
    response: kind === "check_response" ? "reply" : null,
    note: kind === "notify" ? "They responded: take over." : null,
  };
}
