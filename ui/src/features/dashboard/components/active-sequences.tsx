import type { SequenceRow } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Button } from "@/components/ui/button";
import { useGoTo } from "@/lib/use-go-to";
import { count } from "@/lib/words";

/** Sequences that run: how many are in them, who waits for a yes, and when the next step is due. */
export function ActiveSequences({ sequences }: { sequences: readonly SequenceRow[] }) {
  const goTo = useGoTo();
  const active = sequences.filter((row) => row.state === "active");
  if (active.length === 0) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p className="grow text-ink-2 text-row">No sequence is running.</p>
        <Button size="small" onClick={() => goTo("/sequences")}>
          {sequences.length === 0 ? "Make a sequence" : "Go to Sequences"}
        </Button>
      </div>
    );
  }
  return (
    <ul className="-mx-2 flex flex-col">
      {active.map((row) => (
        <li key={row.id} className="flex min-h-9 flex-wrap items-center gap-x-3">
          <button
            type="button"
            onClick={() => goTo(`/sequences/${row.id}`)}
            className="flex min-h-9 min-w-0 grow items-center gap-3 rounded-control px-2 py-1 text-left text-row hover:bg-hover"
          >
            <span className="min-w-0 truncate font-medium text-ink">{row.name}</span>
            <span className="tabular whitespace-nowrap text-ink-2 text-meta">
              {count(row.counts.active + row.counts.waiting_approval + row.counts.paused)} in it
            </span>
            {row.next_at && (
              <span className="ml-auto text-ink-3 text-meta">
                next <RelativeTime at={row.next_at} style="when" />
              </span>
            )}
          </button>
          {row.counts.waiting_approval > 0 && (
            <Button size="small" onClick={() => goTo("/queue")}>
              {count(row.counts.waiting_approval)} to approve
            </Button>
          )}
          <Button size="small" variant="ghost" onClick={() => goTo(`/preview?sequence=${row.id}`)}>
            Preview
          </Button>
        </li>
      ))}
    </ul>
  );
}
