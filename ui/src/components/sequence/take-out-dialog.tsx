import { useTurn } from "@/api/sequence-deeds";
import type { EnrollmentRow } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { plural } from "@/lib/words";

interface TakeOutDialogProps {
  /** Who; null closes the dialog. */
  rows: readonly EnrollmentRow[] | null;
  onClose: () => void;
  onDone?: () => void;
}

/** Taking leads out of a sequence cannot be taken back, so it is asked. */
export function TakeOutDialog({ rows, onClose, onDone }: TakeOutDialogProps) {
  const turn = useTurn();
  const first = rows?.[0];
  const many = rows?.length ?? 0;
  const who = many === 1 ? (first?.lead_name ?? "") : plural(many, "lead");
  return (
    <Dialog
      open={rows !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Take ${who} out of ${first?.sequence_name ?? "the sequence"}`}
      description="What waits for them in it is canceled. What was sent stays on record. You can enroll them again from the start."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep {many === 1 ? "them" : "all"} in
          </Button>
          <Button
            variant="danger"
            busy={turn.isPending}
            onClick={() =>
              rows &&
              turn.mutate(
                { turn: "exit", scopes: rows.map((row) => ({ enrollment_id: row.id })) },
                {
                  onSuccess: () => {
                    onDone?.();
                    onClose();
                  },
                },
              )
            }
          >
            Take {who} out
          </Button>
        </>
      }
    />
  );
}
