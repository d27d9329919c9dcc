import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "@/api/shared-queries";
import { EmptyState } from "@/components/feedback/empty-state";
import { buttonLook } from "@/components/ui/button";
import { sayNext } from "@/lib/status-words";
import { useNow } from "@/lib/use-now";
import { plural } from "@/lib/words";

export interface Tally {
  approved: number;
  rejected: number;
}

/** After the last draft: what was decided, and when the first goes out. */
export function QueueDone({ tally }: { tally: Tally }) {
  const { data: status } = useQuery(statusQuery);
  const now = useNow();
  const decided = tally.approved + tally.rejected > 0;
  const next = status?.next;
  return (
    <EmptyState
      kind={decided ? "done" : "first"}
      title={decided ? "Every draft is decided" : "Nothing waits for your yes"}
      action={
        <a href={decided ? "/deliveries" : "/leads"} className={buttonLook({ variant: "secondary" })}>
          {decided ? "See deliveries" : "Go to Leads"}
        </a>
      }
    >
      {decided && (
        <p>
          {[
            tally.approved > 0 && `You approved ${plural(tally.approved, "message")}`,
            tally.rejected > 0 &&
              `${tally.approved > 0 ? "rejected" : "You rejected"} ${plural(tally.rejected, "draft")}`,
          ]
            .filter(Boolean)
            .join(" and ")}
          .
        </p>
      )}
      {next ? (
        <p>
          {status.dry_run ? "Dry run: the first is recorded, not sent" : "The first goes out"}: {sayNext(next, now)}.
        </p>
      ) : (
        !decided && <p>Import leads and run the pipeline; drafts for the good ones come here.</p>
      )}
    </EmptyState>
  );
}
