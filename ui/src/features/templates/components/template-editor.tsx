/** One template: its words, which drafts it is for, and whether it is used. */
import { useRef, useState } from "react";
import { ApiProblem, describeProblem } from "@/api/problem";
import type { Template } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Switch } from "@/components/ui/switch";
import { useCommand } from "@/lib/hotkeys";
import { channelName } from "@/lib/words";
import { type TemplateAnswers, useBuiltin, useSaveTemplate } from "../queries";
import { TemplatePreviewPane } from "./template-preview";
import { VariablesMenu } from "./variables-menu";

interface TemplateEditorProps {
  template: Template | null;
  start: TemplateAnswers;
  /** What was typed and not saved when this template was left. */
  typed: TemplateAnswers | undefined;
  onType: (words: TemplateAnswers | undefined) => void;
  onSaved: (template: Template) => void;
  onDelete: (() => void) | null;
}

export function TemplateEditor({ template, start, typed, onType, onSaved, onDelete }: TemplateEditorProps) {
  const [words, setWords] = useState(typed ?? start);
  const save = useSaveTemplate();
  const change = (part: Partial<TemplateAnswers>) => {
    const next = { ...words, ...part };
    setWords(next);
    onType(next);
  };
  const discard = () => {
    setWords(start);
    onType(undefined);
  };
  const changed = template === null || JSON.stringify(words) !== JSON.stringify(start);
  const server = save.error instanceof ApiProblem ? save.error.errors : {};
  const untold = save.isError && Object.keys(server).length === 0 ? describeProblem(save.error) : null;
  const submit = () =>
    save.mutate(
      { id: template?.id ?? null, ...words },
      {
        onSuccess: (saved) => {
          onType(undefined);
          onSaved(saved);
        },
      },
    );
  useCommand("form.save", submit, changed && !save.isPending);
  return (
    <div className="flex min-h-0 min-w-0 grow flex-col">
      <div className="relative flex min-h-0 grow flex-col overflow-y-auto inspect:flex-row inspect:overflow-hidden">
        <form
          aria-label="Template"
          noValidate
          className="flex min-w-0 flex-col gap-4 p-6 inspect:grow inspect:overflow-y-auto"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {untold && (
            <Callout meaning="stop" title={untold.title}>
              {untold.detail}
            </Callout>
          )}
          <div className="flex flex-wrap items-end gap-4">
            <Field label="Name" error={server.name} className="min-w-0 grow basis-48">
              {(ids) => (
                <Input
                  {...ids}
                  autoFocus={template === null}
                  value={words.name}
                  placeholder="Short hello"
                  onChange={(event) => change({ name: event.target.value })}
                />
              )}
            </Field>
            <div className="flex h-8 items-center">
              <Segmented
                label="Takes the place of"
                value={words.variant}
                onValueChange={(variant) => change({ variant })}
                options={[
                  { value: "A", label: "Variant A" },
                  { value: "B", label: "Variant B" },
                ]}
              />
            </div>
          </div>
          <Words words={words} errors={server} onChange={change} />
          <Enable words={words} onChange={change} />
        </form>
        <TemplatePreviewPane words={words} />
      </div>
      <div className="flex h-12 shrink-0 items-center gap-2 border-line border-t bg-canvas px-6">
        {onDelete && (
          <Button variant="ghost" onClick={onDelete}>
            Delete
          </Button>
        )}
        <span className="mr-auto" />
        {changed && template && (
          <Button variant="ghost" onClick={discard}>
            Discard
          </Button>
        )}
        <Button
          variant="primary"
          command="form.save"
          showKeys
          disabled={!changed}
          busy={save.isPending}
          onClick={submit}
        >
          {words.enabled ? "Save and use it" : "Save, not used yet"}
        </Button>
      </div>
    </div>
  );
}

interface WordsProps {
  words: TemplateAnswers;
  errors: Record<string, string>;
  onChange: (part: Partial<TemplateAnswers>) => void;
}

function Words({ words, errors, onChange }: WordsProps) {
  const body = useRef<HTMLTextAreaElement>(null);
  const subject = useRef<HTMLInputElement>(null);
  const [last, setLast] = useState<"subject" | "body">("body");
  const insert = (name: string) => {
    const field = last === "subject" ? subject.current : body.current;
    if (!field) return;
    const from = field.selectionStart ?? field.value.length;
    const to = field.selectionEnd ?? from;
    const piece = `{{${name}}}`;
    onChange({ [last]: field.value.slice(0, from) + piece + field.value.slice(to) });
    // After the new words have been drawn, the cursor goes behind what was put in.
    setTimeout(() => {
      field.focus();
      field.setSelectionRange(from + piece.length, from + piece.length);
    }, 0);
  };
  return (
    <>
      {words.channel === "email" && (
        <Field label="Subject" error={errors.subject}>
          {(ids) => (
            <Input
              {...ids}
              ref={subject}
              value={words.subject ?? ""}
              onFocus={() => setLast("subject")}
              onChange={(event) => onChange({ subject: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field
        label="Message"
        error={errors.body}
        help="Words in double braces are filled in for each person. One that cannot be filled in blocks the draft; it never sends a gap."
        aside={
          <span className="flex items-center gap-2">
            <StartFromBuiltin words={words} onChange={onChange} />
            <VariablesMenu onInsert={insert} />
          </span>
        }
      >
        {(ids) => (
          <Textarea
            {...ids}
            ref={body}
            value={words.body}
            spellCheck
            onFocus={() => setLast("body")}
            onChange={(event) => onChange({ body: event.target.value })}
            className="min-h-56 text-read"
          />
        )}
      </Field>
    </>
  );
}

interface BuiltinProps {
  words: TemplateAnswers;
  onChange: (part: Partial<TemplateAnswers>) => void;
}

function StartFromBuiltin({ words: { channel, variant, body: own }, onChange }: BuiltinProps) {
  const builtin = useBuiltin();
  return (
    <Button
      size="small"
      variant="ghost"
      busy={builtin.isPending}
      onClick={() =>
        builtin.mutate(
          { channel, variant },
          {
            onSuccess: ({ subject, body }) => onChange({ body, ...(channel === "email" && { subject }) }),
          },
        )
      }
    >
      {own.trim() === "" ? "Start from the built-in text" : "Replace with the built-in text"}
    </Button>
  );
}

function Enable({ words, onChange }: { words: TemplateAnswers; onChange: (part: Partial<TemplateAnswers>) => void }) {
  return (
    <div className="flex items-start justify-between gap-6 rounded-panel border border-line bg-surface p-3">
      <div className="min-w-0">
        <label htmlFor="template-on" className="font-medium text-ink text-row">
          Use this template
        </label>
        <p id="template-on-help" className="text-ink-2 text-meta">
          {words.enabled
            ? `New drafts for ${channelName(words.channel)} have these words as variant ${words.variant}. Another one in that place is switched off.`
            : "It is kept, and drafts are written without it."}
        </p>
      </div>
      <Switch
        id="template-on"
        checked={words.enabled}
        onCheckedChange={(enabled) => onChange({ enabled })}
        aria-describedby="template-on-help"
      />
    </div>
  );
}
