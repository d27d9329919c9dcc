/** A new sequence: from one of the templates, seen in small, or empty. */
import { useQuery } from "@tanstack/react-query";
import { RadioGroup as Radix } from "radix-ui";
import { useState } from "react";
import { describeProblem } from "@/api/problem";
import type { SequenceDetail, SequenceTemplate } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Badge } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { plural } from "@/lib/words";
import { sequenceTemplatesQuery, useCreateSequence } from "../queries";
import { SmallTrack } from "./small-track";

const EMPTY = "empty";
const room = { width: 190, height: 148 };

interface NewSequenceDialogProps {
  onClose: () => void;
  onMade: (sequence: SequenceDetail) => void;
}

export function NewSequenceDialog({ onClose, onMade }: NewSequenceDialogProps) {
  const templates = useQuery(sequenceTemplatesQuery);
  const create = useCreateSequence();
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const choice = chosen ?? templates.data?.find((one) => one.recommended)?.key ?? EMPTY;
  const template = templates.data?.find((one) => one.key === choice);
  const name = typed ?? template?.name ?? "";
  const submit = () => {
    const wish = { name: name.trim(), description: template?.description ?? "", settings: null };
    create.mutate(
      template ? { ...wish, template: template.key, steps: null } : { ...wish, template: null, steps: [] },
      { onSuccess: onMade },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New sequence"
      description="Nobody is enrolled by making it."
      className="w-[min(760px,calc(100vw-32px))]"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={create.isPending} disabled={!name.trim() || !templates.data} onClick={submit}>
            Make it and open the steps
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && !create.isPending) submit();
        }}
      >
        <Field label="Name">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              value={name}
              placeholder="Follow-up after the fair"
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        {templates.isError ? (
          <ProblemNotice error={templates.error} onRetry={() => void templates.refetch()} />
        ) : templates.isPending ? (
          <SkeletonRows rows={4} label="Loading templates" />
        ) : (
          <Radix.Root
            aria-label="Start from"
            value={choice}
            onValueChange={setChosen}
            className="grid grid-cols-2 gap-2 pb-1 rail:grid-cols-3"
          >
            {templates.data.map((one) => (
              <Start key={one.key} value={one.key} template={one} />
            ))}
            <Start value={EMPTY} template={null} />
          </Radix.Root>
        )}
        {create.error && <Callout meaning="stop" {...describedBy(create.error)} />}
      </form>
    </Dialog>
  );
}

function describedBy(error: unknown) {
  const { title, detail } = describeProblem(error);
  return { title, children: detail };
}

function Start({ value, template }: { value: string; template: SequenceTemplate | null }) {
  return (
    <Radix.Item
      value={value}
      className="flex flex-col gap-2 rounded-panel border border-line bg-surface p-3 text-left transition-colors duration-150 hover:border-line-strong data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
    >
      <span className="flex h-[152px] w-full items-start justify-center overflow-hidden">
        {template ? (
          <SmallTrack steps={template.steps} within={room} />
        ) : (
          <span className="mt-2 size-8 rounded-control border border-line-strong border-dashed" />
        )}
      </span>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-ink text-row">
        {template?.name ?? "Empty"}
        {template?.recommended && <Badge accent>Recommended</Badge>}
      </span>
      <span className="text-ink-2 text-meta">{template?.description ?? "Add every step yourself."}</span>
      <span className="tabular mt-auto text-ink-3 text-meta">{plural(template?.steps.length ?? 0, "step")}</span>
    </Radix.Item>
  );
}
