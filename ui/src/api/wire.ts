/** What the API says about limits and today's use. */
import type { Action, Channel } from "./generated/schema";

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
