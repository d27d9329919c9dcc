/**
 * What a project is made of, as a form: one schema for the wizard and for the settings, with the same rules and words
 * as the server. The server checks everything again; this only says it earlier.
 */
import { z } from "zod";
import type { EmailAccount, Judging, Project, ProjectAnswers, WizardAnswers } from "@/api/types";

const url = z
  .string()
  .trim()
  .refine((text) => text === "" || isWebAddress(withScheme(text)), "A web address looks like https://www.example.com");

const port = (usual: string) =>
  z
    .number({ error: `The port is a number, usually ${usual}` })
    .int()
    .min(1, `Usually ${usual}`)
    .max(65_535, `Usually ${usual}`);

const emailAccount = z
  .object({
    from_name: z.string(),
    from_address: z
      .string()
      .trim()
      .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/u, "The sending address looks like name@example.com"),
    smtp_host: z
      .string()
      .trim()
      .regex(/^[a-z0-9.\-:[\]]+$/iu, "Enter the SMTP server, for example smtp.example.com"),
    smtp_port: port("465 or 587"),
    security: z.enum(["tls", "starttls", "none"]),
    username: z.string(),
    imap_host: z.string(),
    imap_port: port("993"),
    postal_address: z.string(),
  })
  .refine((account) => account.security !== "none" || isThisMachine(account.smtp_host), {
    path: ["security"],
    message: "Without TLS the password would be readable. Choose TLS or STARTTLS.",
  });

const channelLimits = z
  .object({
    per_minute: whole("Per minute", 0, 1_000),
    per_hour: whole("Per hour", 0, 1_000),
    per_day: whole("Per day", 0, 1_000),
    gap_min_secs: whole("The shortest pause", 0, 86_400),
    gap_max_secs: whole("The longest pause", 0, 86_400),
    ramp: z.object({
      add: whole("How many more", 0, 1_000),
      every_days: whole("Days", 1, 365),
      most: whole("The most", 0, 1_000),
    }),
  })
  .refine((limits) => limits.gap_min_secs <= limits.gap_max_secs, {
    path: ["gap_max_secs"],
    message: "The longest pause is shorter than the shortest",
  })
  .refine((limits) => limits.ramp.add === 0 || limits.ramp.most >= limits.per_day, {
    path: ["ramp", "most"],
    message: "It starts with more than that a day",
  });

const weight = z.number().min(0).max(100);

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, "A time of day looks like 09:00");

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u, "Choose a day");

export const answersSchema = z.object({
  company: z.object({
    name: z.string().trim().min(1, "Enter the name of your company"),
    product_url: url,
    description: z.string(),
    problem: z.string().trim().min(1, "Say which problem your product solves"),
  }),
  icp: z.object({
    keywords: z.array(z.string()).min(1, "Add at least one role or industry"),
    queries: z.array(z.string()),
    min_followers: z.number().int().min(0),
    languages: z.array(z.string()),
  }),
  connect: z.object({
    x: z
      .object({
        way: z.enum(["assisted", "api_key", "session"]),
        risk_acknowledged: z.boolean(),
        client_id: z.string().trim(),
      })
      .refine((x) => x.way !== "session" || x.risk_acknowledged, {
        path: ["risk_acknowledged"],
        message: "Read the risk and tick the box, or choose another way",
      }),
    telegram: z.object({
      mode: z.enum(["automatic", "assisted"]),
      own_handle: z
        .string()
        .trim()
        .regex(/^(@?[a-z][a-z0-9_]{3,31})?$/iu, "A Telegram user name looks like @ada_moreno"),
      self_test_passed: z.boolean(),
    }),
    email: emailAccount.nullable(),
    apollo: z.boolean(),
  }),
  voice: z.object({
    persona: z.string().trim().min(1, "Enter the name that signs the messages"),
    role: z.string(),
    tone: z.enum(["helpful", "casual", "professional", "witty"]),
    notes: z.string(),
    example: z.string(),
  }),
  llm: z.object({
    provider: z.enum(["none", "ollama", "groq", "anthropic", "openai_compatible"]),
    model: z.string(),
    judge_model: z.string(),
    base_url: url,
    concurrency: whole("Questions at the same time", 1, 64),
    daily_tokens: whole("Tokens a day", 0, 1_000_000_000),
  }),
  judging: z.object({
    guidance: z.string().max(4_000, "Keep it under 4,000 characters"),
    weights: z
      .object({
        relevance: weight,
        intent: weight,
        recency: weight,
        reach: weight,
        profile_fit: weight,
        engagement: weight,
      })
      .refine((weights) => Object.values(weights).some((one) => one > 0), "At least one part has to count"),
    threshold: whole("The threshold", 0, 100),
  }),
  outreach: z.object({
    style: z.enum(["gentle_touch", "direct", "full_sequence"]),
    channels: z.array(z.enum(["telegram", "x", "email", "linkedin"])).min(1, "Choose at least one channel"),
    actions_per_day: whole("Actions per day", 1, 1_000),
    approval: z.boolean(),
    working_hours: z
      .object({
        start: clock,
        end: clock,
        days: z.array(z.number()).min(1, "Choose at least one working day"),
        time_zone: z.string().min(1, "Choose a time zone"),
      })
      .refine((hours) => hours.start < hours.end, { path: ["end"], message: "The day must end after it starts" }),
    dry_run: z.boolean(),
    undo_secs: whole("The undo window", 5, 120),
    telegram: channelLimits,
    email: channelLimits,
    x_like: channelLimits,
    x_follow: channelLimits,
    x_reply: channelLimits,
    x_message: channelLimits,
    linkedin: channelLimits,
    holidays: z.array(day),
    vacation: z.array(
      z.object({ from: day, to: day }).refine((range) => range.from <= range.to, {
        path: ["to"],
        message: "It must end on the day it begins or later",
      }),
    ),
    lead_hours: z
      .object({ start: clock, end: clock })
      .refine((hours) => hours.start < hours.end, { path: ["end"], message: "The hours must end after they start" })
      .nullable(),
  }),
});

