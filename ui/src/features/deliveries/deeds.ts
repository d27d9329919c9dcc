/** Which deeds a delivery allows in each state; the machine itself lives on the server. */
import type { DeliveryRow } from "@/api/types";

export interface AllowedDeeds {
  settle: boolean;
  retry: boolean;
  cancel: boolean;
  prepare: boolean;
}

export function allowedDeeds(row: DeliveryRow): AllowedDeeds {
  const none: AllowedDeeds = { settle: false, retry: false, cancel: false, prepare: false };
  const chat = row.channel === "telegram";
  switch (row.state) {
    case "queued":
      return { ...none, cancel: true, prepare: chat && row.mode === "assisted" };
    case "held":
      return { ...none, settle: row.question != null, retry: true, cancel: true, prepare: chat };
    case "uncertain":
      return { ...none, settle: true, prepare: chat };
    case "failed":
      return { ...none, retry: true };
    case "claimed":
    case "armed":
    case "sent":
    case "canceled":
      return none;
  }
}
