import { queryOptions, useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Channel, LeadRow, Page, Template, TemplatePreview, TemplateVariable, TemplateWords } from "@/api/types";

export const templatesQuery = queryOptions({
  queryKey: [...keys.templates, "list"],
  queryFn: ({ signal }) => api.get<Template[]>("/api/templates", undefined, signal),
});

export const variablesQuery = queryOptions({
  queryKey: [...keys.templates, "variables"],
  queryFn: ({ signal }) => api.get<TemplateVariable[]>("/api/templates/variables", undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** A few real people to read the template with, best first. */
export const readersQuery = queryOptions({
  queryKey: [...keys.leads, "readers"],
  queryFn: ({ signal }) => api.get<Page<LeadRow>>("/api/leads", { sort: "score", limit: 20 }, signal),
});

export type TemplateAnswers = Omit<Template, "id" | "updated_at">;

export function previewQuery(
  words: Pick<TemplateAnswers, "channel" | "variant" | "subject" | "body">,
  lead: string | null,
) {
  return queryOptions({
    queryKey: [...keys.templates, "preview", words, lead],
    queryFn: () => api.post<TemplatePreview>("/api/templates/preview", { ...words, lead_id: lead }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}

export function useBuiltin() {
  return useMutation({
    mutationFn: (place: { channel: Channel; variant: Template["variant"] }) =>
      api.get<TemplateWords>("/api/templates/builtin", place),
  });
}

/** Makes a template, or changes the one with this id. */
export function useSaveTemplate() {
  return useMutation({
    mutationFn: ({ id, ...answers }: TemplateAnswers & { id: string | null }) =>
      id ? api.put<Template>(`/api/templates/${id}`, answers) : api.post<Template>("/api/templates", answers),
    onSuccess: (template) => {
      toast(
        template.enabled
          ? "Saved. New drafts use it; drafts already written keep their text."
          : "Saved. It is off, so the built-in text is used.",
      );
    },
    meta: { quiet: true, invalidates: ["templates"] },
  });
}

export function useDeleteTemplate() {
  return useMutation({
    mutationFn: (template: Template) => api.delete(`/api/templates/${template.id}`),
    onSuccess: (_nothing, template) => {
      toast(`${template.name} is deleted. New drafts use the built-in text.`);
    },
    meta: { invalidates: ["templates"] },
  });
}
