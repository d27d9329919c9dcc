/** What the API says about limits and the days ahead. */
import type {
  Action,
  Dashboard as DashboardNow,
  DeliveryDetail as DeliveryDetailNow,
  DeliveryRow as DeliveryRowNow,
  DraftDetail as DraftDetailNow,
  DraftRow as DraftRowNow,
  LeadDetail as LeadDetailNow,
  NextAction as NextActionNow,
  Outreach as OutreachNow,
  ProjectAnswers as ProjectAnswersNow,
  Project as ProjectNow,
  SetupStatus as SetupStatusNow,
  Status as StatusNow,
  WizardAnswers as WizardAnswersNow,
} from "./generated/schema";

type Channel = DeliveryRowNow["channel"];
type Mode = DeliveryRowNow["mode"];

export interface ManualAct {
  channel: Channel;
  action: Action;
  lead_id: string | null;
  count: number;
  at: string | null;
}
export interface LimitLine {
  label: string;
  channel: Channel | null;
  action: Action | null;
  used_hour: number;
  per_hour: number | null;
  used_today: number;
  per_day: number;
  ramp: string | null;
  manual_today: number;
  next_free_at: string | null;
  why: string | null;
  cool_down_until: string | null;
  failing: boolean;
}
export interface LimitsToday {
  lines: LimitLine[];
  calendar: string;
  open: boolean;
  next_open: string | null;
}
export interface Ramp {
  add: number;
  every_days: number;
  most: number;
}
export interface ChannelLimits {
  per_minute: number;
  per_hour: number;
  per_day: number;
  gap_min_secs: number;
  gap_max_secs: number;
  ramp: Ramp;
}
export interface DateRange {
  from: string;
  to: string;
}
export interface LeadHours {
  start: string;
  end: string;
}
export interface Outreach extends Omit<OutreachNow, "telegram" | "email"> {
  telegram: ChannelLimits;
  email: ChannelLimits;
  x_like: ChannelLimits;
  x_follow: ChannelLimits;
  x_reply: ChannelLimits;
  x_message: ChannelLimits;
  linkedin: ChannelLimits;
  holidays: string[];
  vacation: DateRange[];
  lead_hours: LeadHours | null;
}
export type Project = Omit<ProjectNow, "outreach"> & { outreach: Outreach };
export type ProjectAnswers = Omit<ProjectAnswersNow, "outreach"> & { outreach: Outreach };
export type WizardAnswers = Omit<WizardAnswersNow, "outreach"> & { outreach: Outreach };
export type SetupStatus = Omit<SetupStatusNow, "answers"> & { answers: WizardAnswers };
export type DraftRow = DraftRowNow & { action: Action };
export type DraftDetail = Omit<DraftDetailNow, "lead"> & { action: Action; lead: LeadDetail };
export type LeadDetail = Omit<LeadDetailNow, "drafts" | "deliveries"> & {
  drafts: DraftRow[];
  deliveries: DeliveryRow[];
};
export type DeliveryRow = DeliveryRowNow & { action: Action };
export type DeliveryDetail = Omit<DeliveryDetailNow, "row"> & { row: DeliveryRow };
export type NextAction = NextActionNow & { action: Action };
export type Status = Omit<StatusNow, "next"> & { next: NextAction | null };
export type Dashboard = Omit<DashboardNow, "next_actions"> & { next_actions: NextAction[] };

export interface PreviewOrder {
  sequence_id?: string;
  days?: number;
  assume_approval?: boolean;
  outreach?: Outreach;
}
export interface PreviewItem {
  at: string;
  wanted_at: string;
  kind: "act" | "approval" | "end";
  lead_id: string;
  lead_name: string;
  sequence_id: string | null;
  sequence_name: string | null;
  step: string | null;
  label: string;
  channel: Channel | null;
  action: Action | null;
  mode: Mode | null;
  delayed_by: string | null;
  assumed: string | null;
}
export interface PreviewDay {
  date: string;
  acts: number;
  telegram: number;
  x: number;
  email: number;
  linkedin: number;
  approvals: number;
  ends: number;
  closed: string | null;
}
export interface Preview {
  from: string;
  to: string;
  time_zone: string;
  items: PreviewItem[];
  days: PreviewDay[];
  acts: number;
  approvals: number;
  ends: number;
  waiting: { reason: string; count: number }[];
  finish_at: string | null;
  unfinished: number;
  sentence: string;
}
export interface PreviewMove {
  lead_name: string;
  label: string;
  before: string | null;
  after: string | null;
}
export interface PreviewDiff {
  before: PreviewDay[];
  after: PreviewDay[];
  acts_before: number;
  acts_after: number;
  finish_before: string | null;
  finish_after: string | null;
  moved: PreviewMove[];
  moved_count: number;
  sentence: string;
}
