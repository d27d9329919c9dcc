/** The shapes of sequences, enrollments and replies as the API sends them. */
import type { Channel, EndReason, LeadStatus, StepKind, Verdict } from "./generated/schema";

export type EnrollmentState = "active" | "waiting_approval" | "paused" | "completed" | "exited";
export type Outcome =
  | "to_write"
  | "to_approve"
  | "queued"
  | "done"
  | "yes"
  | "no"
  | "skipped"
  | "rejected"
  | "canceled";
export type PausedBy = "human" | "company" | "out_of_office" | "trouble";
export type ReplyKind = "reply" | "engagement" | "out_of_office" | "bounce" | "opt_out";
export interface MovedOver {
  moved: number;
  stayed: number;
  sentence: string;
}
export interface EnrollWho {
  lead_ids?: string[];
  min_score?: number;
  verdict?: Verdict;
  status?: LeadStatus;
  q?: string;
  again?: boolean;
}
export interface EnrollEstimate {
  count: number;
  skipped: { reason: string; count: number }[];
  first_at: string | null;
  finish_at: string | null;
  acts: number;
  approvals: number;
  limited_by: string | null;
  sentence: string;
}
export interface Enrolled {
  enrolled: number;
  skipped: { reason: string; count: number }[];
  sentence: string;
}
export interface EnrollmentRow {
  id: string;
  sequence_id: string;
  sequence_name: string;
  lead_id: string;
  lead_name: string;
  company: string | null;
  state: EnrollmentState;
  version: number;
  step: string | null;
  step_label: string | null;
  visit: number;
  due_at: string | null;
  why: string;
  paused_by: PausedBy | null;
  resume_at: string | null;
  end_reason: EndReason | null;
  enrolled_at: string;
  ended_at: string | null;
}
export interface ExecutionView {
  visit: number;
  step: string;
  label: string;
  kind: StepKind;
  outcome: Outcome;
  reason: string | null;
  delivery_id: string | null;
  draft_id: string | null;
  started_at: string;
  finished_at: string | null;
}
export interface EnrollmentDetail {
  row: EnrollmentRow;
  executions: ExecutionView[];
  ahead: { step: string; label: string; at: string | null }[];
}
export interface Scope {
  lead_id?: string;
  company?: string;
  sequence_id?: string;
  enrollment_id?: string;
  all?: boolean;
}
export interface Moved {
  count: number;
  sentence: string;
}
export interface ReplyForm {
  channel: Channel;
  kind: ReplyKind;
  note: string | null;
  back_at: string | null;
  at: string | null;
}
export interface ReplyView {
  id: string;
  channel: Channel;
  kind: ReplyKind;
  note: string | null;
  back_at: string | null;
  at: string;
}
export interface ReplyResult {
  reply: ReplyView;
  stopped: number;
  paused_colleagues: number;
  canceled: number;
  sentence: string;
}
