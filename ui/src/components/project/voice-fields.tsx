import { useController } from "react-hook-form";
import { Segmented } from "@/components/ui/segmented";
import { TextField } from "./fields";
import { useAnswers } from "./use-answers-form";

const tones = [
  { value: "helpful", label: "Helpful" },
  { value: "casual", label: "Casual" },
  { value: "professional", label: "Professional" },
  { value: "witty", label: "Witty" },
] as const;

const said: Record<(typeof tones)[number]["value"], string> = {
  helpful: "Offers help first, asks second.",
  casual: "Short and relaxed, as to a colleague.",
  professional: "Correct and factual.",
  witty: "With a light touch, never at their expense.",
};

/** Who signs, and how it sounds. */
export function VoiceFields({ autoFocus = false }: { autoFocus?: boolean }) {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "voice.tone" });
  return (
    <>
      <div className="grid gap-4 rail:grid-cols-2">
        <TextField name="voice.persona" label="Name under the message" placeholder="Mara" autoFocus={autoFocus} />
        <TextField name="voice.role" label="Role" placeholder="Account executive" optional />
      </div>
      <div className="flex flex-col gap-1.5">
        <span className="font-medium text-ink text-row">Tone</span>
        <div>
          <Segmented label="Tone" value={field.value} onValueChange={field.onChange} options={tones} />
        </div>
        <p className="text-ink-3 text-meta">{said[field.value]}</p>
      </div>
    </>
  );
}

export function VoiceNotesFields() {
  return (
    <>
      <TextField
        name="voice.notes"
        label="Notes on style"
        placeholder="No buzzwords. Lower-case greeting. Never mention competitors."
        long
        optional
      />
      <TextField
        name="voice.example"
        label="A message you wrote yourself"
        placeholder="Paste one that worked."
        help="Length and rhythm of drafts follow it."
        long
        optional
      />
    </>
  );
}
