import { queryOptions, useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/api/query-keys";
import type { ImportPreview, ImportReport, LeadField } from "@/api/types";
import { saveText } from "@/lib/save-text";

/** The server takes no more; saying so before reading spares the wait. */
const MOST_BYTES = 256 * 1024 * 1024;

const stale = ["leads", "pipeline", "runs", "dashboard", "status", "activity"] as const;

export function useOpenFile() {
  return useMutation({
    mutationFn: async (file: File) => {
      if (file.size > MOST_BYTES) {
        throw new ApiProblem(
          413,
          "too_large",
          "This file is too large to take in one piece.",
          "Lead files may have 256 MB. Split it and import the pieces.",
        );
      }
      // Bytes, never the File itself: see the invariant of the API client.
      const bytes = new Uint8Array(await file.arrayBuffer());
      return api.raw<ImportPreview>("POST", "/api/imports", bytes, "application/octet-stream", {
        file_name: file.name,
      });
    },
    meta: { quiet: true },
  });
}

/** What the file brings under a mapping. Counting takes a moment for large files; the last answer stays until then. */
export function previewQuery(opened: ImportPreview, fields: readonly LeadField[]) {
  const untouched = opened.columns.every((column, index) => column.field === fields[index]);
  return queryOptions({
    queryKey: [...keys.imports, opened.id, fields],
    queryFn: () => api.post<ImportPreview>(`/api/imports/${opened.id}/preview`, { fields }),
    ...(untouched && { initialData: opened }),
    placeholderData: (before: ImportPreview | undefined) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

export function useCommitImport() {
  return useMutation({
    mutationFn: ({ id, fields }: { id: string; fields: readonly LeadField[] }) =>
      api.post<ImportReport>(`/api/imports/${id}/commit`, { fields }),
    meta: { quiet: true, invalidates: stale },
  });
}

export function useSaveErrors() {
  return useMutation({
    mutationFn: (id: string) => api.text(`/api/imports/${id}/errors.csv`),
    onSuccess: (text) => saveText("rejected-rows.csv", text, "text/csv;charset=utf-8"),
  });
}

export function useDemoLeads() {
  return useMutation({
    mutationFn: (wish: { count: number; seed: number }) => api.post<ImportReport>("/api/leads/demo", wish),
    meta: { quiet: true, invalidates: stale },
  });
}
