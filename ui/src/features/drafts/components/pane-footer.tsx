import { Button } from "@/components/ui/button";
import { NARROW, useMedia } from "@/lib/use-media";

interface PaneFooterProps {
  /** What the main button does, in the server's words: "Approve & send in 30 s". */
  consequence: string;
  /** There is a text to edit and to write anew. */
  worded: boolean;
  blocked: boolean;
  approving: boolean;
  rewriting: boolean;
  /** Rows are selected: the key approves those. */
  selecting: boolean;
  onApprove: () => void;
  onEdit: () => void;
  onReject: () => void;
  onRewrite: () => void;
}

/** The deeds, each with its key; the main one says its consequence. */
export function PaneFooter(props: PaneFooterProps) {
  const roomy = !useMedia(NARROW);
  return (
    <div
      role="toolbar"
      aria-label="Decide"
      className="flex min-h-14 shrink-0 flex-wrap items-center gap-2 border-line border-t px-4 py-2 inspect:px-6"
    >
      <Button
        variant="primary"
        command="queue.approve"
        showKeys
        busy={props.approving}
        disabled={props.blocked}
        onClick={props.onApprove}
      >
        {props.consequence}
      </Button>
      {props.worded && (
        <Button command="queue.edit" showKeys={roomy} onClick={props.onEdit}>
          Edit
        </Button>
      )}
      <Button command="queue.reject" showKeys={roomy} onClick={props.onReject}>
        Reject
      </Button>
      {props.worded && (
        <Button
          variant="ghost"
          command="queue.rewrite"
          showKeys={roomy}
          busy={props.rewriting}
          onClick={props.onRewrite}
        >
          Rewrite
        </Button>
      )}
    </div>
  );
}
