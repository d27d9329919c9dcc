import { useDeliveryDeed } from "@/api/delivery-deeds";
import type { DeliveryDetail } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { DeliveryQuestion } from "@/components/data/delivery-question";
import { RelativeTime } from "@/components/data/relative-time";
import { Section } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { Badge, MeaningIcon, StatePill } from "@/components/ui/pill";
import { sayDelivery, sayPart } from "@/lib/meaning";
import { openLabel } from "@/lib/opening";
import { actionName, hasWords } from "@/lib/words";
import { allowedDeeds } from "../deeds";
import { outcome } from "./columns";

/** One delivery: its state and question, what was sent part by part, and everything that happened, newest last. */
export function DeliveryPanel({ delivery }: { delivery: DeliveryDetail }) {
  const { row } = delivery;
  const deeds = allowedDeeds(row);
  const cancel = useDeliveryDeed("cancel");
  const prepare = useDeliveryDeed("prepare");
  const retry = useDeliveryDeed("retry");
  const asks = row.question != null || row.state === "failed";
  return (
    <>
      <div className="flex flex-col gap-3 border-line border-b p-4">
        <div className="flex items-start gap-2">
          <div className="min-w-0 grow">
            <h2 className="truncate font-semibold text-section">{row.lead_name}</h2>
            <p className="mt-0.5 flex items-center gap-1.5 text-ink-2 text-row">
              <ChannelIcon channel={row.channel} className="size-3.5" />
              {!hasWords(row.action) && <span className="text-ink">{actionName(row.action, row.channel)}</span>}
              <span className="select-text truncate">{row.recipient}</span>
            </p>
          </div>
          {row.mode === "assisted" && <Badge>Assisted</Badge>}
          <StatePill said={sayDelivery(row.state, row.dry_run)} />
        </div>
        {asks ? <DeliveryQuestion row={row} keys /> : <p className="text-ink-2 text-row">{outcome(row)}</p>}
        {row.state === "queued" && row.next_at && (
          <p className="text-ink-3 text-meta">
            Can go <RelativeTime at={row.next_at} style="when" />
          </p>
        )}
        {((!asks && (deeds.prepare || deeds.retry)) || deeds.cancel) && (
          <div className="flex flex-wrap gap-2">
            {!asks && deeds.prepare && (
              <Button
                size="small"
                command="deliveries.prepare"
                showKeys
                busy={prepare.isPending}
                onClick={() => prepare.mutate(row.id)}
              >
                {openLabel(row)}
              </Button>
            )}
            {!asks && deeds.retry && (
              <Button
                size="small"
                command="deliveries.retry"
                showKeys
                busy={retry.isPending}
                onClick={() => retry.mutate(row.id)}
              >
                Retry
              </Button>
            )}
            {deeds.cancel && (
              <Button
                size="small"
                variant="danger"
                command="deliveries.cancel"
                showKeys
                busy={cancel.isPending}
                onClick={() => cancel.mutate(row.id)}
              >
                Cancel
              </Button>
            )}
          </div>
        )}
      </div>
      {hasWords(row.action) && <Message delivery={delivery} />}
      <Section title="What happened">
        <ol className="flex flex-col gap-2">
          {delivery.events.map((event) => (
            <li key={`${event.at}-${event.part}-${event.event}`} className="flex items-baseline gap-3 text-row">
              <span className="min-w-0 grow text-ink-2">
                {event.part != null && delivery.parts.length > 1 && (
                  <span className="text-ink-3">Paragraph {event.part}: </span>
                )}
                {event.detail || event.event.replaceAll("_", " ")}
              </span>
              <span className="shrink-0 text-ink-3 text-meta">
                <RelativeTime at={event.at} />
              </span>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

/** What was written, paragraph by paragraph, each with its own state. */
function Message({ delivery }: { delivery: DeliveryDetail }) {
  const { row } = delivery;
  return (
    <Section
      title={delivery.parts.length > 1 ? "Message, paragraph by paragraph" : "Message"}
      aside={delivery.parts.length > 1 ? `${row.parts_sent} of ${row.parts} sent` : null}
    >
      {delivery.subject && <p className="mb-2 font-semibold text-ink text-row">{delivery.subject}</p>}
      <ol className="flex flex-col gap-2">
        {delivery.parts.map((part) => {
          const said = sayPart(part.state);
          return (
            <li key={part.number} className="rounded-panel border border-line bg-sunken px-3 py-2">
              <p className="whitespace-pre-wrap break-words text-ink text-row">{part.text}</p>
              {!row.dry_run && (
                <p className="mt-1 flex items-center gap-1 text-ink-2 text-meta">
                  <MeaningIcon meaning={said.meaning} className="size-3" />
                  {said.word}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
