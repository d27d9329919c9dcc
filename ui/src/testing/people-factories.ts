/** Made-up leads, imports, runs, rules and log entries for the page tests and the screenshot server. */

import type {
  ActivityView,
  DraftPreview,
  ImportPreview,
  ImportReport,
  LeadRow,
  SetupStatus,
  SuppressionView,
} from "@/api/types";
import { usualLimits } from "@/components/project/limit-lines";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

const first = ["Ada", "Jonas", "Linnea", "Samuel", "Priya", "Tomas", "Claire", "Mateo", "Ines", "Bo", "Yuki", "Amara"];
const last = ["Moreno", "Weber", "Aalto", "Okafor", "Raman", "Hajek", "Dubois", "Rossi", "Carvalho", "Lindqvist"];
const roles = ["Head of Support", "Operations lead", "VP Customer Experience", "COO", "Support manager"];
const companies = ["Brightwell", "Kessel & Sohn", "Fjordline", "Paywell", "Northgate", "Vltava Cloud", "Atelier Nord"];
const quotes = [
  "support backlog tripled",
  "spreadsheets are not cutting it any more",
  "Anyone found a tool that shows where time goes?",
  null,
];
const statuses: LeadRow["status"][] = ["messaged", "enriched", "qualified", "sent", "new", "disqualified"];
const pick = <T>(from: readonly T[], index: number) => from[index % from.length] as T;

/** The lead at a place of a long, unchanging list, best score first. */
export function leadRow(index: number): LeadRow {
  const status = pick(statuses, index);
  const judged = status !== "new";
  return {
    id: `l-${index + 1}`,
    name: `${pick(first, index)} ${pick(last, index * 7)}`,
    role: pick(roles, index),
    company: pick(companies, index),
    industry: "Technology",
    status,
    temperature: index % 17 === 3 ? "warm" : "cold",
    score: judged ? Math.max(3, 96 - Math.floor(index / 40)) : null,
    verdict: judged ? (status === "disqualified" ? "irrelevant" : index % 4 === 1 ? "maybe" : "relevant") : null,
    channels: index % 3 === 0 ? ["telegram", "x"] : index % 3 === 1 ? ["email"] : ["telegram", "email", "linkedin"],
    quote: judged ? pick(quotes, index) : null,
    source: "apollo-export.csv",
    created_at: ago(50 + index * 3),
  };
}

export const LEADS = 100_000;

export const freshSetup: SetupStatus = {
  needed: true,
  step: 1,
  answers: {
    step: 1,
    company: { name: "", product_url: "", description: "", problem: "" },
    icp: { keywords: [], queries: [], min_followers: 200, languages: ["en"] },
    connect: {
      x: { way: "assisted", risk_acknowledged: false, client_id: "" },
      telegram: { mode: "assisted", own_handle: "", self_test_passed: false },
      email: null,
      apollo: false,
    },
    voice: { persona: "", role: "", tone: "helpful", notes: "", example: "" },
    llm: { provider: "none", model: "", judge_model: "", base_url: "", concurrency: 4, daily_tokens: 0 },
    outreach: {
      style: "gentle_touch",
      channels: ["telegram", "email", "x", "linkedin"],
      actions_per_day: 20,
      approval: true,
      working_hours: { start: "09:00", end: "18:00", days: [1, 2, 3, 4, 5], time_zone: "UTC" },
      dry_run: true,
      undo_secs: 30,
      ...usualLimits,
      holidays: [],
      vacation: [],
      lead_hours: null,
    },
  },
};

export const preview: DraftPreview = {
  lead_name: "Ingrid Solberg",
  lead_company: "Nordhavn Freight",
  post: "Third Monday in a row our ticket queue explodes and nobody can say why. Spreadsheets are not cutting it any more.",
  channel: "telegram",
  subject: null,
  body: "Hi Ingrid, you wrote that your ticket queue explodes every Monday and nobody can say why.\n\nHarbour Metrics shows support teams where ticket time goes, so a Monday has a reason you can point at.\n\nWould a look at your last month be useful?",
  words: 42,
};

export const importPreview: ImportPreview = {
  id: "import-1",
  file_name: "apollo-export.csv",
  encoding: "UTF-8 with BOM",
  delimiter: ",",
  rows: 1248,
  columns: [
    { index: 0, header: "First Name", field: "first_name", certain: true, samples: ["Ada", "Jonas", "Linnea"] },
    { index: 1, header: "Last Name", field: "last_name", certain: true, samples: ["Moreno", "Weber", "Aalto"] },
    {
      index: 2,
      header: "Title",
      field: "role",
      certain: true,
      samples: ["Head of Support", "Operations lead", "VP CX"],
    },
    {
      index: 3,
      header: "Company",
      field: "company",
      certain: true,
      samples: ["Brightwell", "Kessel & Sohn", "Fjordline"],
    },
    {
      index: 4,
      header: "Email",
      field: "email",
      certain: true,
      samples: ["ada@brightwell.example", "", "linnea@fjordline.example"],
    },
    { index: 5, header: "Contact", field: "telegram", certain: false, samples: ["@ada_moreno", "@jweber", ""] },
    { index: 6, header: "Keywords", field: "ignore", certain: false, samples: ["saas, b2b", "logistics", "retail"] },
    {
      index: 7,
      header: "Last post",
      field: "post",
      certain: false,
      samples: ["Our support backlog tripled since the launch", "", ""],
    },
  ],
  accepted: 1231,
  rejected: [
    { line: 18, reason: "No way to reach this person: add an email, Telegram, X or LinkedIn." },
    { line: 204, reason: "The email ada(at)example is not an address." },
    { line: 377, reason: "The row has 4 cells, the header has 8. A quote may not be closed." },
  ],
  rejected_count: 17,
  warnings: ["One cell starts with =. It is kept as text and never run."],
};

export const importReport: ImportReport = {
  source_id: "source-1",
  created: 1180,
  merged: 31,
  duplicates: 20,
  rejected_count: 17,
  rejected: importPreview.rejected,
  run_id: "run-3",
  sentence: "1,180 new leads. 31 known ones were completed, 20 rows said nothing new, 17 rows were left out.",
};

export const rules: SuppressionView[] = [
  { id: "s-1", kind: "person", value: "l-3", reason: "Asked not to be contacted", created_at: ago(60) },
  { id: "s-2", kind: "domain", value: "competitor.example", reason: "Competitor", created_at: ago(2000) },
  { id: "s-3", kind: "telegram", value: "@quiet_one", reason: "", created_at: ago(9000) },
];

export const activity: ActivityView[] = [
  { at: ago(2), actor: "human", kind: "draft.approved", detail: "Approved a Telegram draft" },
  { at: ago(3), actor: "app", kind: "run.finished", detail: "Run finished: 1,180 judged, 310 drafted" },
  { at: ago(60), actor: "human", kind: "suppression.added", detail: "Suppressed one person" },
  { at: ago(180), actor: "human", kind: "lead.imported", detail: "Imported 1,180 leads from apollo-export.csv" },
];
