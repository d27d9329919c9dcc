/** Made-up templates, backtests, models, and what left the machine. */
import type {
  Backtest,
  BacktestRow,
  EgressEntry,
  EgressSummary,
  HandleCheck,
  LlmModels,
  LlmStatus,
  Merge,
  PersonEgress,
  Template,
  TemplatePreview,
  TemplateVariable,
  UsageRow,
} from "@/api/types";
import { minutesFromNow, project } from "./factories";

export const templates: Template[] = [
  {
    id: "t-1",
    name: "Short hello",
    channel: "telegram",
    variant: "A",
    subject: null,
    body: "{{greeting}}\n\n{{opener}}\n\n{{ask}}",
    enabled: true,
    updated_at: minutesFromNow(-60 * 20),
  },
  {
    id: "t-2",
    name: "Monday question",
    channel: "email",
    variant: "B",
    subject: "{{topic}} at {{company}}",
    body: "Hi {{first_name}},\n\nyou wrote: {{quote}}.\n\n{{problem_line}}\n\n{{ask}}\n\n{{signature}}",
    enabled: false,
    updated_at: minutesFromNow(-60 * 50),
  },
];

export const variables: TemplateVariable[] = [
  { name: "first_name", meaning: "First name of the person", example: "Ingrid" },
  { name: "company", meaning: "Their company", example: "Nordhavn Freight" },
  { name: "quote", meaning: "Their own words, as far as the judge could prove them", example: "tickets pile up" },
  { name: "topic", meaning: "What their post is about, in a word or two", example: "ticket queue" },
  { name: "greeting", meaning: "Greeting with the first name, in your tone", example: "Hi Ingrid," },
  { name: "opener", meaning: "A first sentence about what they wrote", example: "you wrote that tickets pile up." },
  { name: "problem_line", meaning: "A sentence on the problem", example: "Many teams see this after a launch." },
  { name: "ask", meaning: "The one question at the end", example: "Would a look at your last month be useful?" },
  { name: "signature", meaning: "The whole signature of an email", example: "Mara Lind, Harbour Metrics" },
];

export const templatePreview: TemplatePreview = {
  lead_name: "Ingrid Solberg",
  subject: null,
  body: "Hi Ingrid,\n\nyou wrote that your ticket queue explodes every Monday.\n\nWould a look at your last month be useful?",
  limit: { unit: "characters", max: 4096, used: 104 },
  problems: [],
};

export function backtest(over: Partial<Backtest> = {}): Backtest {
  return {
    id: "b-1",
    name: "Intent counts more",
    state: "finished",
    created_at: minutesFromNow(-14),
    applied_at: null,
    judging: {
      guidance: "Only people who decide about support tools.",
      weights: { ...project.judging.weights, intent: 45, reach: 2 },
      threshold: 50,
    },
    judge_again: true,
    use_llm: false,
    icp: null,
    done: 500,
    total: 500,
    summary: {
      same: 431,
      newly_in: 22,
      newly_out: 47,
      verdict_changed: 35,
      score_up: 118,
      score_down: 203,
      passing_before: 164,
      passing_after: 139,
    },
    sentence: "Of 500 past leads 22 would come in and 47 would drop out; 139 would be written to instead of 164.",
    ...over,
  };
}

export const backtestRows: BacktestRow[] = [
  {
    lead_id: "l-1",
    name: "Ada Moreno",
    company: "Brightwell",
    before: { verdict: "maybe", score: 38, passes: false, mode: "offline" },
    after: { verdict: "relevant", score: 71, passes: true, mode: "offline" },
    quote: "Anyone found a tool that shows where time goes?",
  },
  {
    lead_id: "l-2",
    name: "Jonas Weber",
    company: "Kessel & Sohn",
    before: { verdict: "relevant", score: 62, passes: true, mode: "offline" },
    after: { verdict: "irrelevant", score: 21, passes: false, mode: "offline" },
    quote: "we are hiring support people",
  },
];

