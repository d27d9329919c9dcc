import { useDeliveryDeed, useSettle } from "@/api/delivery-deeds";
import type { DeliveryRow } from "@/api/types";
import { sayDelivery } from "@/lib/meaning";
import { canOpen, openLabel } from "@/lib/opening";
import { Callout } from "../feedback/callout";
import { Button } from "../ui/button";

/** True when the delivery waits for a person. */
export function needsPerson(row: DeliveryRow): boolean {
  return row.question != null || row.state === "failed";
}

/** A delivery that waits for a person: its one question with two answers, or the failure with its fix. */
export function DeliveryQuestion({ row, keys = false }: { row: DeliveryRow; keys?: boolean }) {
  const settle = useSettle();
  const retry = useDeliveryDeed("retry");
  const prepare = useDeliveryDeed("prepare");
  const { meaning } = sayDelivery(row.state);
  const busy = settle.isPending || retry.isPending || prepare.isPending;

  if (!row.question) {
    if (row.state !== "failed") return null;
    return (
      <Callout
        meaning="stop"
        title={`Nothing reached ${row.lead_name}`}
        action={
          <Button
            size="small"
            busy={busy}
            {...(keys && { command: "deliveries.retry" as const, showKeys: true })}
            onClick={() => retry.mutate(row.id)}
          >
            Retry
          </Button>
        }
      >
        {row.reason}
      </Callout>
    );
  }
  return (
    <Callout
      meaning={meaning}
      title={row.question.text}
      action={
        <>
          <Button
            size="small"
            busy={busy}
            {...(keys && { command: "deliveries.yes" as const, showKeys: true })}
            onClick={() => settle.mutate({ id: row.id, outcome: "sent" })}
          >
            {row.question.yes}
          </Button>
          <Button
            size="small"
            busy={busy}
            {...(keys && { command: "deliveries.no" as const, showKeys: true })}
            onClick={() => settle.mutate({ id: row.id, outcome: "not_sent" })}
          >
            {row.question.no}
          </Button>
          {canOpen(row) && (
            <Button
              size="small"
              variant="ghost"
              busy={busy}
              {...(keys && { command: "deliveries.prepare" as const, showKeys: true })}
              onClick={() => prepare.mutate(row.id)}
            >
              {openLabel(row)}
            </Button>
          )}
        </>
      }
    >
      {row.reason}
    </Callout>
  );
}
