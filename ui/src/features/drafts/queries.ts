import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Channel, DeliveryRow, DraftDetail, DraftRow, Page } from "@/api/types";

export interface QueueFilters {
  q?: string | undefined;
  channel?: Channel | undefined;
}

export const pendingDraftsQuery = ({ q, channel }: QueueFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.drafts, "list", { status: "pending", q, channel }],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<DraftRow>>("/api/drafts", { status: "pending", q, channel, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.drafts, id],
    queryFn: ({ signal }) => api.get<DraftDetail>(`/api/drafts/${id}`, undefined, signal),
  });

/** Deliveries that wait for a person; they stand above the drafts. */
export const openQuestionsQuery = queryOptions({
  queryKey: [...keys.deliveries, "list", { needs: "person" }],
  queryFn: async ({ signal }) => {
    const states = ["uncertain", "failed"] as const;
    const pages = await Promise.all(
      states.map((state) => api.get<Page<DeliveryRow>>("/api/deliveries", { state, limit: 20 }, signal)),
    );
    return pages.flatMap((page) => page.items);
  },
});
