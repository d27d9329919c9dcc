/** Answers that more than one room of the screen needs (frame, dashboard, settings), so they belong to no feature. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./query-keys";
import type { ChannelView, LimitsToday, LlmStatus, Project, SequenceRow, SetupStatus, Source, Status } from "./types";

export const statusQuery = queryOptions({
  queryKey: keys.status,
  queryFn: ({ signal }) => api.get<Status>("/api/status", undefined, signal),
  // "Next at 14:32" must not go stale in front of a quiet window.
  refetchInterval: 30_000,
});

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: ({ signal }) => api.get<SetupStatus>("/api/setup", undefined, signal),
});

export const projectQuery = queryOptions({
  queryKey: keys.project,
  queryFn: ({ signal }) => api.get<Project>("/api/project", undefined, signal),
});

export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: ({ signal }) => api.get<ChannelView[]>("/api/channels", undefined, signal),
});

export const sourcesQuery = queryOptions({
  queryKey: keys.sources,
  queryFn: ({ signal }) => api.get<Source[]>("/api/sources", undefined, signal),
});

export const llmStatusQuery = queryOptions({
  queryKey: [...keys.llm, "status"],
  queryFn: ({ signal }) => api.get<LlmStatus>("/api/llm/status", undefined, signal),
});

/** Every limit with today's use. */
export const limitsQuery = queryOptions({
  queryKey: keys.limits,
  queryFn: ({ signal }) => api.get<LimitsToday>("/api/limits", undefined, signal),
  // "Free again at 14:32" must not go stale in front of a quiet window.
  refetchInterval: 60_000,
});

export const sequencesQuery = queryOptions({
  queryKey: [...keys.sequences, "list", {}],
  queryFn: ({ signal }) => api.get<SequenceRow[]>("/api/sequences", undefined, signal),
});
