import { zodResolver } from "@hookform/resolvers/zod";
import { type FieldPath, useForm } from "react-hook-form";
import { z } from "zod";
import { ApiProblem, describeProblem } from "@/api/problem";
import type { NewLead } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { useAddLead } from "../mutations";

const schema = z
  .object({
    name: z.string().trim().min(1, "Enter a name"),
    role: z.string(),
    company: z.string(),
    telegram: z.string(),
    email: z.string(),
    x: z.string(),
    linkedin: z.string(),
    post: z.string(),
  })
  .refine((lead) => [lead.telegram, lead.email, lead.x, lead.linkedin].some((handle) => handle.trim()), {
    path: ["telegram"],
    message: "Enter at least one way to reach them",
  });
type Form = z.infer<typeof schema>;

const empty: Form = { name: "", role: "", company: "", telegram: "", email: "", x: "", linkedin: "", post: "" };
const placeholders: Partial<Record<keyof Form, string>> = {
  name: "Ada Moreno",
  role: "Head of Support",
  company: "Brightwell",
  telegram: "@ada_moreno",
  email: "ada@example.com",
  x: "@ada_cx",
  linkedin: "linkedin.com/in/ada-moreno",
};
const labels: Record<keyof Form, string> = {
  name: "Name",
  role: "Role",
  company: "Company",
  telegram: "Telegram",
  email: "Email",
  x: "X",
  linkedin: "LinkedIn",
  post: "What they wrote in public",
};

interface NewLeadDialogProps {
  open: boolean;
  onClose: () => void;
  onAdded: (id: string) => void;
}

export function NewLeadDialog({ open, onClose, onAdded }: NewLeadDialogProps) {
  const form = useForm<Form>({
    resolver: zodResolver(schema),
    defaultValues: empty,
    mode: "onChange",
    delayError: 500,
  });
  const add = useAddLead();
  const close = () => {
    form.reset(empty);
    add.reset();
    onClose();
  };
  const submit = form.handleSubmit((answers) => {
    const filled = Object.entries(answers).filter(([, value]) => value.trim() !== "");
    add.mutate(Object.fromEntries(filled) as unknown as NewLead, {
      onSuccess: (row) => {
        close();
        onAdded(row.id);
      },
      onError: (error) => {
        if (!(error instanceof ApiProblem)) return;
        for (const [field, message] of Object.entries(error.errors)) {
          if (field in labels) form.setError(field as FieldPath<Form>, { message });
        }
      },
    });
  });
  const row = (name: keyof Form) => (
    <Field label={labels[name]} error={form.formState.errors[name]?.message}>
      {(ids) => (
        <Input {...ids} {...form.register(name)} placeholder={placeholders[name]} autoFocus={name === "name"} />
      )}
    </Field>
  );
  const untold = add.isError && !(add.error instanceof ApiProblem && Object.keys(add.error.errors).length > 0);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title="Add a lead by hand"
      description="A person already known is completed, not doubled."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" type="submit" form="new-lead" busy={add.isPending}>
            Add lead
          </Button>
        </>
      }
    >
      <form id="new-lead" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {untold && (
          <Callout meaning="stop" title={describeProblem(add.error).title}>
            {describeProblem(add.error).detail}
          </Callout>
        )}
        {row("name")}
        <div className="grid gap-4 rail:grid-cols-2">
          {row("role")}
          {row("company")}
          {row("telegram")}
          {row("email")}
          {row("x")}
          {row("linkedin")}
        </div>
        <Field label={labels.post} help="The reason to talk to them. It is judged and quoted." optional>
          {(ids) => <Textarea {...ids} {...form.register("post")} />}
        </Field>
      </form>
    </Dialog>
  );
}
