import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import type { PreviewDiff } from "@/api/types";
import { asSentence } from "@/lib/sentence";
import { count, plural } from "@/lib/words";
import { momentIn, shortDay } from "@/lib/zoned";

interface DiffResultProps {
  diff: PreviewDiff;
  zone: string;
  /** What can be done about it. */
  children: ReactNode;
}

/** The same days before and after: how many each, when it is finished, what moves. */
export function DiffResult({ diff, zone, children }: DiffResultProps) {
  const when = (iso: string | null, never: string) => (iso ? momentIn(zone, iso) : never);
  return (
    <>
      <div>
        <p className="font-medium text-ink text-section">{asSentence(diff.sentence)}</p>
        <dl className="tabular mt-2 grid grid-cols-[auto_auto] justify-start gap-x-4 gap-y-1 text-row">
          <dt className="text-ink-2">Actions</dt>
          <dd className="text-ink">
            <Change before={count(diff.acts_before)} after={count(diff.acts_after)} />
          </dd>
          <dt className="text-ink-2">Finished</dt>
          <dd className="text-ink">
            <Change
              before={when(diff.finish_before, "after these 14 days")}
              after={when(diff.finish_after, "after these 14 days")}
            />
          </dd>
          <dt className="text-ink-2">Moved</dt>
          <dd className="text-ink">{plural(diff.moved_count, "entry", "entries")}</dd>
        </dl>
      </div>
      {children}
      <DayBars diff={diff} />
      {diff.moved.length > 0 && (
        <div>
          <h3 className="mb-1 font-semibold text-ink text-row">What moves first</h3>
          <ul className="flex flex-col">
            {diff.moved.map((move) => (
              <li
                key={`${move.lead_name}-${move.label}-${move.before}-${move.after}`}
                className="flex min-h-9 flex-wrap items-baseline gap-x-3 border-line border-b py-1.5 text-row last:border-b-0"
              >
                <span className="min-w-0 grow basis-40">
                  <span className="font-medium text-ink">{move.lead_name}</span>{" "}
                  <span className="text-ink-2">{move.label}</span>
                </span>
                <span className="tabular text-ink-2 text-meta">
                  <Change
                    before={when(move.before, "not in these days")}
                    after={when(move.after, "not in these days")}
                  />
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Change({ before, after }: { before: string; after: string }) {
  if (before === after) return <>{after}, as before</>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <span className="text-ink-2">{before}</span>
      <ArrowRight role="img" aria-label="becomes" className="size-3.5 text-ink-3" />
      <span className="font-medium text-ink">{after}</span>
    </span>
  );
}

function DayBars({ diff }: { diff: PreviewDiff }) {
  const dates = [...new Set([...diff.before, ...diff.after].map((day) => day.date))].sort();
  const of = (days: PreviewDiff["before"], date: string) => days.find((day) => day.date === date)?.acts ?? 0;
  const most = Math.max(1, ...[...diff.before, ...diff.after].map((day) => day.acts));
  return (
    <div>
      <p aria-hidden className="mb-2 flex gap-4 text-ink-2 text-meta">
        <span className="flex items-center gap-1.5">
          <span className="h-1.5 w-5 rounded-full bg-control" /> As it is
        </span>
        <span className="flex items-center gap-1.5">
          <span className="h-1.5 w-5 rounded-full bg-accent" /> With these limits
        </span>
      </p>
      <table className="w-full text-row">
        <caption className="sr-only">Actions a day, as it is and with these limits</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Day</th>
            <th scope="col">As it is</th>
            <th scope="col">With these limits</th>
          </tr>
        </thead>
        <tbody className="tabular">
          {dates.map((date) => {
            const before = of(diff.before, date);
            const after = of(diff.after, date);
            return (
              <tr key={date} className="h-7">
                <th scope="row" className="w-24 whitespace-nowrap pr-3 text-left font-normal text-ink-2 text-meta">
                  {shortDay(date)}
                </th>
                <td className="w-10 pr-2 text-right text-ink-3 text-meta">{count(before)}</td>
                <td className="flex h-7 items-center gap-2">
                  <span aria-hidden className="flex grow flex-col gap-0.5">
                    <Bar value={before} most={most} look="bg-control" />
                    <Bar value={after} most={most} look="bg-accent" />
                  </span>
                  <span
                    className={`w-8 text-right text-meta ${after === before ? "text-ink-3" : "font-semibold text-ink"}`}
                  >
                    {count(after)}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Bar({ value, most, look }: { value: number; most: number; look: string }) {
  return (
    <span className="block h-1 w-full">
      <span className={`block h-1 rounded-full ${look}`} style={{ width: `${(value / most) * 100}%` }} />
    </span>
  );
}
