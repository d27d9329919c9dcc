import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { LeadRow, NewLead } from "@/api/types";
import { saveText } from "@/lib/save-text";
import { plural } from "@/lib/words";

const stale = ["leads", "dashboard", "status", "drafts", "deliveries", "suppressions", "pipeline"] as const;

export function useAddLead() {
  return useMutation({
    mutationFn: (lead: NewLead) => api.post<LeadRow>("/api/leads", lead),
    meta: { quiet: true, invalidates: stale },
  });
}

/** Each person is its own request, so a failure in the middle leaves the ones before it done. */
export function useSuppressLeads() {
  return useMutation({
    mutationFn: async ({ ids, reason }: { ids: readonly string[]; reason: string }) => {
      for (const id of ids) await api.post(`/api/leads/${id}/suppress`, { reason });
      return ids.length;
    },
    onSuccess: (done) => {
      toast(`${plural(done, "person", "people")} will not be contacted. Messages that waited for them are canceled.`);
    },
    meta: { invalidates: stale },
  });
}

export function useDeleteLeads() {
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await api.delete(`/api/leads/${id}`);
      return ids.length;
    },
    onSuccess: (done) => {
      toast(`${plural(done, "lead")} deleted.`);
    },
    meta: { invalidates: stale },
  });
}

export function useExportLeads() {
  return useMutation({
    mutationFn: () => api.text("/api/leads.csv"),
    onSuccess: (text) => saveText("leads.csv", text, "text/csv;charset=utf-8"),
  });
}
