import type { DraftRow } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { ScoreBadge } from "@/components/data/score-bars";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/cn";
import { hasWords } from "@/lib/words";

interface DraftListRowProps {
  row: DraftRow;
  selected: boolean;
  /** Any row is selected: the boxes stay in sight. */
  selecting: boolean;
  read: boolean;
  onToggle: () => void;
}

export function DraftListRow({ row, selected, selecting, read, onToggle }: DraftListRowProps) {
  return (
    <div className="group flex h-full items-center gap-3 pr-4 pl-3">
      <span className="relative flex size-4 shrink-0 items-center justify-center">
        <ChannelIcon channel={row.channel} className={cn("group-hover:invisible", selecting && "invisible")} />
        <Checkbox
          aria-label={`Select the draft to ${row.lead_name}`}
          tabIndex={-1}
          checked={selected}
          onCheckedChange={onToggle}
          className={cn("invisible absolute group-hover:visible", selecting && "visible")}
        />
      </span>
      <div className="min-w-0 grow">
        <div className="flex items-baseline gap-1.5">
          <span
            className={cn("max-w-full shrink-0 truncate text-ink text-row", read ? "font-normal" : "font-semibold")}
          >
            {row.lead_name}
          </span>
          {row.company && <span className="min-w-0 truncate text-ink-3 text-meta">{row.company}</span>}
        </div>
        <p className="truncate text-ink-2 text-meta">
          {row.edited && <span className="font-medium text-ink-2">Edited · </span>}
          {hasWords(row.action) ? row.first_line : row.action === "like" ? "Like their post" : "Follow them"}
        </p>
      </div>
      {row.score != null && <ScoreBadge total={row.score} />}
    </div>
  );
}
