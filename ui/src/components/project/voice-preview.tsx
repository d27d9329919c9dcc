import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useWatch } from "react-hook-form";
import { api } from "@/api/client";
import { describeProblem } from "@/api/problem";
import type { DraftPreview } from "@/api/types";
import { asSentence } from "@/lib/sentence";
import { paragraphs, plural } from "@/lib/words";
import { type Answers, sendable } from "./answers";
import { useAnswers } from "./use-answers-form";

const SETTLE_MS = 350;

/** A draft in this voice on a made-up lead, as Telegram would show it. Follows the typing after a breath. */
export function VoicePreview() {
  const { control } = useAnswers();
  const answers = useWatch({ control }) as Answers;
  const text = JSON.stringify(sendable(answers));
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const preview = useQuery({
    queryKey: ["setup", "preview", settled],
    queryFn: () => api.post<DraftPreview>("/api/setup/preview", JSON.parse(settled)),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  return (
    <section aria-label="Preview" className="overflow-hidden rounded-panel border border-line">
      <div className="flex items-baseline gap-2 border-line border-b bg-surface px-4 py-2">
        <h2 className="font-semibold text-ink text-row">How it sounds</h2>
        <span className="text-ink-3 text-meta">on a made-up lead</span>
        {preview.data && (
          <span className="tabular ml-auto text-ink-3 text-meta">{plural(preview.data.words, "word")}</span>
        )}
      </div>
      <div className="min-h-40 bg-sunken p-4" aria-live="polite">
        {preview.isError ? <NoPreview error={preview.error} /> : preview.data && <Shown preview={preview.data} />}
      </div>
    </section>
  );
}

function NoPreview({ error }: { error: unknown }) {
  const { title, detail } = describeProblem(error);
  return <p className="text-ink-2 text-row">No preview yet. {asSentence(detail ?? title)}</p>;
}

function Shown({ preview }: { preview: DraftPreview }) {
  const bubbles = paragraphs(preview.body);
  return (
    <div className="flex flex-col gap-3">
      <figure className="max-w-[520px]">
        <figcaption className="text-ink-3 text-meta">
          {preview.lead_name}
          {preview.lead_company && `, ${preview.lead_company}`} wrote
        </figcaption>
        <blockquote className="mt-1 border-line-strong border-l-2 pl-3 text-ink-2 text-row">{preview.post}</blockquote>
      </figure>
      <div className="flex flex-col items-end gap-1">
        {bubbles.map((bubble, index) => (
          <p
            // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of one text, in their order
            key={index}
            className="max-w-[440px] whitespace-pre-wrap rounded-panel bg-bubble px-3 py-1.5 text-ink text-read last:rounded-br-[2px]"
          >
            {bubble}
          </p>
        ))}
      </div>
    </div>
  );
}
