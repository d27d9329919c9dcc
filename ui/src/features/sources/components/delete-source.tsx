import type { Source } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { plural } from "@/lib/words";
import { useDeleteSource } from "../queries";

export function DeleteSource({
  source,
  onClose,
  onDeleted,
}: {
  source: Source | null;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const remove = useDeleteSource();
  const submit = () =>
    source &&
    remove.mutate(source, {
      onSuccess: () => {
        onClose();
        onDeleted();
      },
    });
  return (
    <Dialog
      open={source !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${source?.name ?? ""}`}
      description={`Nothing more is collected from it. Its ${plural(source?.leads ?? 0, "lead")} stay, with everything known about them.`}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger" busy={remove.isPending} onClick={submit}>
            Delete the source
          </Button>
        </>
      }
    />
  );
}
