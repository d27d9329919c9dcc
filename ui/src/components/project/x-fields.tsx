import { useController } from "react-hook-form";
import { Choice } from "@/components/ui/choice";
import { Badge } from "@/components/ui/pill";
import { ConnectionTest } from "./connection-test";
import { Group } from "./fields";
import { useAnswers } from "./use-answers-form";
import { XOfficial } from "./x-official";
import { XSession } from "./x-session";

/** How X is worked. A password of X is never asked for. */
export function XFields() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "connect.x.way" });
  return (
    <Group title="X" note="Finds people by what they write, and replies where you approved it.">
      <Choice
        label="How X is worked"
        value={field.value}
        onValueChange={field.onChange}
        options={[
          {
            value: "assisted",
            title: "By your hand",
            badge: <Badge accent>Default</Badge>,
            note: "The app opens the post with the text ready, you press the last key. Nothing to connect, and no search.",
          },
          {
            value: "api_key",
            title: "X's official interface",
            note: "Search and permitted replies with your own app at X. X charges for it.",
          },
          {
            value: "session",
            title: "Your signed-in session",
            note: "Search and replies through X's internal interface. X's rules do not allow it.",
          },
        ]}
      />
      {field.value === "api_key" && <XOfficial />}
      {field.value === "session" && <XSession />}
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
