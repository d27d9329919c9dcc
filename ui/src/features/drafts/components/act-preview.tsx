import { ExternalLink, Heart, UserPlus } from "lucide-react";
import type { DraftDetail } from "@/api/types";
import { channelName } from "@/lib/words";

/** An act without words, as it will be done: the post that is liked, or the person who is followed. */
export function ActPreview({ draft }: { draft: DraftDetail }) {
  const who = draft.recipient ?? draft.lead.name;
  const like = draft.action === "like";
  const post = like
    ? (draft.lead.posts.find((one) => one.url === draft.reply_to_url) ?? draft.lead.posts[0])
    : undefined;
  const url = draft.reply_to_url ?? post?.url;
  return (
    <section aria-label="What will be done" className="overflow-hidden rounded-panel border border-line bg-surface">
      <div className="flex min-h-10 items-center gap-2 border-line border-b px-4 text-row">
        {like ? (
          <Heart aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
        ) : (
          <UserPlus aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
        )}
        <span className="min-w-0 truncate font-medium text-ink">{like ? "Like this post" : `Follow ${who}`}</span>
        <span className="ml-auto shrink-0 text-ink-3 text-meta">on {channelName(draft.channel)}</span>
      </div>
      {like ? (
        <blockquote className="measure whitespace-pre-wrap break-words px-5 py-4 text-ink text-read">
          {post?.text ?? "The post is not kept here; open it to read it."}
        </blockquote>
      ) : (
        <p className="measure px-5 py-4 text-ink text-read">
          {draft.lead.bio || `${[draft.lead.role, draft.lead.company].filter(Boolean).join(" at ")}`}
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-4 py-2 text-ink-3 text-meta">
        <span>
          {like ? `By ${who}. ` : ""}
          {draft.mode === "assisted"
            ? `It opens when its time comes, and you press ${like ? "the heart" : "Follow"}.`
            : "It is done when its time comes, within your limits."}
        </span>
        {url && (
          <a
            href={url}
            target="_blank"
            rel="noreferrer noopener"
            className="inline-flex items-center gap-1 text-accent-ink hover:underline"
          >
            {like ? "Open the post" : "Open the profile"}
            <ExternalLink aria-hidden className="size-3" />
          </a>
        )}
      </p>
    </section>
  );
}
