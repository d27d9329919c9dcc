/** Made-up sequences, enrollments and replies for the page tests and the screenshot server. */
import type {
  EnrollEstimate,
  EnrollmentDetail,
  EnrollmentRow,
  FunnelStep,
  SequenceDetail,
  SequenceRow,
  SequenceTemplate,
  Step,
  StepView,
} from "@/api/types";
import { minutesFromNow } from "./factories";

const HOUR = 60;
const DAY = 24 * HOUR;

export function step(key: string, kind: Step["kind"], over: Partial<Step> = {}): Step {
  const words = kind === "reply" || kind === "message";
  const act = words || kind === "like" || kind === "follow" || kind === "like_another";
  const byHand = act && !(kind === "message" && (over.channel === "telegram" || over.channel === "email"));
  return {
    key,
    kind,
    channel: null,
    delay_minutes: 0,
    approval: words,
    mode: byHand ? "assisted" : "automatic",
    template_id: null,
    same_thread: false,
    response: kind === "check_response" ? "reply" : null,
    note: null,
    next: null,
    yes: null,
    no: null,
    ...over,
  };
}

const check = (
  key: string,
  delay: number,
  yes: string | null,
  no: string | null,
  response: Step["response"] = "reply",
) => step(key, "check_response", { delay_minutes: delay, response, yes, no });

export const gentleTouch: Step[] = [
  step("like", "like", { next: "wait" }),
  step("wait", "wait", { delay_minutes: DAY, next: "reply" }),
  step("reply", "reply"),
];

export const fullSequence: Step[] = [
  step("like", "like", { next: "follow" }),
  step("follow", "follow", { delay_minutes: 6 * HOUR, next: "wait" }),
  step("wait", "wait", { delay_minutes: DAY, next: "reply" }),
  step("reply", "reply", { next: "responded" }),
  check("responded", 3 * DAY, "warm", "like_another"),
  step("warm", "mark_warm", { next: "tell" }),
  step("tell", "notify", { note: "They responded: take over." }),
  step("like_another", "like_another", { delay_minutes: DAY, next: "engaged" }),
  check("engaged", 7 * DAY, "warm_late", "cold", "engagement"),
  step("warm_late", "mark_warm"),
  step("cold", "mark_cold"),
];

export const telegramFirst: Step[] = [
  step("telegram", "message", { channel: "telegram", next: "responded" }),
  check("responded", 3 * DAY, "warm", "email"),
  step("email", "message", { channel: "email", next: "responded_email" }),
  check("responded_email", 4 * DAY, "warm", "follow_up"),
  step("follow_up", "message", { channel: "email", same_thread: true, next: "responded_late" }),
  check("responded_late", 7 * DAY, "warm", "cold", "engagement"),
  step("warm", "mark_warm", { next: "tell" }),
  step("tell", "notify", { note: "They responded: take over." }),
  step("cold", "mark_cold"),
];

export const warmUp: Step[] = [
  step("like", "like", { next: "follow" }),
  step("follow", "follow", { delay_minutes: 6 * HOUR, next: "wait" }),
  step("wait", "wait", { delay_minutes: 2 * DAY, next: "email" }),
  step("email", "message", { channel: "email", next: "responded" }),
  check("responded", 3 * DAY, "warm", "follow_up"),
  step("follow_up", "message", { channel: "email", same_thread: true, next: "responded_again" }),
  check("responded_again", 4 * DAY, "warm", "linkedin"),
  step("linkedin", "message", { channel: "linkedin", next: "responded_late" }),
  check("responded_late", 7 * DAY, "warm", "cold", "engagement"),
  step("warm", "mark_warm", { next: "tell" }),
  step("tell", "notify", { note: "They responded: take over." }),
  step("cold", "mark_cold"),
];

