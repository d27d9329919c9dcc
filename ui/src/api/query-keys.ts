/**
 * Roots of all query keys: the nouns of the API. A list is `[root, "list", filters]`, one thing is `[root, id]`;
 * invalidating the root refreshes both.
 */
import type { Changed } from "./types";

export const keys = {
  health: ["health"],
  setup: ["setup"],
  project: ["project"],
  secrets: ["secrets"],
  status: ["status"],
  dashboard: ["dashboard"],
  leads: ["leads"],
  imports: ["imports"],
  pipeline: ["pipeline"],
  runs: ["runs"],
  drafts: ["drafts"],
  deliveries: ["deliveries"],
  channels: ["channels"],
  suppressions: ["suppressions"],
  activity: ["activity"],
  sources: ["sources"],
  templates: ["templates"],
  backtests: ["backtests"],
  llm: ["llm"],
  egress: ["egress"],
  sequences: ["sequences"],
  enrollments: ["enrollments"],
  limits: ["limits"],
  preview: ["preview"],
} as const;

export type KeyRoot = keyof typeof keys;

/** Which roots a change of each topic makes stale. */
export const staleAfter: Record<Changed["topic"], readonly KeyRoot[]> = {
  leads: ["leads", "status", "dashboard", "pipeline", "activity", "preview"],
  drafts: ["drafts", "leads", "status", "dashboard", "activity", "preview"],
  deliveries: ["deliveries", "leads", "status", "dashboard", "activity", "limits", "preview", "enrollments"],
  runs: ["runs", "pipeline", "status", "dashboard", "leads", "sources"],
  settings: ["setup", "project", "secrets", "status", "dashboard", "channels", "llm", "limits", "preview"],
  channels: ["channels", "status", "dashboard", "limits", "preview"],
  suppressions: ["suppressions", "leads", "drafts", "status", "dashboard", "activity", "preview"],
  sources: ["sources", "pipeline", "dashboard"],
  templates: ["templates"],
  backtests: ["backtests"],
  llm: ["llm", "status", "pipeline"],
  egress: ["egress"],
  sequences: ["sequences", "enrollments", "preview", "dashboard", "activity"],
  enrollments: ["enrollments", "sequences", "leads", "limits", "preview", "status", "dashboard", "activity"],
};
