import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type {
  Channel,
  DraftDetail,
  Erased,
  HandleCheck,
  LeadDetail,
  LeadRow,
  NewLead,
  ReplyForm,
  ReplyResult,
  SpendReport,
} from "@/api/types";
import { saveText } from "@/lib/save-text";
import { channelName, plural } from "@/lib/words";

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

/** Asks now whether the handles of one person exist. */
export function useCheckHandles(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<HandleCheck[]>(`/api/leads/${id}/check`),
    onSuccess: (checks) => {
      client.setQueryData<LeadDetail>([...keys.leads, id], (before) => before && { ...before, checks });
    },
    meta: { invalidates: ["leads", "egress"] },
  });
}

/** Asks about many people, one after the other, while the app goes on. */
export function useQueueChecks() {
  return useMutation({
    mutationFn: (lead_ids: readonly string[]) => api.post<{ queued: number }>("/api/handle-checks", { lead_ids }),
    onSuccess: ({ queued }) => {
      toast(
        queued === 0
          ? "Nothing to check: no Telegram name and no email address among them."
          : `The handles of ${plural(queued, "lead")} are being checked, one after the other. The answers appear on the leads.`,
      );
    },
    meta: { invalidates: ["leads"] },
  });
}

export function useEnrich() {
  return useMutation({
    mutationFn: (wish: { lead_ids: readonly string[]; credits: number }) =>
      api.post<SpendReport>("/api/apollo/enrich", wish),
    meta: { quiet: true, invalidates: [...stale, "sources"] },
  });
}

export function useWriteFor(id: string) {
  return useMutation({
    mutationFn: (channel: Channel) => api.post<DraftDetail>(`/api/leads/${id}/drafts`, { channel }),
    onSuccess: (draft) => {
      toast(`Drafted for ${channelName(draft.channel)}. It waits in the queue for your yes.`);
    },
    meta: { invalidates: ["leads", "drafts", "status", "dashboard"] },
  });
}

/** Two entries that are one person; it can be taken apart again on the person's page. */
export function useMergeLeads() {
  return useMutation({
    mutationFn: ({ kept, other }: { kept: string; other: string }) =>
      api.post<LeadDetail>(`/api/leads/${kept}/merge`, { other }),
    onSuccess: (lead) => {
      toast(`Put together as ${lead.name}. You can take them apart on that page.`);
    },
    meta: { invalidates: stale },
  });
}

export function useUndoMerge() {
  return useMutation({
    mutationFn: (merge: string) => api.post<{ kept: string; restored: string }>(`/api/merges/${merge}/undo`),
    onSuccess: () => {
      toast("They are two people again.");
    },
    meta: { invalidates: stale },
  });
}

export function useExportPerson() {
  return useMutation({
    mutationFn: async ({ id, name }: { id: string; name: string }) => ({
      name,
      text: await api.text(`/api/leads/${id}/person`),
    }),
    onSuccess: ({ name, text }) => saveText(`${fileWord(name)}.json`, text, "application/json"),
  });
}

export function useErase() {
  return useMutation({
    mutationFn: ({ id, suppress }: { id: string; suppress: boolean }) =>
      api.post<Erased>(`/api/leads/${id}/erase`, { suppress }),
    meta: { quiet: true, invalidates: [...stale, "egress", "activity"] },
  });
}

/** What came back from a person; the answer says what it stopped. */
export function useRecordReply(id: string) {
  return useMutation({
    mutationFn: (reply: ReplyForm) => api.post<ReplyResult>(`/api/leads/${id}/replies`, reply),
    onSuccess: ({ sentence }) => {
      toast(sentence);
    },
    meta: { quiet: true, invalidates: [...stale, "enrollments", "sequences"] },
  });
}

/** A name as a file name: letters, digits and dashes. */
function fileWord(name: string): string {
  const word = name
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");
  return word || "person";
}
