import { describeProblem } from "@/api/problem";
import type { SequenceDetail } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { plural } from "@/lib/words";

/** Leads that are still on their way. */
export function insideOf({ counts }: Pick<SequenceDetail, "counts">): number {
  return counts.active + counts.waiting_approval + counts.paused;
}

interface SaveDialogProps {
  sequence: SequenceDetail;
  busy: "stay" | "over" | null;
  error: unknown;
  onSave: (over: boolean) => void;
  onClose: () => void;
}

/** A new version: what it means for those who are on their way. */
export function SaveDialog({ sequence, busy, error, onSave, onClose }: SaveDialogProps) {
  const inside = insideOf(sequence);
  const problem = error ? describeProblem(error) : null;
  const versions =
    sequence.on_older_versions > 0 ? `version ${sequence.version} or older ones` : `version ${sequence.version}`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Save as version ${sequence.version + 1}`}
      description={
        inside === 0
          ? "Leads that are enrolled from now on take these steps."
          : `${plural(inside, "lead")} ${inside === 1 ? "stays" : "stay"} on ${versions} until you move them over. Leads that are enrolled from now on take the new steps.`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {inside > 0 && (
            <Button busy={busy === "over"} disabled={busy !== null} onClick={() => onSave(true)}>
              Save and move them over
            </Button>
          )}
          <Button
            autoFocus
            variant="primary"
            busy={busy === "stay"}
            disabled={busy !== null}
            onClick={() => onSave(false)}
          >
            Save
          </Button>
        </>
      }
    >
      {inside > 0 && (
        <p className="text-ink-2 text-row">
          Moved over, each goes on at the step it is at. Those whose step is gone stay on their version.
        </p>
      )}
      {problem && (
        <Callout meaning="stop" title={problem.title} className="mt-3">
          {problem.detail}
        </Callout>
      )}
    </Dialog>
  );
}

interface LeaveDialogProps {
  open: boolean;
  onStay: () => void;
  onLeave: () => void;
}

export function LeaveDialog({ open, onStay, onLeave }: LeaveDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onStay()}
      title="Leave without saving?"
      description="The changes of these steps are not saved and would be gone."
      footer={
        <>
          <Button variant="danger" onClick={onLeave}>
            Leave and lose them
          </Button>
          <Button autoFocus variant="primary" onClick={onStay}>
            Stay here
          </Button>
        </>
      }
    />
  );
}
