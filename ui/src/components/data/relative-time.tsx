import { exactTime, relativeTime, whenTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";

/** "4 min ago", exact on hover. `style="when"` says a clock time instead: "tomorrow 09:00". */
export function RelativeTime({ at, style = "relative" }: { at: string; style?: "relative" | "when" }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at)} className="tabular whitespace-nowrap">
      {style === "when" ? whenTime(at, now) : relativeTime(at, now)}
    </time>
  );
}
