import type { LimitLine } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import type { Meaning } from "@/lib/meaning";
import { asSentence } from "@/lib/sentence";
import { count } from "@/lib/words";

function meaningOf(line: LimitLine): Meaning | "accent" {
  if (line.failing) return "stop";
  const full = line.used_today >= line.per_day || (line.per_hour !== null && line.used_hour >= line.per_hour);
  return full || line.cool_down_until ? "wait" : "accent";
}

/** Today's use of one limit: "9 of 20 today, 4 of 15 this hour", and under it why it waits and until when. */
export function LimitMeter({ line, label, className }: { line: LimitLine; label: string; className?: string }) {
  const { used_today, per_day, used_hour, per_hour, manual_today } = line;
  const meaning = meaningOf(line);
  return (
    <div className={cn("min-w-0", className)}>
      <p className="tabular mb-1 flex flex-wrap items-baseline justify-end gap-x-2 text-ink-2 text-meta">
        {per_hour !== null && (
          <span className={cn(used_hour >= per_hour && "font-medium text-wait")}>
            {count(used_hour)} of {count(per_hour)} this hour
          </span>
        )}
        <span className={cn(used_today >= per_day && "font-medium text-wait")}>
          {count(used_today)} of {count(per_day)} today
          {used_today >= per_day && per_day > 0 && ", full"}
        </span>
      </p>
      <Progress value={Math.min(used_today, per_day)} max={per_day} label={`${label}, used today`} meaning={meaning} />
      {manual_today > 0 && (
        <p className="tabular mt-1 text-right text-ink-3 text-meta">{count(manual_today)} of them by hand</p>
      )}
    </div>
  );
}

/** Why a line waits, and when it is free again. Nothing when it may go now. */
export function LimitWait({ line, className }: { line: LimitLine; className?: string }) {
  if (line.cool_down_until) {
    return (
      <p className={cn("text-meta text-wait", className)}>
        Cooling down until <RelativeTime at={line.cool_down_until} style="when" />
        {line.why && `: ${line.why}`}
      </p>
    );
  }
  if (!line.why) return null;
  return (
    <p className={cn("text-meta", line.failing ? "text-stop" : "text-wait", className)}>
      {asSentence(line.why)}
      {line.next_free_at && (
        <>
          {" "}
          Free again <RelativeTime at={line.next_free_at} style="when" />.
        </>
      )}
    </p>
  );
}
