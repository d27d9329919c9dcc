import type { LimitLine } from "@/api/types";
import { LimitMeter, LimitWait } from "@/components/limits/limit-meter";

/** Lines that count today: everything together, and each that was used, waits or stopped. */
export function inUse(lines: readonly LimitLine[]): LimitLine[] {
  return lines.filter(
    (line) =>
      line.channel === null ||
      line.used_today > 0 ||
      line.why !== null ||
      line.failing ||
      line.cool_down_until !== null,
  );
}

/** Today's limits. A full one is amber: nothing is wrong, but nothing more goes today. */
export function LimitBars({ lines }: { lines: readonly LimitLine[] }) {
  const shown = inUse(lines);
  if (shown.length === 0) return <p className="text-ink-2 text-row">No limits are set.</p>;
  return (
    <ul className="flex flex-col gap-3">
      {shown.map((line) => (
        <li key={`${line.channel}-${line.action}`}>
          <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] items-start gap-3">
            <span className="truncate text-ink text-row">{line.label}</span>
            <LimitMeter line={line} label={line.label} />
          </div>
          <LimitWait line={line} />
        </li>
      ))}
    </ul>
  );
}
