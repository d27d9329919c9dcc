/** What enrolling would come to, as the API says it. */
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
