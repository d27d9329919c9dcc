import { useEffect, useRef, useState } from "react";
import type { DraftDetail, DraftVariant } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Keys } from "@/components/ui/kbd";
import { Length, usedOf } from "./message-preview";

interface DraftEditorProps {
  draft: DraftDetail;
  variant: DraftVariant;
  busy: boolean;
  onSave: (text: { subject: string | null; body: string }) => void;
  onCancel: () => void;
}

/** Editing in place: a live counter against the channel's limit, Ctrl/Cmd+Enter saves, Esc gives up. */
export function DraftEditor({ draft, variant, busy, onSave, onCancel }: DraftEditorProps) {
  const [subject, setSubject] = useState(variant.subject ?? "");
  const [body, setBody] = useState(variant.body);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  const over = draft.limit.max != null && usedOf(draft, body) > draft.limit.max;
  const mail = draft.channel === "email";
  const fault =
    body.trim() === "" ? "The message is empty." : mail && subject.trim() === "" ? "A mail needs a subject." : null;
  const save = () => {
    if (!over && !fault) onSave({ subject: mail ? subject.trim() : variant.subject, body });
  };
  return (
    <form
      aria-label="Edit the message"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          onCancel();
        }
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          save();
        }
      }}
    >
      {mail && (
        <Field label="Subject">
          {(control) => (
            <Input {...control} spellCheck value={subject} onChange={(event) => setSubject(event.target.value)} />
          )}
        </Field>
      )}
      <Field
        label="Message"
        aside={<Length draft={draft} body={body} />}
        error={fault ?? undefined}
        help={draft.channel === "telegram" ? "An empty line starts a new bubble." : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            rows={linesOf(body)}
            spellCheck
            value={body}
            onChange={(event) => setBody(event.target.value)}
            className="min-h-48 px-3 text-read leading-[22px]"
          />
        )}
      </Field>
      <div className="flex items-center gap-2">
        <Button type="submit" variant="primary" busy={busy} disabled={over || fault !== null}>
          Save
          <Keys command="form.save" onAccent />
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Keep as it was
        </Button>
      </div>
    </form>
  );
}

/** Lines the text takes at the field's width, for web views that cannot size a field by its content. */
function linesOf(text: string): number {
  const wrapped = text.split("\n").reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / 72)), 0);
  return Math.min(24, Math.max(8, wrapped + 1));
}
