import type { ReactNode } from "react";
import type { DraftDetail, DraftVariant } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { cn } from "@/lib/cn";
import { channelName, paragraphs, wordCount } from "@/lib/words";

interface MessagePreviewProps {
  draft: DraftDetail;
  variant: DraftVariant;
}

/** The draft as it will arrive: bubbles in a chat, or a mail with its subject. */
export function MessagePreview({ draft, variant }: MessagePreviewProps) {
  switch (draft.channel) {
    case "telegram":
    case "linkedin":
      return <Chat draft={draft} variant={variant} />;
    case "email":
      return <Mail draft={draft} variant={variant} />;
    case "x":
      return <Chat draft={draft} variant={variant} />;
  }
}

function Chat({ draft, variant }: MessagePreviewProps) {
  const bubbles = variant.paragraphs.length > 0 ? variant.paragraphs : paragraphs(variant.body);
  return (
    <Frame draft={draft} aside={<Length draft={draft} body={variant.body} />}>
      <ol aria-label="Message, one bubble a paragraph" className="flex flex-col items-end gap-1.5 bg-sunken px-4 py-5">
        {bubbles.map((text, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no other identity, and may repeat
            key={`${index}-${text.slice(0, 12)}`}
            className={cn(
              "w-fit max-w-[min(62ch,88%)] whitespace-pre-wrap break-words rounded-panel bg-bubble px-3.5 py-2 text-ink text-read",
              index === bubbles.length - 1 && "rounded-br-[3px]",
            )}
          >
            {text}
          </li>
        ))}
      </ol>
      {draft.channel === "telegram" && bubbles.length > 1 && (
        <p className="border-line border-t px-4 py-2 text-ink-3 text-meta">
          Arrives as {bubbles.length} messages, one a paragraph.
        </p>
      )}
    </Frame>
  );
}

function Mail({ draft, variant }: MessagePreviewProps) {
  return (
    <Frame draft={draft} aside={<Length draft={draft} body={variant.body} />}>
      <p className="border-line border-b px-5 py-3 font-semibold text-ink text-section">
        {variant.subject || "No subject"}
      </p>
      <div className="measure whitespace-pre-wrap break-words px-5 py-4 text-ink text-read">{variant.body}</div>
    </Frame>
  );
}

function Frame({ draft, aside, children }: { draft: DraftDetail; aside: ReactNode; children: ReactNode }) {
  return (
    <section
      aria-label="Message as it will arrive"
      className="overflow-hidden rounded-panel border border-line bg-surface"
    >
      <div className="flex h-10 items-center gap-2 border-line border-b px-4 text-row">
        <ChannelIcon channel={draft.channel} bare />
        <span className="min-w-0 truncate text-ink-2">
          {channelName(draft.channel)} to{" "}
          <span className="font-medium text-ink">{draft.recipient ?? "nobody yet"}</span>
        </span>
        <span className="ml-auto shrink-0">{aside}</span>
      </div>
      {children}
    </section>
  );
}

/** "58 of 120 words": counted live, red when over. */
export function Length({ draft, body }: { draft: DraftDetail; body: string }) {
  const used = usedOf(draft, body);
  const { max, unit } = draft.limit;
  const over = max != null && used > max;
  return (
    <span
      role={over ? "alert" : undefined}
      className={cn("tabular text-meta", over ? "font-medium text-stop" : "text-ink-3")}
    >
      {max == null ? `${used} ${unit}` : `${used} of ${max} ${unit}`}
      {over && `, ${used - max} too many`}
    </span>
  );
}

/** Length in the unit of this channel's limit, as the server counts it. */
export function usedOf(draft: DraftDetail, body: string): number {
  return draft.limit.unit === "words" ? wordCount(body) : [...body].length;
}
