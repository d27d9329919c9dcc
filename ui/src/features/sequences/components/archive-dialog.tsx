import type { SequenceCounts } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { plural } from "@/lib/words";
import { useArchiveSequence } from "../queries";

interface ArchiveDialogProps {
  /** Which; null closes the dialog. */
  sequence: { id: string; name: string; counts: SequenceCounts } | null;
  onClose: () => void;
  onArchived: () => void;
}

export function ArchiveDialog({ sequence, onClose, onArchived }: ArchiveDialogProps) {
  const archive = useArchiveSequence();
  const { active = 0, waiting_approval = 0, paused = 0 } = sequence?.counts ?? {};
  const inside = active + waiting_approval + paused;
  return (
    <Dialog
      open={sequence !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Archive ${sequence?.name ?? ""}`}
      description={
        inside > 0
          ? `${plural(inside, "lead")} in it ${inside === 1 ? "is" : "are"} taken out and what waits for them is canceled. What was sent stays on record.`
          : "Nobody is in it. What was sent stays on record."
      }
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="danger"
            busy={archive.isPending}
            onClick={() =>
              sequence &&
              archive.mutate(sequence, {
                onSuccess: () => {
                  onClose();
                  onArchived();
                },
              })
            }
          >
            {inside > 0 ? `Archive and take out ${plural(inside, "lead")}` : "Archive"}
          </Button>
        </>
      }
    />
  );
}
