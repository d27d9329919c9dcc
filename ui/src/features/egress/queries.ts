import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { EgressEntry, EgressPurpose, EgressSummary, LeadDetail, Page } from "@/api/types";

export interface EgressFilters {
  host?: string | undefined;
  purpose?: EgressPurpose | undefined;
  lead_id?: string | undefined;
}

const summaryKey = [...keys.egress, "summary"];

export const summaryQuery = queryOptions({
  queryKey: summaryKey,
  queryFn: ({ signal }) => api.get<EgressSummary>("/api/egress/summary", undefined, signal),
});

export function ledgerQuery(filters: EgressFilters) {
  return infiniteQueryOptions({
    queryKey: [...keys.egress, "list", filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<EgressEntry>>("/api/egress", { ...filters, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

/** Whose entries are shown, by name. */
export function personQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.leads, id],
    queryFn: ({ signal }) => api.get<LeadDetail>(`/api/leads/${id}`, undefined, signal),
    enabled: id !== "",
  });
}

export function useLocalOnly() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (on: boolean) => api.put<EgressSummary>("/api/egress/local-only", { on }),
    onSuccess: (summary) => {
      client.setQueryData(summaryKey, summary);
      toast(
        summary.local_only
          ? "From now on nothing leaves this machine."
          : "The services you connected can be reached again.",
      );
    },
    meta: { invalidates: ["egress", "llm", "status", "channels", "sources"] },
  });
}
