import { useMutation } from "@tanstack/react-query";
import { useController, useWatch } from "react-hook-form";
import { api } from "@/api/client";
import { hasCode } from "@/api/problem";
import type { TestResult } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Badge, StatePill } from "@/components/ui/pill";
import { asResult, ConnectionTest, TestLine } from "./connection-test";
import { Group, TextField } from "./fields";
import { useAnswers } from "./use-answers-form";

/** How Telegram Desktop is worked, and the self-test that must pass before it works by itself. */
export function TelegramFields() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "connect.telegram.mode" });
  const passed = useWatch({ control, name: "connect.telegram.self_test_passed" });
  return (
    <Group
      title="Telegram Desktop"
      note="Messages go out through the Telegram app on this computer, from your own account."
      aside={passed && <StatePill said={{ word: "Self-test passed", meaning: "go" }} />}
    >
      <ConnectionTest what="telegram" about="connect.telegram.mode" label="Look for Telegram" />
      <Choice
        label="Who presses send"
        value={field.value}
        onValueChange={field.onChange}
        options={[
          {
            value: "assisted",
            title: "You press Enter",
            badge: <Badge accent>Default</Badge>,
            note: "The app opens the right chat with the text in its field and waits for your key.",
          },
          {
            value: "automatic",
            title: "The app presses Enter",
            note: "After proving that the right text stands in the right chat. Starts once the self-test has passed.",
          },
        ]}
      />
      {field.value === "automatic" && !passed && (
        <Callout meaning="wait">Until the self-test has passed, you press Enter yourself.</Callout>
      )}
      <TextField
        name="connect.telegram.own_handle"
        label="Your own user name"
        placeholder="@your_name"
        help="The self-test writes one line to it. Telegram shows that chat as Saved Messages."
        optional
      />
      <SelfTest />
    </Group>
  );
}

function SelfTest() {
  const form = useAnswers();
  const telegram = useWatch({ control: form.control, name: "connect.telegram" });
  const test = useMutation({
    mutationFn: (_handle: string) =>
      api.post<TestResult>("/api/channels/telegram/self-test", { connect: form.getValues("connect") }),
    onSuccess: (result) => {
      if (result.outcome === "ok") form.setValue("connect.telegram.self_test_passed", true);
    },
    meta: { quiet: true, invalidates: ["channels", "status"] },
  });
  const current = test.variables === telegram.own_handle;
  const later: TestResult = {
    outcome: "skipped",
    sentence: "The self-test runs once the setup is finished.",
    fix: "You find it under Settings, Channels.",
  };
  const failed = hasCode(test.error, "setup_needed") ? later : test.isError ? asResult(test.error) : null;
  const result = current && !test.isPending ? (failed ?? test.data ?? null) : null;
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
      <Button
        size="small"
        busy={test.isPending}
        disabled={telegram.own_handle.trim() === ""}
        onClick={() => test.mutate(telegram.own_handle)}
      >
        {test.isPending ? "Writing to Saved Messages" : "Run the self-test"}
      </Button>
      <div className="min-w-0 grow basis-60">{result && <TestLine result={result} />}</div>
    </div>
  );
}
