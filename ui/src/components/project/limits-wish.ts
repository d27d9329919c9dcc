/** Limits somebody only tries: what would differ from the saved ones, small enough for an address. */
import type { z } from "zod";
import type { Outreach } from "@/api/types";
import { answersSchema } from "./answers";

const outreach = answersSchema.shape.outreach;

export const limitsWish = outreach
  .pick({
    actions_per_day: true,
    working_hours: true,
    telegram: true,
    email: true,
    x_like: true,
    x_follow: true,
    x_reply: true,
    x_message: true,
    linkedin: true,
    holidays: true,
    vacation: true,
    lead_hours: true,
  })
  .partial();

export type LimitsWish = z.infer<typeof limitsWish>;
const names = Object.keys(limitsWish.shape) as (keyof LimitsWish)[];

/** What differs in the numbers that decide when something goes. */
export function changedLimits(saved: Outreach, edited: Outreach): LimitsWish {
  const differs = names.filter((name) => JSON.stringify(saved[name]) !== JSON.stringify(edited[name]));
  return Object.fromEntries(differs.map((name) => [name, edited[name]])) as LimitsWish;
}

export function withLimits(saved: Outreach, wish: LimitsWish): Outreach {
  const known = Object.entries(wish).filter(([, value]) => value !== undefined);
  return { ...saved, ...(Object.fromEntries(known) as Partial<Outreach>) };
}

/** The edited limits when each of them is right, else null. */
export function validLimits(edited: unknown): Outreach | null {
  const parsed = outreach.safeParse(edited);
  return parsed.success ? parsed.data : null;
}
