/**
 * The four meanings of colour (and none). Every use of a meaning carries an icon and a word as well, so nothing is said
 * by colour alone.
 */
import type {
  DeliveryState,
  DraftStatus,
  EnrollmentState,
  LeadStatus,
  Outcome,
  PartState,
  ReplyKind,
  SequenceState,
  Verdict,
} from "@/api/types";

export type Meaning = "go" | "wait" | "stop" | "unknown" | "quiet";
export interface Said {
  word: string;
  meaning: Meaning;
}

export function sayDelivery(state: DeliveryState, dryRun = false): Said {
  switch (state) {
    case "queued":
      return { word: "Waiting", meaning: "wait" };
    case "claimed":
      return { word: "Preparing", meaning: "wait" };
    case "armed":
      return { word: "Sending", meaning: "wait" };
    case "sent":
      return dryRun ? { word: "Dry run", meaning: "quiet" } : { word: "Sent", meaning: "go" };
    case "failed":
      return { word: "Failed", meaning: "stop" };
    case "uncertain":
      return { word: "Uncertain", meaning: "unknown" };
    case "canceled":
      return { word: "Canceled", meaning: "quiet" };
    case "held":
      return { word: "Held", meaning: "wait" };
  }
}

export function sayPart(state: PartState): Said {
  switch (state) {
    case "queued":
      return { word: "Waiting", meaning: "quiet" };
    case "opening":
      return { word: "Opening chat", meaning: "wait" };
    case "bound":
      return { word: "Chat found", meaning: "wait" };
    case "armed":
      return { word: "Ready to send", meaning: "wait" };
    case "fired":
      return { word: "Sending", meaning: "wait" };
    case "accepted":
      return { word: "Sent", meaning: "go" };
    case "held":
      return { word: "Held", meaning: "wait" };
    case "not_sent":
      return { word: "Not sent", meaning: "stop" };
    case "unknown":
      return { word: "Uncertain", meaning: "unknown" };
  }
}

export function sayVerdict(verdict: Verdict): Said {
  switch (verdict) {
    case "relevant":
      return { word: "Relevant", meaning: "go" };
    case "maybe":
      return { word: "Maybe", meaning: "wait" };
    case "irrelevant":
      return { word: "Not a fit", meaning: "quiet" };
  }
}

export function sayDraft(status: DraftStatus): Said {
  switch (status) {
    case "pending":
      return { word: "To review", meaning: "wait" };
    case "approved":
      return { word: "Approved", meaning: "go" };
    case "rejected":
      return { word: "Rejected", meaning: "stop" };
    case "superseded":
      return { word: "Replaced", meaning: "quiet" };
  }
}

export function sayLead(status: LeadStatus): Said {
  switch (status) {
    case "new":
      return { word: "New", meaning: "quiet" };
    case "qualified":
      return { word: "Qualified", meaning: "go" };
    case "disqualified":
      return { word: "Not a fit", meaning: "quiet" };
    case "enriched":
      return { word: "Enriched", meaning: "go" };
    case "messaged":
      return { word: "Drafted", meaning: "wait" };
    case "sent":
      return { word: "Sent", meaning: "go" };
    case "replied":
      return { word: "Replied", meaning: "go" };
    case "failed":
      return { word: "Failed", meaning: "stop" };
    case "suppressed":
      return { word: "Do not contact", meaning: "stop" };
  }
}

export function saySequence(state: SequenceState): Said {
  switch (state) {
    case "active":
      return { word: "Active", meaning: "go" };
    case "paused":
      return { word: "Paused", meaning: "wait" };
    case "archived":
      return { word: "Archived", meaning: "quiet" };
  }
}

export function sayEnrollment(state: EnrollmentState): Said {
  switch (state) {
    case "active":
      return { word: "Active", meaning: "go" };
    case "waiting_approval":
      return { word: "Waits for you", meaning: "wait" };
    case "paused":
      return { word: "Paused", meaning: "wait" };
    case "completed":
      return { word: "Finished", meaning: "quiet" };
    case "exited":
      return { word: "Left", meaning: "quiet" };
  }
}

export function sayOutcome(outcome: Outcome): Said {
  switch (outcome) {
    case "to_write":
      return { word: "Being written", meaning: "wait" };
    case "to_approve":
      return { word: "Waits for you", meaning: "wait" };
    case "queued":
      return { word: "Waiting", meaning: "wait" };
    case "done":
      return { word: "Done", meaning: "go" };
    case "yes":
      return { word: "Yes", meaning: "go" };
    case "no":
      return { word: "No", meaning: "quiet" };
    case "skipped":
      return { word: "Skipped", meaning: "quiet" };
    case "rejected":
      return { word: "Rejected", meaning: "stop" };
    case "canceled":
      return { word: "Canceled", meaning: "quiet" };
  }
}

export function sayReply(kind: ReplyKind): string {
  switch (kind) {
    case "reply":
      return "A reply";
    case "engagement":
      return "A sign of interest";
    case "out_of_office":
      return "Out of office";
    case "bounce":
      return "Bounced";
    case "opt_out":
      return "Do not write to me";
  }
}
