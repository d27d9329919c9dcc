import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Backtest, BacktestRow, NewBacktest, Page, Project } from "@/api/types";

const WATCH_MS = 1_000;

export const backtestsQuery = queryOptions({
  queryKey: [...keys.backtests, "list"],
  queryFn: ({ signal }) => api.get<Backtest[]>("/api/backtests", undefined, signal),
  refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "running") ? WATCH_MS : false),
});

export function backtestQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.backtests, id],
    queryFn: ({ signal }) => api.get<Backtest>(`/api/backtests/${id}`, undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? WATCH_MS : false),
  });
}

export type Only = "newly_in" | "newly_out" | "verdict_changed" | "all";

export function rowsQuery(id: string, only: Only) {
  return infiniteQueryOptions({
    queryKey: [...keys.backtests, id, "rows", only],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<BacktestRow>>(`/api/backtests/${id}/rows`, { only, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

export function useStartBacktest() {
  return useMutation({
    mutationFn: (wish: NewBacktest) => api.post<Backtest>("/api/backtests", wish),
    meta: { quiet: true, invalidates: ["backtests"] },
  });
}

export function useStopBacktest() {
  return useMutation({
    mutationFn: (id: string) => api.post<Backtest>(`/api/backtests/${id}/stop`),
    meta: { invalidates: ["backtests"] },
  });
}

export function useApplyBacktest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post<Project>(`/api/backtests/${id}/apply`),
    onSuccess: (project) => {
      client.setQueryData(keys.project, project);
      toast("Applied. The next run drafts for the leads that pass now.");
    },
    meta: { quiet: true, invalidates: ["backtests", "project", "leads", "pipeline", "status", "dashboard"] },
  });
}

export function useDiscardBacktest() {
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/backtests/${id}`),
    meta: { invalidates: ["backtests"] },
  });
}
