import { useQuery } from "@tanstack/react-query";
import { Ban, Trash2 } from "lucide-react";
import { ScoreBars } from "@/components/data/score-bars";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Section } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { sayLead } from "@/lib/meaning";
import { leadQuery } from "../queries";
import { Posts, VerdictBlock } from "./evidence";
import { CheckNow, Handles } from "./handles";
import { Timeline } from "./history";

interface LeadInspectorProps {
  id: string;
  onOpen: () => void;
  onSuppress: (name: string) => void;
  onDelete: (name: string) => void;
}

/** The selected person at a glance: why first, then how and what happened. */
export function LeadInspector({ id, onOpen, onSuppress, onDelete }: LeadInspectorProps) {
  const { data: lead, error, refetch } = useQuery(leadQuery(id));
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!lead) return <SkeletonRows rows={6} />;
  return (
    <>
      <div className="border-line border-b px-4 py-4">
        <div className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            <h2 className="truncate font-semibold text-ink text-section">{lead.name}</h2>
            <p className="truncate text-ink-2 text-row">{[lead.role, lead.company].filter(Boolean).join(", ")}</p>
          </div>
          <StatePill said={sayLead(lead.status)} />
        </div>
        <div className="mt-3 flex gap-2">
          <Button size="small" onClick={onOpen} command="list.open" hint="Open the whole page">
            Open
          </Button>
          {lead.status !== "suppressed" && (
            <Button
              size="small"
              variant="ghost"
              icon={<Ban aria-hidden />}
              command="leads.suppress"
              onClick={() => onSuppress(lead.name)}
            >
              Never contact
            </Button>
          )}
          <Button size="icon_small" variant="ghost" hint="Delete this lead" onClick={() => onDelete(lead.name)}>
            <Trash2 aria-hidden />
          </Button>
        </div>
      </div>
      <Section title="Why">
        <VerdictBlock judgement={lead.judgement} />
      </Section>
      {lead.posts.length > 0 && (
        <Section title="What they wrote">
          <Posts lead={lead} />
        </Section>
      )}
      {lead.score && (
        <Section
          title="Score"
          aside={`${lead.score.total} of 100 · fit ${lead.score.fit} · intent ${lead.score.intent}`}
        >
          <ScoreBars score={lead.score} />
        </Section>
      )}
      <Section title="Reach" aside={<CheckNow lead={lead} />}>
        <Handles lead={lead} />
      </Section>
      <Section title="History">
        <Timeline events={lead.timeline.slice(0, 6)} />
      </Section>
    </>
  );
}
