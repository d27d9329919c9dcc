import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import { movedRoots } from "@/api/sequence-deeds";
import type {
  CheckedSteps,
  EnrollmentDetail,
  EnrollmentRow,
  EnrollmentState,
  Moved,
  MovedOver,
  NewSequence,
  Page,
  SavedSteps,
  SequenceChange,
  SequenceDetail,
  SequenceRow,
  SequenceTemplate,
  Step,
  Template,
} from "@/api/types";

export const sequenceTemplatesQuery = queryOptions({
  queryKey: [...keys.sequences, "templates"],
  queryFn: ({ signal }) => api.get<SequenceTemplate[]>("/api/sequences/templates", undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export function sequenceQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.sequences, id],
    queryFn: ({ signal }) => api.get<SequenceDetail>(`/api/sequences/${id}`, undefined, signal),
  });
}

/** What is wrong with steps, and what the server calls them. */
export function checkQuery(steps: readonly Step[]) {
  return queryOptions({
    queryKey: [...keys.sequences, "check", steps],
    queryFn: () => api.post<CheckedSteps>("/api/sequences/check", { steps }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: (before) => before,
    retry: false,
  });
}

/** The team's own wording, for steps with words. */
export const wordingQuery = queryOptions({
  queryKey: [...keys.templates, "list"],
  queryFn: ({ signal }) => api.get<Template[]>("/api/templates", undefined, signal),
});

export interface EnrollmentFilters {
  sequence: string;
  state?: EnrollmentState | undefined;
  step?: string | undefined;
  q?: string | undefined;
}

export function enrollmentsQuery(filters: EnrollmentFilters) {
  return infiniteQueryOptions({
    queryKey: [...keys.enrollments, "list", filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<EnrollmentRow>>("/api/enrollments", { ...filters, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

export function enrollmentQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.enrollments, id],
    queryFn: ({ signal }) => api.get<EnrollmentDetail>(`/api/enrollments/${id}`, undefined, signal),
  });
}

export function useCreateSequence() {
  return useMutation({
    mutationFn: (wish: NewSequence) => api.post<SequenceDetail>("/api/sequences", wish),
    meta: { quiet: true, invalidates: ["sequences"] },
  });
}

export function useChangeSequence(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (by: SequenceChange) => api.patch<SequenceDetail>(`/api/sequences/${id}`, by),
    onSuccess: (sequence) => {
      client.setQueryData([...keys.sequences, id], sequence);
      toast("Saved.");
    },
    meta: { quiet: true, invalidates: ["sequences"] },
  });
}

/** Saves the steps as a new version; with `over`, everyone on an older one comes along. */
export function useSaveSteps(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ steps, over }: { steps: readonly Step[]; over: boolean }) => {
      const saved = await api.put<SavedSteps>(`/api/sequences/${id}/steps`, { steps });
      const moved = over
        ? await api.post<MovedOver>(`/api/sequences/${id}/move`, { version_id: saved.sequence.version_id })
        : null;
      return { ...saved, moved };
    },
    onSuccess: ({ sequence, changed, moved }) => {
      client.setQueryData([...keys.sequences, id], sequence);
      const said = changed ? `Saved as version ${sequence.version}.` : "Nothing was different, so nothing was saved.";
      toast(moved ? `${said} ${moved.sentence}` : said);
    },
    meta: { quiet: true, invalidates: movedRoots },
  });
}

export function useMoveOver(id: string) {
  return useMutation({
    mutationFn: (version_id: string) => api.post<MovedOver>(`/api/sequences/${id}/move`, { version_id }),
    onSuccess: ({ sentence }) => {
      toast(sentence);
    },
    meta: { invalidates: movedRoots },
  });
}

/** A paused sequence takes no leads and moves none; resumed, overdue steps are due now. */
export function usePauseSequence() {
  return useMutation({
    mutationFn: ({ id, state }: Pick<SequenceRow, "id" | "state">) =>
      api.post<Moved>(`/api/enrollments/${state === "paused" ? "resume" : "pause"}`, { scope: { sequence_id: id } }),
    onSuccess: ({ sentence }) => {
      toast(sentence);
    },
    meta: { invalidates: movedRoots },
  });
}

export function useArchiveSequence() {
  return useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => api.delete(`/api/sequences/${id}`),
    onSuccess: (_nothing, { name }) => {
      toast(`${name} is archived. Its leads were taken out.`);
    },
    meta: { invalidates: movedRoots },
  });
}
