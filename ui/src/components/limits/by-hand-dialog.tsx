import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { limitsQuery } from "@/api/shared-queries";
import type { ManualAct } from "@/api/types";
import { type LineName, limitLines } from "@/components/project/limit-lines";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { useCommand } from "@/lib/hotkeys";
import { count } from "@/lib/words";

const MOST = 500;

/** "I did this by hand": what somebody did outside the app counts against today's limits like everything else. */
export function ByHandDialog() {
  const [open, setOpen] = useState(false);
  useCommand("app.by_hand", () => setOpen(true));
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="I did this by hand"
      description="What you did outside the app counts against its limits, so that together you stay within them."
    >
      {open && <ByHandForm onDone={() => setOpen(false)} />}
    </Dialog>
  );
}

function ByHandForm({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState<LineName>("x_like");
  const [many, setMany] = useState("1");
  const [when, setWhen] = useState<"now" | "earlier">("now");
  const [at, setAt] = useState(localMinute(new Date()));
  const limits = useQuery(limitsQuery);
  const line = limitLines.find((one) => one.name === name);
  const limit = limits.data?.lines.find((one) => one.channel === line?.channel && one.action === line?.action);
  const number = Number(many);
  const wrong = !Number.isInteger(number) || number < 1 || number > MOST;
  const later = when === "earlier" && new Date(at).getTime() > Date.now() + 60_000;
  const what = line ? `${count(number)} ${number === 1 ? line.one : line.many}` : "";
  const log = useMutation({
    mutationFn: (act: ManualAct) => api.post<unknown>("/api/manual-acts", act),
    onSuccess: () => {
      toast(when === "now" ? `${what} noted. They count against today's limits.` : `${what} noted.`);
      onDone();
    },
    meta: { invalidates: ["limits", "preview", "status", "dashboard", "deliveries", "activity"] },
  });
  const submit = () => {
    if (!line || wrong || later) return;
    log.mutate({
      channel: line.channel,
      action: line.action,
      lead_id: null,
      count: number,
      at: when === "now" ? null : new Date(at).toISOString(),
    });
  };
  return (
    <form
      className="flex flex-col gap-4 pb-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_112px] gap-4">
        <Field label="What">
          {(ids) => (
            <Select
              {...ids}
              value={name}
              onValueChange={setName}
              options={limitLines.map((one) => ({ value: one.name, label: one.title }))}
            />
          )}
        </Field>
        <Field label="How many" error={wrong ? `1 to ${count(MOST)}` : undefined}>
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={1}
              max={MOST}
              autoFocus
              value={many}
              onChange={(event) => setMany(event.target.value)}
              className="tabular"
            />
          )}
        </Field>
      </div>
      <Field label="When" error={later ? "That is still to come" : undefined}>
        {(ids) => (
          <div className="flex min-h-8 flex-wrap items-center gap-3">
            <Segmented
              label="When"
              value={when}
              onValueChange={setWhen}
              options={[
                { value: "now", label: "Just now" },
                { value: "earlier", label: "Earlier" },
              ]}
            />
            {when === "earlier" ? (
              <Input
                {...ids}
                type="datetime-local"
                max={localMinute(new Date())}
                value={at}
                onChange={(event) => setAt(event.target.value)}
                className="tabular w-52"
              />
            ) : (
              <input type="hidden" id={ids.id} />
            )}
          </div>
        )}
      </Field>
      <p className="tabular text-ink-2 text-row">
        {limit
          ? `Counts against today's limits: ${limit.used_today} of ${limit.per_day} used${
              !wrong && when === "now" ? `, ${limit.used_today + number} with this` : ""
            }.`
          : "Counts against today's limits."}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={wrong || later} busy={log.isPending}>
          {wrong ? "Note it" : `Note ${what}`}
        </Button>
      </div>
    </form>
  );
}

/** As a field for date and time takes it, in this computer's zone. */
function localMinute(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
