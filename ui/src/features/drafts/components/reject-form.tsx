import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

interface RejectFormProps {
  name: string;
  busy: boolean;
  onReject: (reason: string) => void;
  onCancel: () => void;
}

const common = ["Not a fit", "Wrong tone", "Bad timing", "Claim is not true"];

/** A rejection always has a reason: it is what the next judgement learns from. */
export function RejectForm({ name, busy, onReject, onCancel }: RejectFormProps) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (text: string) => {
    if (text.trim()) onReject(text.trim());
    else setAsked(true);
  };
  return (
    <form
      aria-label="Reject"
      className="flex flex-col gap-2 border-line border-t bg-surface px-6 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit(reason);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          onCancel();
        }
      }}
    >
      <div className="flex items-center gap-2">
        <Input
          ref={field}
          aria-label={`Why not write this to ${name}?`}
          placeholder={`Why not write this to ${name}?`}
          aria-invalid={asked && !reason.trim() ? true : undefined}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button type="submit" variant="danger" busy={busy}>
          Reject
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Keep it
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        {asked && !reason.trim() && (
          <span role="alert" className="mr-2 text-meta text-stop">
            A reason is needed.
          </span>
        )}
        {common.map((text) => (
          <Button key={text} size="small" variant="ghost" className="h-6" onClick={() => submit(text)}>
            {text}
          </Button>
        ))}
      </div>
    </form>
  );
}
