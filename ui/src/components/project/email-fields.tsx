import { Mail } from "lucide-react";
import { useController } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { emptyEmail } from "./answers";
import { ConnectionTest } from "./connection-test";
import { Group, NumberField, TextField } from "./fields";
import { SecretField } from "./secrets";
import { useAnswers, useFieldError } from "./use-answers-form";

/** The mailbox that sends, or none yet. */
export function EmailFields() {
  const { control, getValues } = useAnswers();
  const { field } = useController({ control, name: "connect.email" });
  if (field.value === null) {
    return (
      <Group
        title="Email"
        note="Sends from your own mailbox, one thread per person. You can connect it later; email drafts wait until then."
        aside={
          <Button
            size="small"
            icon={<Mail aria-hidden />}
            onClick={() => field.onChange({ ...emptyEmail, from_name: getValues("voice.persona") })}
          >
            Connect a mailbox
          </Button>
        }
      >
        {null}
      </Group>
    );
  }
  return (
    <Group
      title="Email"
      note="Sends from your own mailbox, one thread per person."
      aside={
        <Button size="small" variant="ghost" onClick={() => field.onChange(null)}>
          Connect it later
        </Button>
      }
    >
      <div className="grid gap-4 rail:grid-cols-2">
        <TextField name="connect.email.from_name" label="Your name" placeholder="Mara Lind" />
        <TextField
          name="connect.email.from_address"
          label="Sending address"
          placeholder="mara@example.com"
          inputMode="email"
        />
      </div>
      <div className="grid gap-4 rail:grid-cols-[minmax(0,1fr)_96px_160px]">
        <TextField name="connect.email.smtp_host" label="SMTP server" placeholder="smtp.example.com" />
        <NumberField name="connect.email.smtp_port" label="Port" min={1} max={65_535} />
        <SecurityField />
      </div>
      <div className="grid gap-4 rail:grid-cols-2">
        <TextField name="connect.email.username" label="User name" help="Often the address. Empty means no login." />
        <SecretField name="email.password" label="Password" help="An app password where your provider offers one." />
      </div>
      <div className="grid gap-4 rail:grid-cols-[minmax(0,1fr)_96px]">
        <TextField
          name="connect.email.imap_host"
          label="IMAP server"
          placeholder="imap.example.com"
          help="For replies. Empty means replies are not read."
          optional
        />
        <NumberField name="connect.email.imap_port" label="Port" min={1} max={65_535} />
      </div>
      <TextField
        name="connect.email.postal_address"
        label="Postal address"
        placeholder="Harbour Metrics, Quay 4, 20457 Hamburg"
        help="Stands under each message. Some countries require it."
        optional
      />
      <ConnectionTest what="email" about="connect.email" label="Test the mail server" secret="email.password" />
    </Group>
  );
}

function SecurityField() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "connect.email.security" });
  const error = useFieldError("connect.email.security");
  return (
    <Field label="Protection" error={error}>
      {(ids) => (
        <Select
          id={ids.id}
          aria-describedby={ids["aria-describedby"]}
          value={field.value ?? "tls"}
          onValueChange={field.onChange}
          options={[
            { value: "tls", label: "TLS", note: "Usually port 465" },
            { value: "starttls", label: "STARTTLS", note: "Usually port 587" },
            { value: "none", label: "None", note: "Only for a server on this machine" },
          ]}
        />
      )}
    </Field>
  );
}
