import { infiniteQueryOptions, useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Page, SuppressionView } from "@/api/types";

export const suppressionsQuery = infiniteQueryOptions({
  queryKey: [...keys.suppressions, "list"],
  queryFn: ({ pageParam, signal }) =>
    api.get<Page<SuppressionView>>("/api/suppressions", { cursor: pageParam, limit: 100 }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

const stale = ["suppressions", "leads", "drafts", "deliveries", "dashboard", "status"] as const;

export interface NewRule {
  kind: SuppressionView["kind"];
  value: string;
  reason: string;
}

export function useAddRule() {
  return useMutation({
    mutationFn: (rule: NewRule) => api.post<SuppressionView>("/api/suppressions", rule),
    onSuccess: () => {
      toast("On the list. Messages that waited for them are canceled.");
    },
    meta: { quiet: true, invalidates: stale },
  });
}

export function useRemoveRule() {
  return useMutation({
    mutationFn: (rule: SuppressionView) => api.delete(`/api/suppressions/${rule.id}`),
    onSuccess: () => {
      toast("Taken off the list. They can be contacted again.");
    },
    meta: { invalidates: stale },
  });
}