const labels: Record<Step["kind"], string> = {
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
const rules: Partial<Record<Step["kind"], string>> = {
  like: "X's automation rules forbid automated likes, so the post opens and you press the heart.",
  like_another: "X's automation rules forbid automated likes, so the post opens and you press the heart.",
  follow: "X's automation rules forbid following in bulk or by machine, so the profile opens and you press Follow.",
  reply: "X allows automated replies only to people who asked for them; by hand you may answer any public post.",
};
const channelRules: Record<NonNullable<Step["channel"]>, { label: string; rule: string }> = {
  telegram: {
    label: "Telegram message",
    rule: "Telegram limits accounts that write to many strangers; at a human pace the app may press Enter for you.",
  },
  email: {
    label: "E-mail",
    rule: "Mail providers ask for a way to opt out, a real sender and a slow start; the app keeps to all three.",
  },
  linkedin: {
    label: "LinkedIn message",
    rule: "LinkedIn's user agreement forbids tools that send messages, so you press Send.",
  },
  x: {
    label: "Message on X",
    rule: "X forbids automated direct messages to people who did not ask for them, so you press Send.",
  },
};

/** What the server says about steps, near enough to look at. */
export function viewsOf(steps: readonly Step[]): StepView[] {
  return steps.map((one) => {
    const channel = one.kind === "message" && one.channel ? channelRules[one.channel] : null;
    return {
      key: one.key,
      label: channel?.label ?? labels[one.kind],
      rule: channel?.rule ?? rules[one.kind] ?? null,
      may_be_automatic: one.channel !== "linkedin" && one.channel !== "x",
      delay: one.delay_minutes > 0 ? `after ${one.delay_minutes} min` : null,
    };
  });
}

function template(key: string, name: string, description: string, steps: Step[]): SequenceTemplate {
  return { key, name, description, recommended: key === "gentle_touch", steps, views: viewsOf(steps) };
}

export const sequenceTemplates: SequenceTemplate[] = [
  template("gentle_touch", "Gentle Touch", "Like their post, wait a day, then reply to it.", gentleTouch),
  template("direct", "Direct", "Reply to their post at once.", [step("reply", "reply")]),
  template(
    "full_sequence",
    "Full Sequence",
    "Like, follow, reply, then look whether they responded and follow up once.",
    fullSequence,
  ),
  template(
    "telegram_first",
    "Telegram, then e-mail",
    "A Telegram message; without a reply an e-mail, and one more in the same thread.",
    telegramFirst,
  ),
  template(
    "warm_up",
    "Warm up, then write",
    "Be seen on X first, then write an e-mail, follow up in its thread, and end on LinkedIn.",
    warmUp,
  ),
];

const counts = { active: 84, waiting_approval: 12, paused: 6, completed: 41, exited: 23 };

export const sequenceRows: SequenceRow[] = [
  {
    id: "q-1",
    name: "Full Sequence",
    description: "Like, follow, reply, then look whether they responded and follow up once.",
    state: "active",
    version: 3,
    steps: 11,
    counts,
    replied: 9,
    auto_enroll_score: 70,
    next_at: minutesFromNow(18),
    updated_at: minutesFromNow(-60 * 22),
  },
  {
    id: "q-2",
    name: "Telegram, then e-mail",
    description: "For people without a public post.",
    state: "active",
    version: 1,
    steps: 9,
    counts: { active: 20, waiting_approval: 0, paused: 0, completed: 2, exited: 1 },
    replied: 1,
    auto_enroll_score: null,
    next_at: minutesFromNow(60 * 20),
    updated_at: minutesFromNow(-60 * 50),
  },
  {
    id: "q-3",
    name: "Conference follow-up",
    description: "Visitors of the stand in Hamburg.",
    state: "paused",
    version: 2,
    steps: 3,
    counts: { active: 0, waiting_approval: 0, paused: 17, completed: 5, exited: 0 },
    replied: 2,
    auto_enroll_score: null,
    next_at: null,
    updated_at: minutesFromNow(-60 * 24 * 9),
  },
];

const passed: Record<string, Partial<FunnelStep>> = {
  like: { here: 4, reached: 166, done: 158, skipped: 3, stopped: 1 },
  follow: { here: 11, reached: 161, done: 147, stopped: 3 },
  wait: { here: 18, reached: 147, done: 129 },
  reply: { here: 16, waiting: 12, reached: 129, done: 104, stopped: 9 },
  responded: { here: 31, reached: 104, yes: 9, no: 64 },
  warm: { reached: 9, done: 9 },
  tell: { reached: 9, done: 9 },
  like_another: { here: 8, reached: 64, done: 55, skipped: 1 },
  engaged: { here: 14, reached: 56, yes: 7, no: 35 },
  warm_late: { reached: 7, done: 7 },
  cold: { reached: 35, done: 35 },
};

function funnelOf(steps: readonly Step[]): FunnelStep[] {
  const views = viewsOf(steps);
  return steps.map((one, index) => ({
    step: one.key,
    label: views[index]?.label ?? one.key,
    here: 0,
    waiting: 0,
    reached: 0,
    done: 0,
    skipped: 0,
    stopped: 0,
    yes: 0,
    no: 0,
    ...passed[one.key],
  }));
}

export function sequence(over: Partial<SequenceDetail> = {}): SequenceDetail {
  const steps = over.steps ?? fullSequence;
  return {
    id: "q-1",
    name: "Full Sequence",
    description: "Like, follow, reply, then look whether they responded and follow up once.",
    state: "active",
    settings: { auto_enroll_score: 70, pause_company: true },
    version_id: "v-3",
    version: 3,
    steps,
    views: viewsOf(steps),
    problems: [],
    counts,
    on_older_versions: 14,
    funnel: funnelOf(steps),
    ends: [
      { reason: "done", sentence: "Went through to the end", count: 41 },
      { reason: "replied", sentence: "Replied", count: 9 },
      { reason: "human", sentence: "Taken out by you", count: 8 },
      { reason: "bounced", sentence: "The address refused", count: 4 },
      { reason: "suppressed", sentence: "On the do-not-contact list", count: 2 },
    ],
    created_at: minutesFromNow(-60 * 24 * 20),
    updated_at: minutesFromNow(-60 * 22),
    ...over,
  };
}

function enrollment(index: number, name: string, over: Partial<EnrollmentRow>): EnrollmentRow {
  return {
    id: `e-${index}`,
    sequence_id: "q-1",
    sequence_name: "Full Sequence",
    lead_id: `l-${index}`,
    lead_name: name,
    company: "Brightwell",
    state: "active",
    version: 3,
    step: "responded",
    step_label: "Responded?",
    visit: 5,
    due_at: minutesFromNow(60 * 26),
    why: "Looks for a reply in 1 day.",
    paused_by: null,
    resume_at: null,
    end_reason: null,
    enrolled_at: minutesFromNow(-60 * 24 * 4),
    ended_at: null,
    ...over,
  };
}

export const enrollmentRows: EnrollmentRow[] = [
  enrollment(1, "Ada Moreno", {}),
  enrollment(2, "Jonas Weber", {
    company: "Kessel & Sohn",
    state: "waiting_approval",
    step: "reply",
    step_label: "Reply on X",
    visit: 4,
    due_at: null,
    why: "The reply waits for your yes.",
  }),
  enrollment(3, "Linnea Aalto", {
    company: "Fjordline",
    state: "paused",
    paused_by: "out_of_office",
    resume_at: minutesFromNow(60 * 24 * 5),
    due_at: null,
    why: "Away until Thursday, goes on then.",
  }),
  enrollment(4, "Samuel Okafor", {
    company: "Paywell",
    version: 2,
    step: "follow",
    step_label: "Follow",
    visit: 2,
    due_at: minutesFromNow(40),
    why: "Waits for its turn: 5 follows an hour.",
  }),
  enrollment(5, "Priya Raman", {
    company: "Northgate",
    state: "exited",
    step: null,
    step_label: null,
    due_at: null,
    why: "Replied on X.",
    end_reason: "replied",
    ended_at: minutesFromNow(-60 * 3),
  }),
];

export function enrollmentDetail(id: string): EnrollmentDetail {
  const row = enrollmentRows.find((one) => one.id === id) ?? enrollment(1, "Ada Moreno", { id });
  const done = (visit: number, key: string, label: string, kind: Step["kind"], hours: number) => ({
    visit,
    step: key,
    label,
    kind,
    outcome: "done" as const,
    reason: null,
    delivery_id: kind === "wait" ? null : `d-${visit}`,
    draft_id: kind === "reply" ? "draft-1-a" : null,
    started_at: minutesFromNow(-60 * hours),
    finished_at: minutesFromNow(-60 * hours + 12),
  });
  return {
    row,
    executions: [
      done(1, "like", "Like", "like", 96),
      done(2, "follow", "Follow", "follow", 90),
      done(3, "wait", "Wait 24 h", "wait", 66),
      done(4, "reply", "Reply on X", "reply", 64),
    ],
    ahead: [
      { step: "responded", label: "Responded?", at: minutesFromNow(60 * 26) },
      { step: "like_another", label: "Like another post", at: minutesFromNow(60 * 50) },
      { step: "engaged", label: "Any engagement?", at: null },
    ],
  };
}

export const estimate: EnrollEstimate = {
  count: 42,
  skipped: [
    { reason: "on the do-not-contact list", count: 2 },
    { reason: "already in it", count: 1 },
  ],
  first_at: minutesFromNow(60 * 20),
  finish_at: minutesFromNow(60 * 24 * 20),
  acts: 168,
  approvals: 42,
  limited_by: "20 actions a day",
  sentence: "42 leads; 3 left out. The first starts tomorrow at 09:00.",
};
