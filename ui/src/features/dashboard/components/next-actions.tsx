import type { NextAction } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { RelativeTime } from "@/components/data/relative-time";
import { useGoTo } from "@/lib/use-go-to";
import { actionName } from "@/lib/words";

/** The next ten things that will happen, with their time or what they wait for. */
export function NextActions({ actions }: { actions: readonly NextAction[] }) {
  const goTo = useGoTo();
  if (actions.length === 0)
    return (
      <p className="text-ink-2 text-row">
        Nothing is planned. Approved messages and the steps of sequences line up here.
      </p>
    );
  return (
    <ol className="-mx-2 flex flex-col">
      {actions.slice(0, 10).map((action) => (
        <li key={action.delivery_id}>
          <button
            type="button"
            onClick={() => goTo(`/deliveries?id=${action.delivery_id}`)}
            className="flex min-h-9 w-full items-center gap-2.5 rounded-control px-2 py-1 text-left text-row hover:bg-hover"
          >
            <ChannelIcon channel={action.channel} />
            <span className="min-w-0 grow">
              <span className="flex items-baseline gap-2">
                <span className="shrink-0 text-ink-2">{actionName(action.action, action.channel)}</span>
                <span className="max-w-full truncate text-ink">{action.lead_name}</span>
                <span className="min-w-0 truncate text-ink-3 text-meta">{action.recipient}</span>
              </span>
              {action.waits_for && !action.at && <span className="block text-ink-2 text-meta">{action.waits_for}</span>}
            </span>
            {action.at && (
              <span className="text-ink-2 text-meta">
                <RelativeTime at={action.at} style="when" />
              </span>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}
