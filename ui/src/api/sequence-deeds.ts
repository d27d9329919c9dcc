/** What more than one room of the screen asks of sequences: their list, enrolling, pausing, resuming, taking out. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "./client";
import { type KeyRoot, keys } from "./query-keys";
import type { EnrollEstimate, Enrolled, EnrollWho, Moved, Scope, SequenceRow } from "./types";

/** What changes when leads come into a sequence, rest in it or leave it. */
export const movedRoots: readonly KeyRoot[] = ["sequences", "enrollments", "leads", "drafts", "deliveries", "status"];

export const sequencesQuery = queryOptions({
  queryKey: [...keys.sequences, "list"],
  queryFn: ({ signal }) => api.get<SequenceRow[]>("/api/sequences", undefined, signal),
});

/** What enrolling would come to. Nothing is enrolled by asking. */
export function enrollEstimateQuery(sequence: string, who: EnrollWho) {
  return queryOptions({
    queryKey: [...keys.sequences, sequence, "estimate", who],
    queryFn: () => api.post<EnrollEstimate>(`/api/sequences/${sequence}/enroll/estimate`, who),
    retry: false,
    gcTime: 0,
    placeholderData: (before) => before,
  });
}

export function useEnroll() {
  return useMutation({
    mutationFn: ({ sequence, who }: { sequence: string; who: EnrollWho }) =>
      api.post<Enrolled>(`/api/sequences/${sequence}/enroll`, who),
    onSuccess: ({ sentence }) => {
      toast(sentence);
    },
    meta: { quiet: true, invalidates: movedRoots },
  });
}

export type Turn = "pause" | "resume" | "exit";

/** Each scope is its own request, so a failure in the middle leaves the ones before it done. */
export function useTurn() {
  return useMutation({
    mutationFn: async ({ turn, scopes }: { turn: Turn; scopes: readonly Scope[] }) => {
      let count = 0;
      let sentence = "";
      for (const scope of scopes) {
        const moved = await api.post<Moved>(`/api/enrollments/${turn}`, { scope });
        count += moved.count;
        sentence = moved.sentence;
      }
      return { count, sentence, asked: scopes.length };
    },
    onSuccess: ({ count, sentence, asked }, { turn }) => {
      toast(asked === 1 ? sentence : `${count} of ${asked} ${words[turn]}.`);
    },
    meta: { invalidates: movedRoots },
  });
}

const words: Record<Turn, string> = { pause: "paused", resume: "go on", exit: "taken out" };
