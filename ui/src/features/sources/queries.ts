import { queryOptions, useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { PeopleFilter, PeopleFound, Run, Source, SourceSettings, SpendReport } from "@/api/types";

const stale = ["sources", "pipeline", "dashboard"] as const;

export interface SourceAnswers {
  name: string;
  settings: SourceSettings;
  enabled: boolean;
}

/** Makes a source, or changes the one with this id. */
export function useSaveSource() {
  return useMutation({
    mutationFn: ({ id, ...answers }: SourceAnswers & { id: string | null }) =>
      id ? api.put<Source>(`/api/sources/${id}`, answers) : api.post<Source>("/api/sources", answers),
    meta: { quiet: true, invalidates: stale },
  });
}

export function useSwitchSource() {
  return useMutation({
    mutationFn: ({ source, on }: { source: Source; on: boolean }) =>
      api.put<Source>(`/api/sources/${source.id}`, { name: source.name, settings: source.settings, enabled: on }),
    meta: { invalidates: stale },
  });
}

export function useDeleteSource() {
  return useMutation({
    mutationFn: (source: Source) => api.delete(`/api/sources/${source.id}`),
    onSuccess: (_nothing, source) => {
      toast(`${source.name} is deleted. Its leads stay.`);
    },
    meta: { invalidates: [...stale, "leads"] },
  });
}

export function useRestartSource() {
  return useMutation({
    mutationFn: (source: Source) => api.post<Source>(`/api/sources/${source.id}/restart`),
    onSuccess: () => {
      toast("The next pass looks from the beginning. Leads already known stay as they are.");
    },
    meta: { invalidates: stale },
  });
}

export function useCollect() {
  return useMutation({
    mutationFn: (source: Source) => api.post<Run>("/api/pipeline/run", { sources: [source.id] }),
    onSuccess: (_run, source) => {
      toast(`Collecting from ${source.name}.`);
    },
    meta: { invalidates: [...stale, "runs", "status"] },
  });
}

/** A page of a directory. Looking costs nothing; each page is asked for once. */
export function peopleQuery(filter: PeopleFilter, page: number) {
  return queryOptions({
    queryKey: [...keys.sources, "people", filter, page],
    queryFn: () => api.post<PeopleFound>("/api/apollo/search", { filter, page }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

export function useReveal() {
  return useMutation({
    mutationFn: (wish: { source_id: string; ids: readonly string[]; credits: number }) =>
      api.post<SpendReport>("/api/apollo/reveal", wish),
    meta: { quiet: true, invalidates: [...stale, "leads", "status"] },
  });
}
