/**
 * What was decided in this sitting: which texts were shown (only those can be approved in bulk), what can still be
 * undone, and where the cursor goes next.
 */
import { useRef, useState } from "react";
import { toast } from "sonner";
import type { ApprovalResult, DraftDetail, DraftVariant } from "@/api/types";
import { plural } from "@/lib/words";
import type { Tally } from "./components/queue-done";
import { dropUndo, offerUndo } from "./components/undo-toast";
import { type ApproveItem, useApproveMany, useRestore, useUndo } from "./mutations";

interface DecisionsOptions {
  ids: readonly string[];
  cursor: string | null;
  goTo: (id: string | null) => void;
}

export function useDecisions({ ids, cursor, goTo }: DecisionsOptions) {
  const shown = useRef(new Map<string, ApproveItem>());
  const [tally, setTally] = useState<Tally>({ approved: 0, rejected: 0 });
  const [undoable, setUndoable] = useState<readonly ApprovalResult[]>([]);
  const many = useApproveMany();
  const undo = useUndo();
  const restore = useRestore();

  const count = (change: Partial<Tally>) =>
    setTally((now) => ({
      approved: now.approved + (change.approved ?? 0),
      rejected: now.rejected + (change.rejected ?? 0),
    }));
  const moveOn = () => {
    const at = cursor ? ids.indexOf(cursor) : -1;
    goTo(ids[at + 1] ?? ids[at - 1] ?? null);
  };
  const takeBack = (result: ApprovalResult) => {
    setUndoable((now) => now.filter((one) => one.approval_id !== result.approval_id));
    dropUndo(result.approval_id);
    undo.mutate(result.approval_id, {
      onSuccess: (row) => {
        count({ approved: -1 });
        toast(`Taken back. The draft to ${row.lead_name} waits for you again.`);
        goTo(row.id);
      },
    });
  };
  const remember = (result: ApprovalResult) => {
    setUndoable((now) => [...now, result]);
    count({ approved: 1 });
    offerUndo(result, () => takeBack(result));
  };

  return {
    tally,
    busy: many.isPending,
    canUndo: undoable.length > 0,
    undoLast: () => {
      const last = undoable.at(-1);
      if (last) takeBack(last);
    },
    wasShown: (id: string) => shown.current.has(id),
    /** The first variant counts as shown when the draft opens. */
    noteShown: (detail: DraftDetail) => {
      const first = detail.variants[0];
      if (first && !shown.current.has(detail.id))
        shown.current.set(detail.id, { id: first.id, fingerprint: first.fingerprint });
    },
    noteVariant: (draftId: string, variant: DraftVariant) => {
      shown.current.set(draftId, { id: variant.id, fingerprint: variant.fingerprint });
    },
    approved: (result: ApprovalResult) => {
      remember(result);
      moveOn();
    },
    rejected: (draft: DraftDetail) => {
      count({ rejected: 1 });
      toast(`Rejected the draft to ${draft.lead.name}.`, {
        action: {
          label: "Restore",
          onClick: () =>
            restore.mutate(draft.id, {
              onSuccess: () => {
                count({ rejected: -1 });
                goTo(draft.id);
              },
            }),
        },
      });
      moveOn();
    },
    approveMany: (selected: readonly string[], done: () => void) => {
      const items = selected.flatMap((id) => shown.current.get(id) ?? []);
      const unread = selected.length - items.length;
      if (unread > 0) {
        toast(`${plural(unread, "selected draft")} not opened yet.`, {
          description: "Open each one first; only what you have read can be approved.",
        });
        return;
      }
      many.mutate(items, {
        onSuccess: ({ approved, refused }) => {
          for (const result of approved) remember(result);
          for (const one of refused) toast.error(one.reason);
          done();
          goTo(null);
        },
      });
    },
  };
}
