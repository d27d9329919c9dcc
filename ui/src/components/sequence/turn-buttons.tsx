import { LogOut, Pause, Play } from "lucide-react";
import { useTurn } from "@/api/sequence-deeds";
import type { EnrollmentRow } from "@/api/types";
import { Button } from "@/components/ui/button";

/** Pause or resume one lead in one sequence, or take it out; nothing for those who left. */
export function TurnButtons({ row, onTakeOut }: { row: EnrollmentRow; onTakeOut: () => void }) {
  const turn = useTurn();
  if (row.state === "completed" || row.state === "exited") return null;
  const paused = row.state === "paused";
  return (
    <>
      <Button
        size="small"
        icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        busy={turn.isPending}
        onClick={() => turn.mutate({ turn: paused ? "resume" : "pause", scopes: [{ enrollment_id: row.id }] })}
      >
        {paused ? "Resume" : "Pause"}
      </Button>
      <Button size="small" variant="ghost" icon={<LogOut aria-hidden />} onClick={onTakeOut}>
        Take out
      </Button>
    </>
  );
}
