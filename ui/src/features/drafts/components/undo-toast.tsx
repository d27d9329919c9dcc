import { toast } from "sonner";
import type { ApprovalResult } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useNow } from "@/lib/use-now";

function UndoToast({ result, onUndo }: { result: ApprovalResult; onUndo: () => void }) {
  const now = useNow(500);
  const left = Math.max(0, Math.ceil((new Date(result.undo_until).getTime() - now.getTime()) / 1000));
  return (
    <div className="flex w-full items-center gap-3">
      <p className="min-w-0 grow text-ink">{result.sentence}</p>
      <Button size="small" command="queue.undo" showKeys disabled={left === 0} onClick={onUndo}>
        <span className="tabular">Undo {left} s</span>
      </Button>
    </div>
  );
}

/** Offers to take the approval back, with the seconds left, for as long as the server allows. */
export function offerUndo(result: ApprovalResult, onUndo: () => void) {
  const duration = new Date(result.undo_until).getTime() - Date.now();
  if (duration <= 0) return;
  const id = `undo-${result.approval_id}`;
  toast.custom(
    () => (
      <UndoToast
        result={result}
        onUndo={() => {
          toast.dismiss(id);
          onUndo();
        }}
      />
    ),
    { id, duration },
  );
}

export function dropUndo(approvalId: string) {
  toast.dismiss(`undo-${approvalId}`);
}
