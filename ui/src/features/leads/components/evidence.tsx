/** Why this person is (or is not) a lead: the verdict sentence, its quotes, and the posts with them marked. */
import { ExternalLink } from "lucide-react";
import type { EvidenceView, JudgementView, LeadDetail, PostView } from "@/api/types";
import { MarkedText, type Span } from "@/components/data/quote";
import { RelativeTime } from "@/components/data/relative-time";
import { MeaningIcon, StatePill } from "@/components/ui/pill";
import { sayVerdict } from "@/lib/meaning";
import { asSentence } from "@/lib/sentence";
import { plural } from "@/lib/words";

const places: Record<EvidenceView["source"], string> = {
  post: "post",
  bio: "profile",
  role: "role",
  industry: "industry",
  company: "company",
};

export function spansIn(
  evidence: readonly EvidenceView[],
  source: EvidenceView["source"],
  postId: string | null,
): Span[] {
  return evidence
    .filter((one) => one.source === source && one.post_id === postId)
    .map((one) => ({ start: one.start, end: one.start + one.quote.length, reason: one.reason }));
}

export function VerdictBlock({ judgement }: { judgement: JudgementView | null }) {
  if (!judgement) {
    return <p className="text-ink-2 text-read">Not judged yet. The next pipeline run reads their posts and profile.</p>;
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatePill said={sayVerdict(judgement.verdict)} />
        <span className="tabular text-ink-3 text-meta">
          {Math.round(judgement.confidence * 100)} % sure ·{" "}
          {judgement.mode === "offline"
            ? "judged by rules on this machine"
            : `judged by ${judgement.model ?? "the model"}`}{" "}
          · <RelativeTime at={judgement.at} />
        </span>
      </div>
      <p className="measure text-ink text-read">{judgement.reasoning}</p>
      {judgement.note && (
        <p className="flex items-start gap-1.5 text-ink-2 text-meta">
          <MeaningIcon meaning="wait" className="mt-px" />
          {asSentence(judgement.note)}
        </p>
      )}
      {judgement.evidence.length > 0 && (
        <ul className="flex flex-col gap-2">
          {judgement.evidence.map((one) => (
            <li
              key={`${one.source}-${one.post_id}-${one.start}-${one.quote}`}
              className="border-mark-line border-l-2 pl-3"
            >
              <p className="measure break-words text-ink text-row">“{one.quote}”</p>
              <p className="text-ink-3 text-meta">
                {one.reason} · from their {places[one.source]}
              </p>
            </li>
          ))}
        </ul>
      )}
      {judgement.struck_out > 0 && (
        <p className="text-ink-3 text-meta">
          {plural(judgement.struck_out, "reason")} dropped because the quote stands nowhere in their words.
        </p>
      )}
    </div>
  );
}

export function Posts({ lead }: { lead: LeadDetail }) {
  const evidence = lead.judgement?.evidence ?? [];
  if (lead.posts.length === 0) return <p className="text-ink-3 text-row">No posts known.</p>;
  return (
    <ul className="flex flex-col gap-4">
      {lead.posts.map((post) => (
        <Post key={post.id} post={post} spans={spansIn(evidence, "post", post.id)} />
      ))}
    </ul>
  );
}

function Post({ post, spans }: { post: PostView; spans: Span[] }) {
  return (
    <li>
      <p className="measure text-ink text-read">
        <MarkedText text={post.text} spans={spans} />
      </p>
      <p className="mt-1 flex items-center gap-2 text-ink-3 text-meta">
        {post.posted_at && <RelativeTime at={post.posted_at} />}
        {post.url && (
          <a
            href={post.url}
            target="_blank"
            rel="noreferrer noopener"
            className="inline-flex items-center gap-1 text-accent-ink hover:underline"
          >
            Open the post
            <ExternalLink aria-hidden className="size-3" />
          </a>
        )}
      </p>
    </li>
  );
}
