import { useController } from "react-hook-form";
import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Badge } from "@/components/ui/pill";
import { Slider } from "@/components/ui/slider";
import { plural } from "@/lib/words";
import { SwitchField } from "./fields";
import { useAnswers } from "./use-answers-form";

export function StyleField() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "outreach.style" });
  return (
    <div className="flex flex-col gap-1">
      <Choice
        label="Outreach style"
        value={field.value}
        onValueChange={field.onChange}
        options={[
          {
            value: "gentle_touch",
            title: "Gentle Touch",
            badge: <Badge accent>Recommended</Badge>,
            note: "Like, wait a day, then write.",
          },
          { value: "direct", title: "Direct", note: "Write at once." },
          {
            value: "full_sequence",
            title: "Full Sequence",
            note: "Like, follow, wait a day, write, then follow up by what they do.",
          },
        ]}
      />
      <p className="text-ink-3 text-meta">
        Kept for sequences. This version writes one message after your yes, whichever you choose.
      </p>
    </div>
  );
}

export function PaceFields() {
  const { control } = useAnswers();
  const actions = useController({ control, name: "outreach.actions_per_day" });
  return (
    <>
      <Field
        label="Actions per day"
        help="All channels together. Each channel has smaller limits of its own, in Settings."
      >
        {() => (
          <Slider
            label="Actions per day"
            value={actions.field.value}
            onValueChange={actions.field.onChange}
            min={1}
            max={100}
            format={(value) => plural(value, "action")}
          />
        )}
      </Field>
      <UndoField />
    </>
  );
}

export function UndoField() {
  const { control } = useAnswers();
  const undo = useController({ control, name: "outreach.undo_secs" });
  return (
    <Field label="Undo window" help="After your yes, a message waits this long. Until then you can take it back.">
      {() => (
        <Slider
          label="Undo window"
          value={undo.field.value}
          onValueChange={undo.field.onChange}
          min={5}
          max={120}
          step={5}
          format={(value) => `${value} seconds`}
        />
      )}
    </Field>
  );
}

export function SafetyFields() {
  return (
    <div className="flex flex-col gap-2">
      <SwitchField
        name="outreach.approval"
        label="Ask me before every message"
        help={(on) =>
          on ? "Nothing goes out without your yes to exactly that text." : "Messages go out without your yes."
        }
      />
      <SwitchField
        name="outreach.dry_run"
        label="Dry run"
        help={(on) =>
          on
            ? "Nothing leaves this machine. Sends are recorded as what would have been sent."
            : "Approved messages really go out, within your limits and working hours."
        }
      />
    </div>
  );
}
