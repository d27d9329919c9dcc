import { ExternalLink } from "lucide-react";
import type { DraftDetail, DraftVariant } from "@/api/types";
import { asSentence } from "@/lib/sentence";

const writers: Record<DraftVariant["written_by"], string> = {
  offline: "Written from a template on this machine.",
  llm: "Written by the model.",
  human: "Edited by you.",
};

/** Who wrote the text, why it was not the model when it should have been, and the post it answers. */
export function Origin({ draft, variant }: { draft: DraftDetail; variant: DraftVariant }) {
  return (
    <p className="-mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3 text-meta">
      <span>{variant.note ? asSentence(variant.note) : writers[variant.written_by]}</span>
      {draft.reply_to_url && (
        <a
          href={draft.reply_to_url}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex items-center gap-1 text-accent-ink hover:underline"
        >
          Answers this post
          <ExternalLink aria-hidden className="size-3" />
        </a>
      )}
    </p>
  );
}
