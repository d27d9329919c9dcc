import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useSuppressLeads } from "../mutations";

interface SuppressDialogProps {
  /** Who; null closes the dialog. */
  people: { ids: readonly string[]; name: string } | null;
  onClose: () => void;
}

/** "Never contact", with a reason that will still make sense in a year. */
export function SuppressDialog({ people, onClose }: SuppressDialogProps) {
  const [reason, setReason] = useState("");
  const suppress = useSuppressLeads();
  const done = () => {
    setReason("");
    onClose();
  };
  const submit = () => people && suppress.mutate({ ids: people.ids, reason: reason.trim() }, { onSuccess: done });
  return (
    <Dialog
      open={people !== null}
      onOpenChange={(open) => !open && done()}
      title={`Never contact ${people?.name ?? ""}`}
      description="They get no message on any channel. Messages that wait for them are canceled and their drafts can no longer be approved. You can take it back under Do not contact."
      footer={
        <>
          <Button onClick={done}>Keep contacting</Button>
          <Button variant="danger" busy={suppress.isPending} disabled={!reason.trim()} onClick={submit}>
            Never contact
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim()) submit();
        }}
      >
        <Field label="Reason" help="Kept on the list, so that you know later.">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              value={reason}
              placeholder="Asked not to be contacted"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
