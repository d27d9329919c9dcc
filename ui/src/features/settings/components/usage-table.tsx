import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { UsageRow } from "@/api/types";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Group } from "@/components/project/fields";
import { SkeletonRows } from "@/components/ui/skeleton";
import { count } from "@/lib/words";

const usageQuery = queryOptions({
  queryKey: [...keys.llm, "usage"],
  queryFn: ({ signal }) => api.get<UsageRow[]>("/api/llm/usage", { days: 30 }, signal),
});

const purposes: Record<string, string> = { judge: "Judging", enrich: "Enriching", write: "Writing" };
const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const heading = "h-8 pr-4 font-normal";

/** What the model was asked in the last 30 days. */
export function UsageTable() {
  const usage = useQuery(usageQuery);
  return (
    <Group title="Last 30 days" note="Counted from the answers that came back.">
      {usage.isError ? (
        <ProblemNotice error={usage.error} onRetry={() => void usage.refetch()} />
      ) : !usage.data ? (
        <SkeletonRows rows={3} label="Loading the usage" />
      ) : usage.data.length === 0 ? (
        <p className="text-ink-2 text-row">No model was asked yet.</p>
      ) : (
        <div className="-mx-4 max-h-80 overflow-auto">
          <table className="w-full text-row">
            <thead>
              <tr className="sticky top-0 bg-surface text-left text-ink-3 text-meta shadow-[inset_0_-1px_0_var(--line)]">
                <th scope="col" className={`${heading} pl-4`}>
                  Day
                </th>
                <th scope="col" className={heading}>
                  For
                </th>
                <th scope="col" className={heading}>
                  Model
                </th>
                <th scope="col" className={`${heading} text-right`}>
                  Questions
                </th>
                <th scope="col" className={`${heading} text-right`}>
                  Tokens
                </th>
              </tr>
            </thead>
            <tbody className="tabular">
              {usage.data.map((row) => (
                <tr key={`${row.day}-${row.purpose}-${row.model}`} className="border-line border-b last:border-b-0">
                  <td className="h-9 whitespace-nowrap pr-4 pl-4 text-ink-2">{dayFormat.format(new Date(row.day))}</td>
                  <td className="pr-4 text-ink">{purposes[row.purpose] ?? row.purpose}</td>
                  <td className="max-w-40 truncate pr-4 text-ink-2" title={row.model}>
                    {row.model}
                  </td>
                  <td className="pr-4 text-right text-ink">{count(row.requests)}</td>
                  <td className="pr-4 text-right text-ink">{count(row.prompt_tokens + row.completion_tokens)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Group>
  );
}
