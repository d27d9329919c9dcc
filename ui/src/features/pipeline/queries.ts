import { infiniteQueryOptions, queryOptions, useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Page, PipelineStatus, Run } from "@/api/types";

const WATCH_MS = 1_000;

/** Changes are pushed; while a run goes, rate and time left are also looked at every second. */
export const pipelineQuery = queryOptions({
  queryKey: keys.pipeline,
  queryFn: ({ signal }) => api.get<PipelineStatus>("/api/pipeline/status", undefined, signal),
  refetchInterval: ({ state }) => (state.data?.run?.state === "running" ? WATCH_MS : false),
});

export const runsQuery = infiniteQueryOptions({
  queryKey: keys.runs,
  queryFn: ({ pageParam, signal }) => api.get<Page<Run>>("/api/runs", { cursor: pageParam, limit: 20 }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

const stale = ["pipeline", "runs", "leads", "drafts", "status", "dashboard"] as const;

export function useRunPipeline() {
  return useMutation({ mutationFn: () => api.post<Run>("/api/pipeline/run"), meta: { invalidates: stale } });
}

export function useStopPipeline() {
  return useMutation({
    mutationFn: () => api.post<Run | null>("/api/pipeline/stop"),
    onSuccess: () => {
      toast("Stopped. What was finished is kept; the next run goes on from there.");
    },
    meta: { invalidates: stale },
  });
}
