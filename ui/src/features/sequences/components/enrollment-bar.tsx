import { LogOut, Pause, Play, X } from "lucide-react";
import type { EnrollmentRow } from "@/api/types";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/words";

interface EnrollmentBarProps {
  rows: readonly EnrollmentRow[];
  busy: boolean;
  onTurn: (turn: "pause" | "resume") => void;
  onTakeOut: () => void;
  onClear: () => void;
}

/** What can be done with the selected leads. */
export function EnrollmentBar({ rows, busy, onTurn, onTakeOut, onClear }: EnrollmentBarProps) {
  const resting = rows.some((row) => row.state === "paused");
  const going = rows.some((row) => row.state === "active" || row.state === "waiting_approval");
  return (
    <div
      role="toolbar"
      aria-label="Selection"
      className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-line border-t bg-accent-soft px-6 py-2"
    >
      <span className="tabular mr-1 font-medium text-accent-ink text-row">{plural(rows.length, "lead")} selected</span>
      <Button
        size="small"
        icon={<Pause aria-hidden />}
        disabled={!going || busy}
        onClick={() => onTurn("pause")}
        hint="They rest until you resume them"
      >
        Pause
      </Button>
      <Button
        size="small"
        icon={<Play aria-hidden />}
        disabled={!resting || busy}
        onClick={() => onTurn("resume")}
        hint="They go on where they were"
      >
        Resume
      </Button>
      <Button
        size="small"
        variant="danger"
        icon={<LogOut aria-hidden />}
        disabled={(!going && !resting) || busy}
        onClick={onTakeOut}
      >
        Take out
      </Button>
      <Button size="icon_small" variant="ghost" hint="Clear the selection" onClick={onClear} className="ml-auto">
        <X aria-hidden />
      </Button>
    </div>
  );
}
