import { Ban, ListPlus, Merge, RotateCw, Sparkles, Trash2, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/words";

interface SelectionBarProps {
  selected: number;
  checking: boolean;
  onEnroll: () => void;
  onCheck: () => void;
  onEnrich: () => void;
  merging: boolean;
  onMerge: () => void;
  onSuppress: () => void;
  onDelete: () => void;
  onClear: () => void;
}

/** What can be done with the selected rows. */
export function SelectionBar({
  selected,
  checking,
  onEnroll,
  onCheck,
  onEnrich,
  merging,
  onMerge,
  onSuppress,
  onDelete,
  onClear,
}: SelectionBarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Selection"
      className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-line border-t bg-accent-soft px-6 py-2"
    >
      <span className="tabular mr-1 font-medium text-accent-ink text-row">{plural(selected, "lead")} selected</span>
      <Button
        size="small"
        icon={<ListPlus aria-hidden />}
        command="leads.enroll"
        hint="Shows what it comes to first"
        onClick={onEnroll}
      >
        Enroll
      </Button>
      <Button
        size="small"
        icon={<RotateCw aria-hidden />}
        command="leads.check"
        hint="Looks whether their Telegram names and mail domains exist"
        busy={checking}
        onClick={onCheck}
      >
        Check handles
      </Button>
      <Button
        size="small"
        icon={<Sparkles aria-hidden />}
        command="leads.enrich"
        hint="Shows the credits first"
        onClick={onEnrich}
      >
        Ask Apollo
      </Button>
      {selected === 2 && (
        <Button
          size="small"
          icon={<Merge aria-hidden />}
          hint="Puts the two together; can be taken apart again"
          busy={merging}
          onClick={onMerge}
        >
          Same person
        </Button>
      )}
      <Button size="small" icon={<Ban aria-hidden />} onClick={onSuppress}>
        Never contact
      </Button>
      <Button size="small" variant="danger" icon={<Trash2 aria-hidden />} onClick={onDelete}>
        Delete
      </Button>
      <Button size="icon_small" variant="ghost" hint="Clear the selection" onClick={onClear} className="ml-auto">
        <X aria-hidden />
      </Button>
    </div>
  );
}
