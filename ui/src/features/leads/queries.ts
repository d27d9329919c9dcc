import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type {
  EnrollmentDetail,
  Estimate,
  LeadDetail,
  LeadRow,
  LeadStatus,
  Merge,
  Page,
  PersonEgress,
  ReplyView,
  Verdict,
} from "@/api/types";

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

export function mergesQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.leads, id, "merges"],
    queryFn: ({ signal }) => api.get<Merge[]>(`/api/leads/${id}/merges`, undefined, signal),
  });
}

/** Who has seen data of this person. */
export function personEgressQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.egress, "person", id],
    queryFn: ({ signal }) => api.get<PersonEgress>(`/api/leads/${id}/egress`, undefined, signal),
  });
}

/** What asking Apollo about these people would cost. Asking for the price costs nothing. */
export function estimateQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: [...keys.leads, "estimate", ids],
    queryFn: () => api.post<Estimate>("/api/apollo/estimate", { lead_ids: ids }),
    retry: false,
    gcTime: 0,
  });
}

/** The person's place in each sequence, the newest first. */
export function placesQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.enrollments, "lead", id],
    queryFn: ({ signal }) => api.get<EnrollmentDetail[]>(`/api/leads/${id}/enrollments`, undefined, signal),
  });
}

/** What came back from them. */
export function repliesQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.leads, id, "replies"],
    queryFn: ({ signal }) => api.get<ReplyView[]>(`/api/leads/${id}/replies`, undefined, signal),
  });
}
