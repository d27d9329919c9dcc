import type { RowRejection } from "@/api/types";
import { plural } from "@/lib/words";

/** Rows that cannot be taken, with line and reason. */
export function RejectedRows({ rejected, total }: { rejected: readonly RowRejection[]; total: number }) {
  if (total === 0) return null;
  return (
    <section aria-label="Rejected rows" className="rounded-panel border border-line bg-surface">
      <div className="flex items-baseline gap-2 border-line border-b px-4 py-2">
        <h2 className="font-semibold text-ink text-row">{plural(total, "row")} cannot be taken</h2>
        {total > rejected.length && (
          <span className="ml-auto text-ink-3 text-meta">the first {rejected.length} are shown</span>
        )}
      </div>
      <ul className="max-h-56 overflow-y-auto px-4 py-2">
        {rejected.map((row) => (
          <li key={`${row.line}-${row.reason}`} className="grid grid-cols-[72px_minmax(0,1fr)] gap-2 py-0.5 text-row">
            <span className="tabular text-ink-3">Line {row.line}</span>
            <span className="text-ink">{row.reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
