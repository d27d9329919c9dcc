import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useDeleteLeads } from "../mutations";

interface DeleteDialogProps {
  people: { ids: readonly string[]; name: string } | null;
  onClose: () => void;
  onDeleted?: () => void;
}

export function DeleteDialog({ people, onClose, onDeleted }: DeleteDialogProps) {
  const remove = useDeleteLeads();
  const submit = () =>
    people &&
    remove.mutate(people.ids, {
      onSuccess: () => {
        onClose();
        onDeleted?.();
      },
    });
  return (
    <Dialog
      open={people !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${people?.name ?? ""}`}
      description="Everything known about them goes: posts, verdict, drafts. This cannot be undone. To be sure they are never contacted again, use Never contact instead: a deleted person can come back with the next import."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep
          </Button>
          <Button variant="danger" busy={remove.isPending} onClick={submit}>
            Delete for good
          </Button>
        </>
      }
    />
  );
}
