/** "They replied": what came back outside the app, and what that stops. */
import { useState } from "react";
import { describeProblem } from "@/api/problem";
import type { Channel, LeadDetail, ReplyForm, ReplyKind } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { sayReply } from "@/lib/meaning";
import { channelName } from "@/lib/words";
import { useRecordReply } from "../mutations";

const channels: readonly Channel[] = ["telegram", "email", "x", "linkedin"];

const kinds: readonly { value: ReplyKind; note: string }[] = [
  { value: "reply", note: "Every sequence of theirs ends; you take over. Colleagues may be paused." },
  { value: "engagement", note: "A like, a follow, a visit. Nothing stops; checks count it." },
  { value: "out_of_office", note: "Not an answer. Their sequences rest until they are back." },
  { value: "bounce", note: "The address does not work. Every sequence of theirs ends." },
  { value: "opt_out", note: "Every sequence ends and they go on the do-not-contact list." },
];

const deeds: Record<ReplyKind, string> = {
  reply: "Note the reply and stop",
  engagement: "Note it",
  out_of_office: "Note it and pause until then",
  bounce: "Note it and stop",
  opt_out: "Never contact them again",
};

/** Nine in the morning of that day, here. */
function backAt(day: string): string | null {
  const at = new Date(`${day}T09:00`);
  return day && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

export function ReplyDialog({ lead, onClose }: { lead: LeadDetail; onClose: () => void }) {
  const last = lead.deliveries.find((delivery) => delivery.state === "sent")?.channel;
  const [channel, setChannel] = useState<Channel>(last ?? lead.handles[0]?.kind ?? "email");
  const [kind, setKind] = useState<ReplyKind>("reply");
  const [note, setNote] = useState("");
  const [back, setBack] = useState("");
  const record = useRecordReply(lead.id);
  const away = kind === "out_of_office";
  const able = !away || backAt(back) !== null;
  const problem = record.error ? describeProblem(record.error) : null;
  const submit = () => {
    const form: ReplyForm = {
      channel,
      kind,
      note: note.trim() || null,
      back_at: away ? backAt(back) : null,
      at: null,
    };
    record.mutate(form, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${lead.name} replied`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={kind === "opt_out" ? "danger" : "primary"}
            busy={record.isPending}
            disabled={!able}
            onClick={submit}
          >
            {deeds[kind]}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (able && !record.isPending) submit();
        }}
      >
        <Choice
          label="What came back"
          value={kind}
          onValueChange={setKind}
          options={kinds.map((one) => ({ value: one.value, title: sayReply(one.value), note: one.note }))}
        />
        {away && (
          <Field label="Back on">
            {(ids) => <Input {...ids} type="date" value={back} onChange={(event) => setBack(event.target.value)} />}
          </Field>
        )}
        <Field label="Where">
          {(ids) => (
            <Select
              {...ids}
              value={channel}
              onValueChange={setChannel}
              options={channels.map((one) => ({ value: one, label: channelName(one) }))}
            />
          )}
        </Field>
        <Field label="Note" optional>
          {(ids) => (
            <Textarea
              {...ids}
              value={note}
              placeholder="Wants to talk after the quarter ends"
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {problem && (
          <Callout meaning="stop" title={problem.title}>
            {problem.detail}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}