export const llmStatus: LlmStatus = {
  provider: "ollama",
  model: "qwen3:14b",
  judge_model: "qwen3:4b",
  ready: true,
  sentence: "Ollama answers at 127.0.0.1:11434.",
  fix: null,
  today: { requests: 412, prompt_tokens: 388_200, completion_tokens: 41_900, answers_reused: 96 },
  budget: 1_000_000,
  budget_left: 569_900,
};

export const llmModels: LlmModels = {
  models: [
    { name: "qwen3:4b", parameters_billion: 4, bytes: 2_500_000_000 },
    { name: "qwen3:14b", parameters_billion: 14.8, bytes: 9_300_000_000 },
  ],
  suggested_judge: "qwen3:4b",
  suggested_writer: "qwen3:14b",
  sentence: null,
};

const day = (ago: number) => minutesFromNow(-60 * 24 * ago).slice(0, 10);
export const usage: UsageRow[] = [
  {
    day: day(0),
    purpose: "judge",
    model: "qwen3:4b",
    requests: 340,
    prompt_tokens: 310_000,
    completion_tokens: 22_000,
  },
  { day: day(0), purpose: "write", model: "qwen3:14b", requests: 72, prompt_tokens: 78_200, completion_tokens: 19_900 },
  { day: day(1), purpose: "judge", model: "qwen3:4b", requests: 120, prompt_tokens: 98_000, completion_tokens: 7_400 },
];

export const egressSummary: EgressSummary = {
  local_only: false,
  hosts: [
    {
      host: "127.0.0.1",
      leaves_machine: false,
      purposes: ["judge", "write"],
      requests: 532,
      refused: 0,
      people: 460,
      bytes_out: 1_840_000,
      last_at: minutesFromNow(-3),
    },
    {
      host: "t.me",
      leaves_machine: true,
      purposes: ["handle_check"],
      requests: 48,
      refused: 0,
      people: 48,
      bytes_out: 9_600,
      last_at: minutesFromNow(-22),
    },
    {
      host: "api.apollo.io",
      leaves_machine: true,
      purposes: ["search", "enrich"],
      requests: 9,
      refused: 2,
      people: 31,
      bytes_out: 12_400,
      last_at: minutesFromNow(-60 * 26),
    },
  ],
};

const entry = (id: number, over: Partial<EgressEntry>): EgressEntry => ({
  id,
  at: minutesFromNow(-id),
  host: "127.0.0.1",
  purpose: "judge",
  method: "POST",
  fields: ["posts", "profile"],
  people: 1,
  bytes_out: 4_100,
  bytes_in: 620,
  outcome: "200",
  leaves_machine: false,
  ...over,
});
export const egress: EgressEntry[] = [
  entry(1, {}),
  entry(2, { host: "t.me", purpose: "handle_check", method: "GET", fields: ["user name"], leaves_machine: true }),
  entry(3, {
    host: "api.apollo.io",
    purpose: "enrich",
    fields: ["name", "company", "email address"],
    outcome: "refused: only this machine is allowed",
    bytes_in: null,
    leaves_machine: true,
  }),
];

export const personEgress: PersonEgress = {
  sentence: "1 service outside this machine has seen data of Ada Moreno.",
  hosts: [
    {
      host: "t.me",
      purposes: ["handle_check"],
      fields: ["user name"],
      requests: 2,
      first_at: minutesFromNow(-60 * 30),
      last_at: minutesFromNow(-45),
      leaves_machine: true,
    },
  ],
};

export const merges: Merge[] = [
  {
    id: "m-1",
    at: minutesFromNow(-600),
    matched_by: "email",
    other_name: "A. Moreno",
    source_name: "Support heads in Germany",
    gained: ["Telegram name", "2 posts"],
    undone_at: null,
    undo_refused: null,
  },
];

export const checks: HandleCheck[] = [
  {
    kind: "telegram",
    value: "@ada_moreno",
    ok: null,
    sentence: "Telegram did not say whether this name exists.",
    at: minutesFromNow(0),
  },
];
