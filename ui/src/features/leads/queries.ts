import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { LeadDetail, LeadRow, LeadStatus, Page, Verdict } from "@/api/types";

export interface LeadFilters {
  q?: string | undefined;
  status?: LeadStatus | undefined;
  verdict?: Verdict | undefined;
  source?: string | undefined;
  sort?: "score" | "created" | "name" | undefined;
}

const PAGE_SIZE = 200;

export function leadsQuery(filters: LeadFilters) {
  return infiniteQueryOptions({
    queryKey: [...keys.leads, "list", filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<LeadRow>>(
        "/api/leads",
        { ...filters, sort: filters.sort ?? "score", cursor: pageParam, limit: PAGE_SIZE },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

export function leadQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.leads, id],
    queryFn: ({ signal }) => api.get<LeadDetail>(`/api/leads/${id}`, undefined, signal),
  });
}
