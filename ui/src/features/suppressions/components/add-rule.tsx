import { useState } from "react";
import { ApiProblem, describeProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { addable, sayKind } from "../kinds";
import { useAddRule } from "../queries";

type Addable = (typeof addable)[number]["kind"];

export function AddRuleDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [kind, setKind] = useState<Addable>("email");
  const [value, setValue] = useState("");
  const [reason, setReason] = useState("");
  const add = useAddRule();
  const close = () => {
    setValue("");
    setReason("");
    add.reset();
    onClose();
  };
  const ready = value.trim() !== "" && !add.isPending;
  const error = add.isError
    ? ((add.error instanceof ApiProblem ? add.error.errors.value : undefined) ?? describeProblem(add.error).title)
    : undefined;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title="Never contact"
      description="From now on: no import, no draft, no message, on any channel."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" type="submit" form="add-rule" busy={add.isPending} disabled={!ready}>
            Never contact
          </Button>
        </>
      }
    >
      <form
        id="add-rule"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) add.mutate({ kind, value: value.trim(), reason: reason.trim() }, { onSuccess: close });
        }}
      >
        <div className="grid grid-cols-[132px_minmax(0,1fr)] gap-3">
          <Field label="What">
            {(ids) => (
              <Select
                id={ids.id}
                value={kind}
                onValueChange={(next) => {
                  setKind(next);
                  add.reset();
                }}
                options={addable.map((one) => ({ value: one.kind, label: sayKind(one.kind) }))}
              />
            )}
          </Field>
          <Field label={kind === "domain" ? "Domain, with all its addresses" : "Handle or address"} error={error}>
            {(ids) => (
              <Input
                {...ids}
                autoFocus
                value={value}
                placeholder={addable.find((one) => one.kind === kind)?.example}
                onChange={(event) => {
                  setValue(event.target.value);
                  add.reset();
                }}
              />
            )}
          </Field>
        </div>
        <Field label="Reason" optional>
          {(ids) => (
            <Input
              {...ids}
              value={reason}
              placeholder="Customer already"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
