/** What happened with a person: drafts, deliveries, timeline. */
import { Link } from "@tanstack/react-router";
import type { ActivityView, DeliveryRow, DraftRow } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { RelativeTime } from "@/components/data/relative-time";
import { StatePill } from "@/components/ui/pill";
import { sayDelivery, sayDraft } from "@/lib/meaning";

const rowLook = "flex items-center gap-3 rounded-control -mx-2 px-2 py-1.5 hover:bg-hover";

const writers: Record<DraftRow["written_by"], string> = {
  offline: "from a template",
  llm: "by the model",
  human: "edited by you",
};

export function Drafts({ drafts }: { drafts: readonly DraftRow[] }) {
  if (drafts.length === 0) return <p className="text-ink-3 text-row">No draft yet.</p>;
  return (
    <ul>
      {drafts.map((draft) => (
        <li key={draft.id}>
          <Link to="/queue" search={{ id: draft.id }} className={rowLook}>
            <ChannelIcon channel={draft.channel} />
            <span className="min-w-0 grow truncate text-ink text-row">{draft.first_line}</span>
            <span className="hidden shrink-0 text-ink-3 text-meta inspect:inline">{writers[draft.written_by]}</span>
            {draft.variants > 1 && <span className="shrink-0 text-ink-3 text-meta">{draft.variant}</span>}
            <StatePill said={sayDraft(draft.status)} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function Deliveries({ deliveries }: { deliveries: readonly DeliveryRow[] }) {
  if (deliveries.length === 0) return <p className="text-ink-3 text-row">Nothing was sent to them.</p>;
  return (
    <ul>
      {deliveries.map((delivery) => (
        <li key={delivery.id}>
          <Link to="/deliveries" search={{ id: delivery.id }} className={rowLook}>
            <ChannelIcon channel={delivery.channel} />
            <span className="min-w-0 grow">
              <span className="block truncate text-ink text-row">{delivery.recipient}</span>
              <span className="block truncate text-ink-3 text-meta">
                {delivery.reason ?? delivery.receipt ?? delivery.waits_for ?? ""}
              </span>
            </span>
            <StatePill said={sayDelivery(delivery.state, delivery.dry_run)} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function Timeline({ events }: { events: readonly ActivityView[] }) {
  if (events.length === 0) return <p className="text-ink-3 text-row">Nothing happened yet.</p>;
  return (
    <ol className="flex flex-col">
      {events.map((event) => (
        <li
          key={`${event.at}-${event.kind}-${event.detail}`}
          className="relative ml-1 border-line border-l pb-3 pl-4 last:border-transparent last:pb-0"
        >
          <span
            aria-hidden
            className="absolute top-1.5 -left-[4.5px] size-2 rounded-full border-2 border-canvas bg-control"
          />
          <p className="text-ink text-row">{event.detail}</p>
          <p className="text-ink-3 text-meta">
            {event.actor === "human" ? "You" : "SDR Console"} · <RelativeTime at={event.at} />
          </p>
        </li>
      ))}
    </ol>
  );
}
