/** Made-up answers of the frame, typed as the API types, shared by the page tests and the screenshot server. */

import type { ChannelView, Dashboard, Page, Project, SetupStatus, Status } from "@/api/types";
import { usualLimits } from "@/components/project/limit-lines";

export const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

export function page<T>(items: readonly T[]): Page<T> {
  return { items: [...items], next: null, total: items.length };
}

export const project: Project = {
  id: "0195-project",
  company: {
    name: "Harbour Metrics",
    product_url: "https://harbour.example",
    description: "Delivery metrics for support teams",
    problem: "Support leads cannot see why tickets pile up",
  },
  icp: {
    keywords: ["Head of Support", "SaaS"],
    queries: ["support backlog growing"],
    min_followers: 200,
    languages: ["English"],
  },
  connect: {
    x: { way: "assisted", risk_acknowledged: false, client_id: "" },
    telegram: { mode: "assisted", self_test_passed: false, own_handle: "" },
    email: null,
    apollo: false,
  },
  voice: { persona: "Mara Lind", role: "Account executive", tone: "helpful", notes: "", example: "" },
  llm: { provider: "none", model: "", judge_model: "", base_url: "", concurrency: 4, daily_tokens: 0 },
  judging: {
    guidance: "",
    weights: { relevance: 30, intent: 25, recency: 10, reach: 7, profile_fit: 23, engagement: 5 },
    threshold: 40,
  },
  outreach: {
    style: "gentle_touch",
    channels: ["telegram", "email", "x", "linkedin"],
    actions_per_day: 20,
    approval: true,
    working_hours: { start: "09:00", end: "18:00", days: [1, 2, 3, 4, 5], time_zone: "Europe/Berlin" },
    dry_run: true,
    undo_secs: 30,
    ...usualLimits,
    holidays: [],
    vacation: [],
    lead_hours: null,
  },
};

const { id: _id, judging: _judging, ...answers } = project;
export const setup: SetupStatus = { needed: false, step: 5, answers: { step: 5, ...answers } };

export function status(over: Partial<Status> = {}): Status {
  return {
    sending: "on",
    sentence: "Sending is on.",
    next: {
      delivery_id: "d-1",
      lead_id: "l-1",
      lead_name: "Ada Moreno",
      recipient: "@ada_moreno",
      channel: "telegram",
      action: "message",
      at: minutesFromNow(18),
      waits_for: null,
    },
    sent_today: 7,
    limit_today: 20,
    approvals_waiting: 12,
    needs_human: 2,
    replies: 0,
    llm: "Offline judge and templates",
    telegram_ready: true,
    paused: false,
    dry_run: false,
    shell: "server",
    ...over,
  };
}

export const dashboard: Dashboard = {
  needs_you: [
    {
      kind: "uncertain",
      count: 1,
      sentence: "1 message may or may not have reached Jonas Weber.",
      action: "Answer",
      to: "/deliveries?state=uncertain",
    },
    {
      kind: "failed",
      count: 1,
      sentence: "1 email was refused by the mail server.",
      action: "Look",
      to: "/deliveries?state=failed",
    },
    {
      kind: "your_turn",
      count: 1,
      sentence: "1 message is ready in Telegram and waits for your Enter.",
      action: "Open chat",
      to: "/deliveries?state=held",
    },
    { kind: "approvals", count: 12, sentence: "12 drafts wait for your yes.", action: "Review", to: "/queue" },
  ],
  limits: [
    { label: "All actions", channel: null, used: 7, limit: 20 },
    { label: "Telegram, new chats", channel: "telegram", used: 4, limit: 5 },
    { label: "Email", channel: "email", used: 3, limit: 30 },
  ],
  funnel: [
    { stage: "Leads", count: 1284 },
    { stage: "Qualified", count: 312 },
    { stage: "Drafted", count: 164 },
    { stage: "Approved", count: 71 },
    { stage: "Sent", count: 58 },
    { stage: "Replied", count: 9 },
  ],
  next_actions: [
    {
      delivery_id: "d-1",
      lead_id: "l-1",
      lead_name: "Ada Moreno",
      recipient: "@ada_moreno",
      channel: "telegram",
      action: "message",
      at: minutesFromNow(18),
      waits_for: null,
    },
    {
      delivery_id: "d-5",
      lead_id: "l-5",
      lead_name: "Priya Raman",
      recipient: "priya@northgate.example",
      channel: "email",
      action: "message",
      at: minutesFromNow(26),
      waits_for: null,
    },
    {
      delivery_id: "d-6",
      lead_id: "l-6",
      lead_name: "Tomas Hajek",
      recipient: "@tomas_h",
      channel: "telegram",
      action: "message",
      at: null,
      waits_for: "Waiting for tomorrow 09:00: 5 of 5 new chats used today",
    },
  ],
  why_nothing: null,
  counts: { leads: 1284, qualified: 312, drafts_pending: 12, sent_7d: 31, sent_total: 58 },
};

export const channels: ChannelView[] = [
  {
    channel: "telegram",
    mode: "assisted",
    ready: true,
    sentence: "Telegram Desktop 5.12 is running.",
    fix: null,
    sent_today: 4,
    limit_today: 5,
    paused: false,
  },
  {
    channel: "email",
    mode: "automatic",
    ready: false,
    sentence: "No mail account yet.",
    fix: "Add one in Settings.",
    sent_today: 0,
    limit_today: 30,
    paused: false,
  },
];
