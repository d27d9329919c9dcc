/** Which entries were put together into this person, and why; each can be taken apart again. */
import { useQuery } from "@tanstack/react-query";
import type { Merge } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Card } from "@/components/layout/card";
import { Button } from "@/components/ui/button";
import { asSentence } from "@/lib/sentence";
import { useUndoMerge } from "../mutations";
import { mergesQuery } from "../queries";

const reasons: Record<Merge["matched_by"], string> = {
  handle: "the same handle",
  email: "the same email address",
  person: "the same name and company",
  human: "you said so",
};

/** Nothing while there is nothing to tell. */
export function Merges({ id }: { id: string }) {
  const merges = useQuery(mergesQuery(id));
  if (!merges.data || merges.data.length === 0) return null;
  return (
    <Card title="Put together">
      <ul className="flex flex-col gap-3">
        {merges.data.map((merge) => (
          <MergeLine key={merge.id} merge={merge} />
        ))}
      </ul>
    </Card>
  );
}

function MergeLine({ merge }: { merge: Merge }) {
  const undo = useUndoMerge();
  return (
    <li className="flex items-start gap-3">
      <div className="min-w-0 grow">
        <p className="text-ink text-row">
          {merge.other_name} from {merge.source_name}: {reasons[merge.matched_by]}.
        </p>
        <p className="text-ink-3 text-meta">
          {merge.gained.length > 0 && `Brought ${merge.gained.join(", ")}. `}
          <RelativeTime at={merge.at} />
        </p>
        {merge.undo_refused && !merge.undone_at && (
          <p className="text-ink-2 text-meta">{asSentence(merge.undo_refused)}</p>
        )}
      </div>
      {merge.undone_at ? (
        <span className="shrink-0 text-ink-3 text-meta">Taken apart</span>
      ) : (
        !merge.undo_refused && (
          <Button
            size="small"
            hint="They become two people again, each with what it had"
            busy={undo.isPending}
            onClick={() => undo.mutate(merge.id)}
          >
            Take apart
          </Button>
        )
      )}
    </li>
  );
}
