/** What an outgoing request is for, in words. */
import type { EgressPurpose } from "@/api/types";

export const purposes: readonly EgressPurpose[] = [
  "search",
  "judge",
  "enrich",
  "write",
  "handle_check",
  "send",
  "inbox",
  "connect",
  "model_download",
];

export function sayPurpose(purpose: EgressPurpose): string {
  switch (purpose) {
    case "search":
      return "Searching";
    case "judge":
      return "Judging";
    case "enrich":
      return "Enriching";
    case "write":
      return "Writing";
    case "handle_check":
      return "Checking handles";
    case "send":
      return "Sending";
    case "inbox":
      return "Reading answers";
    case "connect":
      return "Connecting";
    case "model_download":
      return "Downloading a model";
  }
}
