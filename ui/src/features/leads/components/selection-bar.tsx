import { Ban, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/words";

interface SelectionBarProps {
  selected: number;
  onSuppress: () => void;
  onDelete: () => void;
  onClear: () => void;
}

/** What can be done with the selected rows. */
export function SelectionBar({ selected, onSuppress, onDelete, onClear }: SelectionBarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Selection"
      className="flex h-11 shrink-0 items-center gap-2 border-line border-t bg-accent-soft px-6"
    >
      <span className="tabular mr-2 font-medium text-accent-ink text-row">{plural(selected, "lead")} selected</span>
      <Button size="small" icon={<Ban aria-hidden />} onClick={onSuppress}>
        Never contact
      </Button>
      <Button size="small" variant="danger" icon={<Trash2 aria-hidden />} onClick={onDelete}>
        Delete
      </Button>
      <Button size="small" variant="ghost" onClick={onClear} className="ml-auto">
        Clear selection
      </Button>
    </div>
  );
}
