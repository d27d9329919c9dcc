import { useInfiniteQuery } from "@tanstack/react-query";
import type { EgressEntry } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { sayBytes } from "@/lib/bytes";
import { sayPurpose } from "@/lib/egress-words";
import { plural } from "@/lib/words";
import { type EgressFilters, ledgerQuery } from "../queries";

interface LedgerProps {
  filters: EgressFilters;
  onClear: () => void;
}

/** Every request, newest first: where, what for, which fields, of how many people, and how it ended. */
export function Ledger({ filters, onClear }: LedgerProps) {
  const query = useInfiniteQuery(ledgerQuery(filters));
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={6} label="Loading requests" />;
  const entries = query.data.pages.flatMap((page) => page.items);
  const filtered = Object.values(filters).some(Boolean);
  if (entries.length === 0) {
    return filtered ? (
      <EmptyState
        kind="nothing"
        title="No request matches"
        action={<Button onClick={onClear}>Clear the filters</Button>}
      />
    ) : (
      <EmptyState kind="done" title="Nothing has left">
        Each request is written down here before it goes out.
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Requests" className="overflow-hidden rounded-panel border border-line bg-surface">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="ghost"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          className="self-start"
        >
          Show older requests
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: EgressEntry }) {
  const refused = entry.outcome?.startsWith("refused") ?? false;
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line border-b px-4 py-2 text-row last:border-b-0">
      <span className="min-w-0 grow basis-56">
        <span className="block truncate text-ink">
          <span className="font-medium">{sayPurpose(entry.purpose)}</span> at {entry.host}
        </span>
        <span className="block text-ink-2 text-meta">{sayWhat(entry)}</span>
      </span>
      <span className="tabular flex shrink-0 items-baseline gap-3 text-ink-3 text-meta">
        <span className={refused ? "font-medium text-stop" : undefined}>{sayOutcome(entry)}</span>
        <span>{sayBytes(entry.bytes_out)} sent</span>
        <RelativeTime at={entry.at} />
      </span>
    </li>
  );
}

/** "Posts, profile of 1 person", or that nobody's data was in it. */
function sayWhat({ fields, people }: EgressEntry): string {
  if (fields.length === 0) return "No data about people";
  const words = fields.join(", ").replaceAll("_", " ");
  const said = words.charAt(0).toUpperCase() + words.slice(1);
  return people > 0 ? `${said} of ${plural(people, "person", "people")}` : said;
}

/** "200" is an answer, "403" is an answer that says no; the rest are words already. */
function sayOutcome({ outcome }: EgressEntry): string {
  if (outcome === null) return "no answer yet";
  if (/^[23]\d\d$/u.test(outcome)) return "answered";
  return /^\d+$/u.test(outcome) ? `answered with error ${outcome}` : outcome;
}
