import { useNavigate } from "@tanstack/react-router";
import { Archive, ArrowUpFromLine, CalendarDays, Ellipsis, Pause, Play, UserPlus } from "lucide-react";
import { useState } from "react";
import type { SequenceDetail } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useCommand } from "@/lib/hotkeys";
import { plural } from "@/lib/words";
import { useMoveOver, usePauseSequence } from "../queries";
import { ArchiveDialog } from "./archive-dialog";

/** What can be done with the whole sequence. */
export function SequenceDeeds({ sequence, onEnroll }: { sequence: SequenceDetail; onEnroll: () => void }) {
  const navigate = useNavigate();
  const pause = usePauseSequence();
  const over = useMoveOver(sequence.id);
  const [archiving, setArchiving] = useState(false);
  const paused = sequence.state === "paused";
  const archived = sequence.state === "archived";
  const flip = () => pause.mutate(sequence);
  useCommand("sequences.pause", flip, !archived && !pause.isPending);
  if (archived) return null;
  return (
    <div className="ml-auto flex items-center gap-2">
      <Button
        variant="ghost"
        icon={<CalendarDays aria-hidden />}
        hint="What goes when in the next 14 days"
        onClick={() => void navigate({ to: "/preview", search: { sequence: sequence.id } })}
      >
        Preview
      </Button>
      <Button
        icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        command="sequences.pause"
        hint={paused ? "Its leads go on; what is overdue is due now" : "Its leads rest and nobody new comes in"}
        busy={pause.isPending}
        onClick={flip}
      >
        {paused ? "Resume" : "Pause"}
      </Button>
      <Button
        variant="primary"
        icon={<UserPlus aria-hidden />}
        command="track.enroll"
        hint={paused ? "It is paused. Resume it first." : "Enroll leads"}
        disabled={paused}
        onClick={onEnroll}
      >
        Enroll leads
      </Button>
      <Menu
        trigger={
          <Button variant="ghost" size="icon" aria-label="More for this sequence">
            <Ellipsis aria-hidden />
          </Button>
        }
        items={[
          {
            label:
              sequence.on_older_versions > 0
                ? `Move ${plural(sequence.on_older_versions, "lead")} over to version ${sequence.version}`
                : "Everybody is on this version",
            icon: <ArrowUpFromLine aria-hidden />,
            onSelect: () => over.mutate(sequence.version_id),
            disabled: sequence.on_older_versions === 0,
          },
          { label: "Archive", icon: <Archive aria-hidden />, onSelect: () => setArchiving(true), danger: true },
        ]}
      />
      <ArchiveDialog
        sequence={archiving ? sequence : null}
        onClose={() => setArchiving(false)}
        onArchived={() => void navigate({ to: "/sequences", search: {} })}
      />
    </div>
  );
}
