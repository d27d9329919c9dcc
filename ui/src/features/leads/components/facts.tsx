/** Plain facts about a person: how to reach them, who they are, what was found out, and from where. */
import type { ReactNode } from "react";
import type { EnrichmentView, LeadDetail } from "@/api/types";
import { MarkedText } from "@/components/data/quote";
import { count } from "@/lib/words";
import { spansIn } from "./evidence";

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[104px_minmax(0,1fr)] gap-3 py-1">
      <dt className="text-ink-3 text-meta leading-5">{label}</dt>
      <dd className="min-w-0 break-words text-ink text-row">{children}</dd>
    </div>
  );
}

export function Profile({ lead }: { lead: LeadDetail }) {
  const evidence = lead.judgement?.evidence ?? [];
  return (
    <dl>
      {lead.role && (
        <Fact label="Role">
          <MarkedText text={lead.role} spans={spansIn(evidence, "role", null)} />
        </Fact>
      )}
      {lead.company && (
        <Fact label="Company">
          <MarkedText text={lead.company} spans={spansIn(evidence, "company", null)} />
        </Fact>
      )}
      {lead.industry && (
        <Fact label="Industry">
          <MarkedText text={lead.industry} spans={spansIn(evidence, "industry", null)} />
        </Fact>
      )}
      {lead.location && <Fact label="Location">{lead.location}</Fact>}
      {lead.website && (
        <Fact label="Website">
          <a href={lead.website} target="_blank" rel="noreferrer noopener" className="text-accent-ink hover:underline">
            {lead.website.replace(/^https?:\/\//u, "")}
          </a>
        </Fact>
      )}
      {lead.followers !== null && <Fact label="Followers">{count(lead.followers)}</Fact>}
      {lead.bio && (
        <Fact label="Profile">
          <MarkedText text={lead.bio} spans={spansIn(evidence, "bio", null)} />
        </Fact>
      )}
      <Fact label="Source">{lead.source}</Fact>
    </dl>
  );
}

const origins: Record<EnrichmentView["mode"], string> = {
  offline: "rules on this machine",
  llm: "the language model",
  apollo: "Apollo",
};

export function Enrichment({ enrichment }: { enrichment: EnrichmentView | null }) {
  if (!enrichment) return <p className="text-ink-3 text-row">Nothing found out yet.</p>;
  const { company_size, persona, pain_points, triggers, confidence, mode } = enrichment;
  return (
    <>
      <dl>
        {company_size && <Fact label="Company size">{company_size}</Fact>}
        {persona && <Fact label="Persona">{persona}</Fact>}
        {pain_points.length > 0 && <Fact label="Pain points">{pain_points.join(", ")}</Fact>}
        {triggers.length > 0 && <Fact label="Triggers">{triggers.join(", ")}</Fact>}
      </dl>
      <p className="tabular mt-1 text-ink-3 text-meta">
        From {origins[mode]}, {Math.round(confidence * 100)} % sure
      </p>
    </>
  );
}
