import { useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { ApprovalResult, DraftDetail, DraftRow, DraftVariant } from "@/api/types";

const decided = { invalidates: ["drafts", "deliveries", "status", "dashboard"] } as const;

export interface ApproveItem {
  id: string;
  fingerprint: string;
}

/** Says yes to exactly the text with this fingerprint. Refusals are shown by the screen, beside the draft. */
export function useApprove() {
  return useMutation({
    mutationFn: ({ id, fingerprint, again }: ApproveItem & { again?: boolean }) =>
      api.post<ApprovalResult>(`/api/drafts/${id}/approve`, again ? { fingerprint, again: true } : { fingerprint }),
    meta: { ...decided, quiet: true },
  });
}

export interface BulkResult {
  approved: ApprovalResult[];
  refused: { id: string; reason: string }[];
}

export function useApproveMany() {
  return useMutation({
    mutationFn: (items: ApproveItem[]) => api.post<BulkResult>("/api/drafts/approve", { items }),
    meta: decided,
  });
}

export function useUndo() {
  return useMutation({
    mutationFn: (approvalId: string) => api.post<DraftRow>(`/api/approvals/${approvalId}/undo`),
    meta: decided,
  });
}

export function useReject() {
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      api.post<DraftRow>(`/api/drafts/${id}/reject`, { reason }),
    meta: decided,
  });
}

export function useRestore() {
  return useMutation({
    mutationFn: (id: string) => api.post<DraftRow>(`/api/drafts/${id}/restore`),
    meta: decided,
  });
}

export function useSaveText() {
  return useMutation({
    mutationFn: ({ id, subject, body }: { id: string; subject: string | null; body: string }) =>
      api.put<DraftVariant>(`/api/drafts/${id}`, { subject, body }),
    meta: { invalidates: ["drafts"] },
  });
}

export function useRewrite() {
  return useMutation({
    mutationFn: (id: string) => api.post<DraftDetail>(`/api/drafts/${id}/rewrite`),
    meta: { invalidates: ["drafts", "status", "dashboard"] },
  });
}
