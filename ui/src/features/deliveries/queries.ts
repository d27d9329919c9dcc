import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Channel, DeliveryDetail, DeliveryRow, DeliveryState, Page } from "@/api/types";

export interface LedgerFilters {
  state?: DeliveryState | undefined;
  channel?: Channel | undefined;
}

export const deliveriesQuery = ({ state, channel }: LedgerFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.deliveries, "list", { state, channel }],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<DeliveryRow>>("/api/deliveries", { state, channel, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.deliveries, id],
    queryFn: ({ signal }) => api.get<DeliveryDetail>(`/api/deliveries/${id}`, undefined, signal),
  });
