import type { EvidenceView, LeadDetail } from "@/api/types";
import { ChannelIcon } from "@/components/data/channel-icon";
import { MarkedText } from "@/components/data/quote";
import { RelativeTime } from "@/components/data/relative-time";
import { ScoreBars } from "@/components/data/score-bars";
import { Section } from "@/components/layout/page";
import { StatePill } from "@/components/ui/pill";
import { sayDelivery, sayVerdict } from "@/lib/meaning";
import { channelName } from "@/lib/words";

/** Why this person: verdict with its quotes first, then the parts of the score, how to reach them, what happened. */
export function WhyPanel({ lead }: { lead: LeadDetail }) {
  const { judgement, score } = lead;
  const evidence = judgement?.evidence ?? [];
  return (
    <>
      {judgement && (
        <Section
          title="Why this person"
          aside={`${Math.round(judgement.confidence * 100)}% sure, ${judgement.mode === "llm" ? "by the model" : "by rules"}`}
        >
          <div className="flex items-start gap-2">
            <StatePill said={sayVerdict(judgement.verdict)} />
            <p className="text-ink text-row">{judgement.reasoning}</p>
          </div>
          {judgement.struck_out > 0 && (
            <p className="mt-2 text-ink-3 text-meta">
              {judgement.struck_out === 1 ? "1 reason was" : `${judgement.struck_out} reasons were`} struck out: the
              quote is not in their words.
            </p>
          )}
        </Section>
      )}
      {lead.posts.map((post) => (
        <Section key={post.id} title="They wrote" aside={post.posted_at ? <RelativeTime at={post.posted_at} /> : null}>
          <blockquote className="measure text-ink text-read">
            <MarkedText text={post.text} spans={spansOf(evidence, post.id)} />
          </blockquote>
        </Section>
      ))}
      <ProfileEvidence evidence={evidence.filter((one) => one.source !== "post")} />
      {score && (
        <Section
          title="Score"
          aside={<span className="tabular font-semibold text-ink">{Math.round(score.total)} of 100</span>}
        >
          <p className="tabular mb-3 text-ink-2 text-meta">
            Fit {Math.round(score.fit)} · Intent {Math.round(score.intent)}
          </p>
          <ScoreBars score={score} />
        </Section>
      )}
      <Section title="How to reach them">
        <ul className="flex flex-col gap-1.5">
          {lead.handles.map((handle) => (
            <li key={`${handle.kind}-${handle.value}`} className="flex items-center gap-2 text-row">
              <ChannelIcon channel={handle.kind} />
              <span className="select-text truncate text-ink">{handle.value}</span>
            </li>
          ))}
        </ul>
      </Section>
      <History lead={lead} />
    </>
  );
}

function spansOf(evidence: readonly EvidenceView[], postId: string) {
  return evidence
    .filter((one) => one.source === "post" && (one.post_id === postId || one.post_id == null))
    .map((one) => ({ start: one.start, end: one.start + one.quote.length, reason: one.reason }));
}

function ProfileEvidence({ evidence }: { evidence: readonly EvidenceView[] }) {
  if (evidence.length === 0) return null;
  return (
    <Section title="From the profile">
      <ul className="flex flex-col gap-1.5">
        {evidence.map((one) => (
          <li key={`${one.source}-${one.start}-${one.quote}`} className="text-row">
            <MarkedText text={one.quote} spans={[{ start: 0, end: one.quote.length, reason: one.reason }]} />
            <span className="text-ink-3 text-meta">
              {" "}
              {one.source}: {one.reason}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function History({ lead }: { lead: LeadDetail }) {
  return (
    <Section title="History">
      {lead.deliveries.length > 0 && (
        <ul className="mb-3 flex flex-col gap-1.5">
          {lead.deliveries.map((row) => (
            <li key={row.id} className="flex items-center gap-2 text-row">
              <StatePill said={sayDelivery(row.state, row.dry_run)} />
              <span className="truncate text-ink-2">{channelName(row.channel)}</span>
              <span className="ml-auto text-ink-3 text-meta">
                <RelativeTime at={row.sent_at ?? row.created_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <ol className="flex flex-col gap-1.5">
        {lead.timeline.slice(0, 8).map((entry) => (
          <li key={`${entry.at}-${entry.kind}-${entry.detail}`} className="flex items-baseline gap-3 text-row">
            <span className="min-w-0 grow text-ink-2">{entry.detail}</span>
            <span className="shrink-0 text-ink-3 text-meta">
              <RelativeTime at={entry.at} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
