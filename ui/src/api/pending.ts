/** Shapes of the API that the server is about to describe; each moves to the generated file with its route. */
import type * as made from "./generated/schema";

type Verdict = made.Verdict;

export type Stage = "collect" | "judge" | "score" | "enrich" | "draft";
export interface RunStage {
  stage: Stage;
  done: number;
  total: number;
  failed: number;
  per_second: number | null;
  seconds_left: number | null;
}
export interface RunFailure {
  lead_id: string | null;
  lead_name: string | null;
  source_id: string | null;
  stage: Stage;
  reason: string;
  at: string;
}
export interface Run {
  id: string;
  state: "running" | "finished" | "stopped" | "failed";
  trigger: "button" | "schedule" | "command" | "api";
  dry_run: boolean;
  started_at: string;
  finished_at: string | null;
  stages: RunStage[];
  failed: number;
  failures: RunFailure[];
  sentence: string | null;
}
export interface Schedule {
  every_minutes: number | null;
  next_at: string | null;
}
export interface PipelineStatus {
  run: Run | null;
  per_second: number | null;
  seconds_left: number | null;
  waiting: number;
  schedule: Schedule;
  llm: string | null;
}
export interface RunWish {
  dry_run?: boolean;
  sources?: string[] | null;
}
export type JudgementView = made.JudgementView & { note: string | null; model: string | null };
export type DraftRow = made.DraftRow & { written_by: "offline" | "llm" | "human" };
export type DraftVariant = made.DraftVariant & { written_by: "offline" | "llm" | "human"; note: string | null };
export type LeadDetail = Omit<made.LeadDetail, "judgement" | "drafts"> & {
  judgement: JudgementView | null;
  drafts: DraftRow[];
  checks: HandleCheck[];
};
export type DraftDetail = Omit<made.DraftDetail, "variants" | "lead"> & {
  variants: DraftVariant[];
  lead: LeadDetail;
  reply_to_url: string | null;
};

export interface PeopleFilter {
  titles: string[];
  keywords: string;
  locations: string[];
  seniorities: string[];
  company_locations: string[];
  company_domains: string[];
  company_sizes: string[];
}
export type SourceSettings =
  | { kind: "x_search"; queries: string[]; languages: string[]; most_posts: number }
  | { kind: "apollo"; filter: PeopleFilter }
  | { kind: "generator"; count: number; seed: number; industries: string[] }
  | { kind: "csv" }
  | { kind: "manual" };
export interface Source {
  id: string;
  name: string;
  settings: SourceSettings;
  enabled: boolean;
  leads: number;
  created_at: string;
  last_at: string | null;
  last_sentence: string | null;
  trouble: { sentence: string; fix: string; since: string; again_at: string | null } | null;
  resumable: boolean;
}
export interface Merge {
  id: string;
  at: string;
  matched_by: "handle" | "email" | "person" | "human";
  other_name: string;
  source_name: string;
  gained: string[];
  undone_at: string | null;
  undo_refused: string | null;
}

export interface DirectoryEntry {
  id: string;
  name: string;
  title: string | null;
  company: string | null;
  has_email: boolean;
  known: boolean;
}
export interface PeopleFound {
  entries: DirectoryEntry[];
  total: number;
  more: boolean;
  credits_per_match: number;
}
export interface SpendReport {
  credits_spent: number;
  created: number;
  merged: number;
  duplicates: number;
  unmatched: number;
  suppressed: number;
  sentence: string;
}
export interface Estimate {
  credits: number;
  known: number;
}
export interface HandleCheck {
  kind: "telegram" | "email";
  value: string;
  ok: boolean | null;
  sentence: string;
  at: string;
}

export interface Template {
  id: string;
  name: string;
  channel: made.Channel;
  variant: "A" | "B";
  subject: string | null;
  body: string;
  enabled: boolean;
  updated_at: string;
}
export interface TemplateVariable {
  name: string;
  meaning: string;
  example: string;
}
export interface TemplateWords {
  subject: string | null;
  body: string;
}
export interface TemplateProblem {
  kind: "unknown_variable" | "unresolved" | "unclosed" | "too_long" | "ungrounded" | "empty";
  sentence: string;
}
export interface TemplatePreview {
  lead_name: string;
  subject: string | null;
  body: string | null;
  limit: { unit: string; max: number | null; used: number } | null;
  problems: TemplateProblem[];
}

export interface NewBacktest {
  name: string;
  judging: made.Judging;
  icp: made.Icp | null;
  judge_again: boolean;
  use_llm: boolean;
  leads: number;
}
export interface Backtest {
  id: string;
  name: string;
  state: "running" | "finished" | "stopped" | "failed";
  created_at: string;
  applied_at: string | null;
  judging: made.Judging;
  judge_again: boolean;
  use_llm: boolean;
  icp: made.Icp | null;
  done: number;
  total: number;
  summary: {
    same: number;
    newly_in: number;
    newly_out: number;
    verdict_changed: number;
    score_up: number;
    score_down: number;
    passing_before: number;
    passing_after: number;
  };
  sentence: string | null;
}
export interface BacktestSide {
  verdict: Verdict | null;
  score: number | null;
  passes: boolean;
  mode: "offline" | "llm" | null;
}
export interface BacktestRow {
  lead_id: string;
  name: string;
  company: string | null;
  before: BacktestSide;
  after: BacktestSide;
  quote: string | null;
}

export interface LlmModel {
  name: string;
  parameters_billion: number | null;
  bytes: number | null;
}
export interface LlmModels {
  models: LlmModel[];
  suggested_judge: string | null;
  suggested_writer: string | null;
  sentence: string | null;
}
export interface LlmStatus {
  provider: made.LlmProvider;
  model: string;
  judge_model: string;
  ready: boolean;
  sentence: string;
  fix: string | null;
  today: { requests: number; prompt_tokens: number; completion_tokens: number; answers_reused: number };
  budget: number | null;
  budget_left: number | null;
  price_note: string | null;
}
export interface PullStatus {
  model: string;
  state: "running" | "done" | "failed" | "canceled";
  status: string;
  completed: number;
  total: number;
  sentence: string | null;
}
export interface UsageRow {
  day: string;
  purpose: "judge" | "enrich" | "write";
  model: string;
  requests: number;
  prompt_tokens: number;
  completion_tokens: number;
}

export type EgressPurpose =
  | "search"
  | "judge"
  | "enrich"
  | "write"
  | "handle_check"
  | "send"
  | "inbox"
  | "connect"
  | "model_download";
export interface EgressEntry {
  id: number;
  at: string;
  host: string;
  purpose: EgressPurpose;
  method: string;
  fields: string[];
  people: number;
  bytes_out: number;
  bytes_in: number | null;
  outcome: string | null;
  leaves_machine: boolean;
}
export interface EgressHost {
  host: string;
  leaves_machine: boolean;
  purposes: EgressPurpose[];
  requests: number;
  refused: number;
  people: number;
  bytes_out: number;
  last_at: string;
}
export interface EgressSummary {
  local_only: boolean;
  hosts: EgressHost[];
}
export interface PersonEgress {
  sentence: string;
  hosts: {
    host: string;
    purposes: EgressPurpose[];
    fields: string[];
    requests: number;
    first_at: string;
    last_at: string;
    leaves_machine: boolean;
  }[];
}
export interface Erased {
  sentence: string;
  kept: string[];
}
export interface SignIn {
  state: "none" | "waiting" | "done" | "failed";
  sentence: string;
}
export interface WindowOpened {
  opened: boolean;
  sentence: string;
}
