import { useController, useWatch } from "react-hook-form";
import { Callout } from "@/components/feedback/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Choice } from "@/components/ui/choice";
import { Badge } from "@/components/ui/pill";
import { ConnectionTest } from "./connection-test";
import { Group } from "./fields";
import { SecretField } from "./secrets";
import { useAnswers, useFieldError } from "./use-answers-form";

/** How X is worked. A password of X is never asked for. */
export function XFields() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "connect.x.way" });
  return (
    <Group
      title="X"
      note="Your choice is kept. This version neither searches X nor writes there: bring people from X as a CSV file or by hand."
    >
      <Choice
        label="How X is worked"
        value={field.value}
        onValueChange={field.onChange}
        options={[
          {
            value: "assisted",
            title: "By your hand",
            badge: <Badge accent>Recommended</Badge>,
            note: "The app opens the post with the text ready, you press the last key. Nothing to connect.",
          },
          {
            value: "api_key",
            title: "With an official API key",
            note: "Search and permitted replies through X's own interface. X charges for it.",
          },
          {
            value: "session",
            title: "With your browser session",
            note: "Through X's internal interface, with cookies you paste. X's rules do not allow it.",
          },
        ]}
      />
      {field.value === "api_key" && <SecretField name="x.api_key" label="API key (bearer token)" />}
      {field.value === "session" && <SessionRisk />}
      <ConnectionTest
        what="x"
        about="connect.x"
        label="Test X"
        {...(field.value === "api_key" && { secret: "x.api_key" as const })}
        {...(field.value === "session" && { secret: "x.cookies" as const })}
      />
    </Group>
  );
}

function SessionRisk() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "connect.x.risk_acknowledged" });
  const acknowledged = useWatch({ control, name: "connect.x.risk_acknowledged" });
  const error = useFieldError("connect.x.risk_acknowledged");
  return (
    <>
      <Callout meaning="wait" title="X can lock or close your account for this">
        Its terms forbid automated use of the internal interface. It can change or stop working on any day, and the
        cookies give full access to your account. The app never asks for your password.
      </Callout>
      <div className="flex flex-col gap-1">
        <label htmlFor="x-risk" className="flex items-start gap-2.5 text-ink text-row">
          <Checkbox
            id="x-risk"
            checked={acknowledged}
            onCheckedChange={field.onChange}
            aria-describedby={error ? "x-risk-error" : undefined}
            className="mt-0.5"
          />
          I understand the risk to my account and accept it.
        </label>
        {error && (
          <p id="x-risk-error" role="alert" className="pl-6.5 text-meta text-stop">
            {error}
          </p>
        )}
      </div>
      {acknowledged && (
        <SecretField
          name="x.cookies"
          label="Session cookies (auth_token and ct0)"
          help="Paste both, as auth_token=...; ct0=... Kept in the system keychain, never in the project file."
        />
      )}
    </>
  );
}