export type Answers = z.infer<typeof answersSchema>;

function whole(what: string, min: number, max: number) {
  const sentence = `${what}: a whole number from ${min} to ${max}`;
  return z.number({ error: sentence }).int(sentence).min(min, sentence).max(max, sentence);
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const parsed = new URL(text);
  // Some browsers take a host with spaces and escape it; a host never holds a %.
  const host = /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|\[[0-9a-f:.]+\])$/iu.test(parsed.hostname);
  return host && ["http:", "https:"].includes(parsed.protocol);
}

function isThisMachine(host: string): boolean {
  return ["localhost", "127.0.0.1", "::1"].includes(host);
}

/** "www.example.com" as the address it means. */
export function withScheme(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /^[a-z]+:/iu.test(trimmed) ? trimmed : `https://${trimmed}`;
}

/** Answers as they are finished: addresses complete. */
export function completed(answers: Answers): Answers {
  const { company, llm } = answers;
  return {
    ...answers,
    company: { ...company, product_url: withScheme(company.product_url) },
    llm: { ...llm, base_url: withScheme(llm.base_url) },
  };
}

/** A mail account with the usual ports, before anything is typed. */
export const emptyEmail: EmailAccount = {
  from_name: "",
  from_address: "",
  smtp_host: "",
  smtp_port: 465,
  security: "tls",
  username: "",
  imap_host: "",
  imap_port: 993,
  postal_address: "",
};

/** How leads are judged before anybody changed it; the server starts with the same. */
export const usualJudging: Judging = {
  guidance: "",
  weights: { relevance: 30, intent: 25, recency: 10, reach: 7, profile_fit: 23, engagement: 5 },
  threshold: 0,
};

/** The answers without what only the wizard or only the server knows. The wizard does not ask about judging. */
export function answersOf(from: WizardAnswers | Project): Answers {
  const { company, icp, connect, voice, llm, outreach } = from;
  const judging = "judging" in from ? from.judging : usualJudging;
  return { company, icp, connect, voice, llm, judging, outreach };
}

/** Half-typed numbers are not numbers yet; the server keeps 0 for them. */
function settled<T>(value: T): T {
  if (typeof value === "number") return (Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0) as T;
  if (Array.isArray(value)) return value.map(settled) as T;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, settled(inner)])) as T;
  }
  return value;
}

/** As the wizard's server side takes it, complete or half-way. */
export function sendable(answers: Answers, step = 1): WizardAnswers {
  const { judging: _judging, ...asked } = settled(answers);
  return { step, ...asked };
}

/** As a project is saved. */
export function savable(answers: Answers): ProjectAnswers {
  return settled(answers);
}
