/** One person: why first, then the words, the score, the facts and everything that happened. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { ArrowLeft, Ban, Trash2 } from "lucide-react";
import { useState } from "react";
import type { LeadDetail } from "@/api/types";
import { ScoreBars } from "@/components/data/score-bars";
import { Callout } from "@/components/feedback/callout";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Card } from "@/components/layout/card";
import { Page } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { sayLead } from "@/lib/meaning";
import { DeleteDialog } from "./components/delete-dialog";
import { Posts, VerdictBlock } from "./components/evidence";
import { Enrichment, Handles, Profile } from "./components/facts";
import { Deliveries, Drafts, Timeline } from "./components/history";
import { SuppressDialog } from "./components/suppress-dialog";
import { leadQuery } from "./queries";

const route = getRouteApi("/shell/leads/$id");

export function LeadPage() {
  const { id } = route.useParams();
  const { data: lead, error, refetch } = useQuery(leadQuery(id));
  const router = useRouter();
  const [asking, setAsking] = useState<"suppress" | "delete" | null>(null);
  const back = () => (router.history.canGoBack() ? router.history.back() : router.history.push("/leads"));
  useCommand("list.back", back);
  useCommand("leads.suppress", () => setAsking("suppress"), lead !== undefined && lead.status !== "suppressed");
  const person = lead ? { ids: [lead.id], name: lead.name } : null;
  return (
    <Page
      header={
        <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-6 py-2.5">
          <Button variant="ghost" size="icon" hint="Back" command="list.back" onClick={back} className="-ml-2">
            <ArrowLeft aria-hidden />
          </Button>
          {lead && (
            <>
              <div className="flex min-w-0 items-baseline gap-3">
                <h1 className="truncate font-semibold text-ink text-title tracking-[-0.01em]">{lead.name}</h1>
                <span className="truncate text-ink-2 text-read">
                  {[lead.role, lead.company].filter(Boolean).join(", ")}
                </span>
              </div>
              <StatePill said={sayLead(lead.status)} />
              <div className="ml-auto flex items-center gap-2">
                {lead.status !== "suppressed" && (
                  <Button icon={<Ban aria-hidden />} command="leads.suppress" onClick={() => setAsking("suppress")}>
                    Never contact
                  </Button>
                )}
                <Button variant="ghost" size="icon" hint="Delete this lead" onClick={() => setAsking("delete")}>
                  <Trash2 aria-hidden />
                </Button>
              </div>
            </>
          )}
        </header>
      }
    >
      {error ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : lead ? (
        <LeadBody lead={lead} />
      ) : (
        <SkeletonRows rows={10} />
      )}
      <SuppressDialog people={asking === "suppress" ? person : null} onClose={() => setAsking(null)} />
      <DeleteDialog
        people={asking === "delete" ? person : null}
        onClose={() => setAsking(null)}
        onDeleted={() => router.history.push("/leads")}
      />
    </Page>
  );
}

function LeadBody({ lead }: { lead: LeadDetail }) {
  return (
    <div className="relative min-w-0 grow overflow-y-auto">
      <div className="mx-auto grid w-full max-w-[1160px] items-start gap-4 p-6 inspect:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          {lead.status === "suppressed" && (
            <Callout meaning="stop" title="On the do-not-contact list">
              Nothing is drafted for them or sent to them.
            </Callout>
          )}
          <Card title="Why">
            <VerdictBlock judgement={lead.judgement} />
          </Card>
          <Card title="What they wrote">
            <Posts lead={lead} />
          </Card>
          <Card title="Drafts">
            <Drafts drafts={lead.drafts} />
          </Card>
          <Card title="Deliveries">
            <Deliveries deliveries={lead.deliveries} />
          </Card>
          <Card title="Timeline">
            <Timeline events={lead.timeline} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card
            title="Score"
            {...(lead.score && {
              aside: `${lead.score.total} of 100 · fit ${lead.score.fit} · intent ${lead.score.intent}`,
            })}
          >
            {lead.score ? <ScoreBars score={lead.score} /> : <p className="text-ink-3 text-row">Not scored yet.</p>}
          </Card>
          <Card title="Reach">
            <Handles lead={lead} />
          </Card>
          <Card title="Profile">
            <Profile lead={lead} />
          </Card>
          <Card title="Found out">
            <Enrichment enrichment={lead.enrichment} />
          </Card>
        </div>
      </div>
    </div>
  );
}
