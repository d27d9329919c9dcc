import { useEffect } from "react";
import { useController } from "react-hook-form";
import { ConnectionTest } from "./connection-test";
import { Group } from "./fields";
import { SecretField, useIsStored, useSecrets } from "./secrets";
import { useAnswers } from "./use-answers-form";

/** The Apollo key. That one was given is part of the answers; the key is not. */
export function ApolloFields() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "connect.apollo" });
  const { typed } = useSecrets();
  const given = useIsStored("apollo.key") || Boolean(typed["apollo.key"]);
  const { value, onChange } = field;
  useEffect(() => {
    // Typing or storing a key happens outside the form; the form only remembers that there is one.
    if (given !== value && given) onChange(true);
  }, [given, value, onChange]);
  return (
    <Group
      title="Apollo"
      note="Finds people by role and company. Looking costs nothing; contact details cost credits, and only when you confirm them."
    >
      <SecretField name="apollo.key" label="Apollo API key" />
      <ConnectionTest what="apollo" about="connect.apollo" label="Test Apollo" secret="apollo.key" />
    </Group>
  );
}
