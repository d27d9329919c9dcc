/** Which deeds a delivery allows in each state; the machine itself lives on the server. */
import type { DeliveryRow } from "@/api/types";
import { canOpen } from "@/lib/opening";

export interface AllowedDeeds {
  settle: boolean;
  retry: boolean;
  cancel: boolean;
  prepare: boolean;
}

export function allowedDeeds(row: DeliveryRow): AllowedDeeds {
  const none: AllowedDeeds = { settle: false, retry: false, cancel: false, prepare: false };
  const prepare = canOpen(row);
  switch (row.state) {
    case "queued":
      return { ...none, cancel: true, prepare: prepare && row.mode === "assisted" };
    case "held":
      return { ...none, settle: row.question != null, retry: true, cancel: true, prepare };
    case "uncertain":
      return { ...none, settle: true, prepare };
    case "failed":
      return { ...none, retry: true };
    case "armed":
      // It stands ready and only the person knows whether the last key was pressed.
      return row.question == null ? none : { ...none, settle: true, prepare };
    case "claimed":
    case "sent":
    case "canceled":
      return none;
  }
}
