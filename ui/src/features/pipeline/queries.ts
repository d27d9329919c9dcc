import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Page, PipelineStatus, Run, RunFailure, RunWish, Schedule, Stage } from "@/api/types";

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

export function failuresQuery(run: string, stage: Stage) {
  return infiniteQueryOptions({
    queryKey: [...keys.runs, run, "failures", stage],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<RunFailure>>(`/api/runs/${run}/failures`, { stage, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

const stale = ["pipeline", "runs", "leads", "drafts", "sources", "status", "dashboard"] as const;

export function useRunPipeline() {
  return useMutation({
    mutationFn: (wish: RunWish) => api.post<Run>("/api/pipeline/run", wish),
    meta: { invalidates: stale },
  });
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

export function useSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (every_minutes: number | null) => api.put<Schedule>("/api/pipeline/schedule", { every_minutes }),
    onSuccess: (schedule) => {
      client.setQueryData<PipelineStatus>(keys.pipeline, (before) => before && { ...before, schedule });
    },
    meta: { invalidates: ["pipeline"] },
  });
}
