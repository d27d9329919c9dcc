import { Plus } from "lucide-react";
import { kindName, StepIcon, stepName } from "@/components/sequence/step-words";
import { Menu } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { type Choice, choices, freshStep } from "../fresh-step";

interface AddStepProps {
  /** "after Like", "as the first step": where it goes, for readers of screens. */
  place: string;
  /** Nothing comes after it, so the step that ends a line fits here. */
  atEnd: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChoose: (choice: Choice) => void;
  /** A step that is being dragged would land here. */
  aimed: boolean;
}

/** The + on a line. */
export function AddStep({ place, atEnd, open, onOpenChange, onChoose, aimed }: AddStepProps) {
  return (
    <Menu
      align="start"
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <button
          type="button"
          aria-label={`Add a step ${place}`}
          className={cn(
            "flex size-[22px] items-center justify-center rounded-full border bg-canvas transition-colors duration-150 hover:border-accent hover:text-accent-ink data-[state=open]:border-accent data-[state=open]:text-accent-ink",
            aimed ? "scale-125 border-accent bg-accent text-on-accent" : "border-line-strong text-ink-3",
          )}
        >
          <Plus aria-hidden className="size-3.5" />
        </button>
      }
      items={choices.map((choice) => {
        const ends = choice.kind === "mark_cold" && !atEnd;
        return {
          label: `${choice.kind === "wait" ? "Wait" : choice.kind === "check_response" ? "Did they respond?" : nameOf(choice)}${ends ? ", only at an end" : ""}`,
          icon: <StepIcon step={choice} />,
          onSelect: () => onChoose(choice),
          disabled: ends,
        };
      })}
    />
  );
}

function nameOf(choice: Choice): string {
  return choice.channel ? stepName(freshStep(choice, "")) : kindName(choice.kind);
}
