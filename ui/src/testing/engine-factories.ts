/** Made-up runs and sources for the page tests and the screenshot server. */
import type { DirectoryEntry, PipelineStatus, Run, RunFailure, RunStage, Source } from "@/api/types";
import { minutesFromNow } from "./factories";

function stage(name: RunStage["stage"], done: number, total: number, over: Partial<RunStage> = {}): RunStage {
  return { stage: name, done, total, failed: 0, per_second: null, seconds_left: null, ...over };
}

export const failures: RunFailure[] = [
  {
    lead_id: "l-4",
    lead_name: "Samuel Okafor",
    source_id: null,
    stage: "enrich",
    reason: "The website is not an address.",
    at: minutesFromNow(-1),
  },
  {
    lead_id: "l-9",
    lead_name: "Ines Carvalho",
    source_id: null,
    stage: "enrich",
    reason: "The company name is empty.",
    at: minutesFromNow(-1),
  },
  {
    lead_id: null,
    lead_name: null,
    source_id: "source-x",
    stage: "collect",
    reason: "X answered that the limit of this hour is used up.",
    at: minutesFromNow(-2),
  },
];

export function run(over: Partial<Run> = {}): Run {
  return {
    id: "run-3",
    state: "running",
    trigger: "button",
    dry_run: false,
    started_at: minutesFromNow(-1),
    finished_at: null,
    stages: [
      stage("collect", 3, 4, { failed: 1 }),
      stage("judge", 1180, 1180),
      stage("score", 1180, 1180),
      stage("enrich", 743, 1180, { failed: 2, per_second: 412, seconds_left: 1 }),
      stage("draft", 96, 310, { per_second: 31, seconds_left: 7 }),
    ],
    failed: 3,
    failures,
    sentence: null,
    ...over,
  };
}

export const pipeline: PipelineStatus = {
  run: run(),
  per_second: 412,
  seconds_left: 8,
  waiting: 0,
  schedule: { every_minutes: 30, next_at: minutesFromNow(22) },
  llm: null,
};

export const idle: PipelineStatus = { ...pipeline, run: null, per_second: null, seconds_left: null, waiting: 437 };

const quiet = run().stages.map((one) => ({
  ...one,
  done: one.total,
  failed: 0,
  per_second: null,
  seconds_left: null,
}));
export const runs: Run[] = [
  run({
    id: "run-2",
    state: "finished",
    trigger: "schedule",
    started_at: minutesFromNow(-180),
    finished_at: minutesFromNow(-179),
    stages: quiet,
    failed: 0,
    failures: [],
    sentence: "40 posts read, 12 new leads, 9 drafts for your yes.",
  }),
  run({
    id: "run-1",
    state: "stopped",
    started_at: minutesFromNow(-1500),
    finished_at: minutesFromNow(-1499),
    stages: quiet,
    failed: 0,
    failures: [],
    sentence: "Stopped by you.",
  }),
];

export const peopleFilter = {
  titles: ["Head of Support", "VP Customer Experience"],
  keywords: "ticketing",
  locations: ["Germany"],
  seniorities: ["head", "vp"],
  company_locations: [],
  company_domains: [],
  company_sizes: ["51,200"],
};

export const sources: Source[] = [
  {
    id: "source-x",
    name: "Backlog posts on X",
    settings: {
      kind: "x_search",
      queries: ["support backlog growing", "tickets pile up"],
      languages: ["en"],
      most_posts: 200,
    },
    enabled: true,
    leads: 214,
    created_at: minutesFromNow(-60 * 24 * 9),
    last_at: minutesFromNow(-24),
    last_sentence: "Read 40 posts: 12 new leads, 3 known.",
    trouble: {
      sentence: "X answered that the limit of this hour is used up.",
      fix: "Wait until it is free again, or look for fewer posts at once.",
      since: minutesFromNow(-24),
      again_at: minutesFromNow(11),
    },
    resumable: true,
  },
  {
    id: "source-apollo",
    name: "Support heads in Germany",
    settings: { kind: "apollo", filter: peopleFilter },
    enabled: true,
    leads: 31,
    created_at: minutesFromNow(-60 * 24 * 4),
    last_at: minutesFromNow(-60 * 26),
    last_sentence: "12 people revealed for 12 credits.",
    trouble: null,
    resumable: false,
  },
  {
    id: "source-demo",
    name: "Demo leads",
    settings: { kind: "generator", count: 200, seed: 7, industries: [] },
    enabled: false,
    leads: 200,
    created_at: minutesFromNow(-60 * 24 * 12),
    last_at: minutesFromNow(-60 * 24 * 12),
    last_sentence: "Made 200 demo leads.",
    trouble: null,
    resumable: false,
  },
  {
    id: "source-1",
    name: "apollo-export.csv",
    settings: { kind: "csv" },
    enabled: true,
    leads: 1180,
    created_at: minutesFromNow(-60 * 3),
    last_at: minutesFromNow(-60 * 3),
    last_sentence: "1,180 new leads from 1,248 rows.",
    trouble: null,
    resumable: false,
  },
];

const directory: readonly [string, string, string, boolean, boolean][] = [
  ["Greta Lohmann", "Head of Support", "Brightwell", true, false],
  ["Nils Aigner", "VP Customer Experience", "Kessel & Sohn", true, true],
  ["Sofia Brandt", "Head of Support", "Northgate", false, false],
  ["Emre Aksoy", "Head of Service", "Vltava Cloud", true, false],
];
export const entries: DirectoryEntry[] = directory.map(([name, title, company, has_email, known], index) => ({
  id: `person-${index + 1}`,
  name,
  title,
  company,
  has_email,
  known,
}));
