import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Run, RunFailure, RunStage } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { plural } from "@/lib/words";
import { failuresQuery } from "../queries";

/** What failed in a stage, asked for when it is opened, a page at a time. */
export function Failures({ run, stage }: { run: Run; stage: RunStage }) {
  const [open, setOpen] = useState(false);
  const what = stage.stage === "collect" ? plural(stage.failed, "source") : plural(stage.failed, "lead");
  return (
    <details className="mt-1.5" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-[4px] text-meta text-stop">{what} failed; the others went on</summary>
      {open && <FailureList run={run} stage={stage} />}
    </details>
  );
}

function FailureList({ run, stage }: { run: Run; stage: RunStage }) {
  const query = useInfiniteQuery(failuresQuery(run.id, stage.stage));
  // The first ones came with the run: they stand there at once.
  const first = run.failures.filter((failure) => failure.stage === stage.stage);
  const items = query.data?.pages.flatMap((page) => page.items) ?? first;
  return (
    <ul className="mt-1.5 flex flex-col gap-1.5 border-line border-l-2 pl-3">
      {items.map((failure) => (
        <FailureLine key={`${failure.lead_id}-${failure.source_id}-${failure.reason}`} failure={failure} />
      ))}
      {query.isPending && items.length === 0 && (
        <li role="status" aria-label="Loading failures">
          <Skeleton className="w-64" />
        </li>
      )}
      {query.isError && (
        <li className="text-ink-2 text-meta">
          The list did not load.{" "}
          <Button variant="link" size="small" onClick={() => void query.refetch()}>
            Try again
          </Button>
        </li>
      )}
      {query.hasNextPage && (
        <li>
          <Button
            variant="link"
            size="small"
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </li>
      )}
    </ul>
  );
}

function FailureLine({ failure }: { failure: RunFailure }) {
  return (
    <li className="text-ink-2 text-meta">
      {failure.lead_id && (
        <Link to="/leads/$id" params={{ id: failure.lead_id }} className="font-medium text-accent-ink hover:underline">
          {failure.lead_name ?? "Open the lead"}
        </Link>
      )}
      {!failure.lead_id && failure.source_id && (
        <Link to="/sources" search={{ id: failure.source_id }} className="font-medium text-accent-ink hover:underline">
          Open the source
        </Link>
      )}{" "}
      {failure.reason}{" "}
      <span className="text-ink-3">
        <RelativeTime at={failure.at} />
      </span>
    </li>
  );
}
