/** One person: why first, then the words, the score, the facts and everything that happened. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { ArrowLeft, Ban, Ellipsis, Eraser, FileDown, MessageSquareReply, Sparkles, Trash2 } from "lucide-react";
import { useState } from "react";
import type { LeadDetail } from "@/api/types";
import { ScoreBars } from "@/components/data/score-bars";
import { Callout } from "@/components/feedback/callout";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Card } from "@/components/layout/card";
import { Page } from "@/components/layout/page";
import { EnrollDialog } from "@/components/sequence/enroll-dialog";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { StatePill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { sayLead } from "@/lib/meaning";
import { DeleteDialog } from "./components/delete-dialog";
import { EnrichDialog } from "./components/enrich-dialog";
import { EraseDialog } from "./components/erase-dialog";
import { Posts, VerdictBlock } from "./components/evidence";
import { Enrichment, Profile } from "./components/facts";
import { CheckNow, canCheck, Handles } from "./components/handles";
import { Deliveries, Drafts, Timeline } from "./components/history";
import { Merges } from "./components/merges";
import { Places } from "./components/places";
import { ReplyDialog } from "./components/reply-dialog";
import { SuppressDialog } from "./components/suppress-dialog";
import { WhoHasSeen } from "./components/who-has-seen";
import { WriteMenu } from "./components/write-menu";
import { useCheckHandles, useExportPerson } from "./mutations";
import { leadQuery } from "./queries";

const route = getRouteApi("/shell/leads/$id");

type Asking = "suppress" | "delete" | "erase" | "enrich" | "replied" | "enroll";

export function LeadPage() {
  const { id } = route.useParams();
  const { data: lead, error, refetch } = useQuery(leadQuery(id));
  const router = useRouter();
  const [asking, setAsking] = useState<Asking | null>(null);
  const back = () => (router.history.canGoBack() ? router.history.back() : router.history.push("/leads"));
  useCommand("list.back", back);
  useCommand("leads.suppress", () => setAsking("suppress"), lead !== undefined && lead.status !== "suppressed");
  const person = lead ? { ids: [lead.id], name: lead.name } : null;
  const check = useCheckHandles(id);
  const save = useExportPerson();
  const exportPerson = () => lead && save.mutate({ id: lead.id, name: lead.name });
  useCommand("leads.check", () => check.mutate(), lead !== undefined && canCheck(lead) && !check.isPending);
  useCommand("leads.enrich", () => setAsking("enrich"), lead !== undefined);
  useCommand("leads.replied", () => setAsking("replied"), lead !== undefined);
  useCommand("leads.enroll", () => setAsking("enroll"), lead !== undefined && lead.status !== "suppressed");
  useCommand("leads.export", exportPerson, lead !== undefined);
  useCommand("leads.erase", () => setAsking("erase"), lead !== undefined);
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
                <Button
                  icon={<MessageSquareReply aria-hidden />}
                  command="leads.replied"
                  onClick={() => setAsking("replied")}
                >
                  They replied
                </Button>
                {lead.status !== "suppressed" && (
                  <Button icon={<Ban aria-hidden />} command="leads.suppress" onClick={() => setAsking("suppress")}>
                    Never contact
                  </Button>
                )}
                <Menu
                  trigger={
                    <Button variant="ghost" size="icon" aria-label="More for this person">
                      <Ellipsis aria-hidden />
                    </Button>
                  }
                  items={[
                    {
                      label: "Ask Apollo about them",
                      icon: <Sparkles aria-hidden />,
                      onSelect: () => setAsking("enrich"),
                    },
                    {
                      label: "Save everything kept about them",
                      icon: <FileDown aria-hidden />,
                      onSelect: exportPerson,
                    },
                    { label: "Delete the lead", icon: <Trash2 aria-hidden />, onSelect: () => setAsking("delete") },
                    {
                      label: "Erase the person",
                      icon: <Eraser aria-hidden />,
                      onSelect: () => setAsking("erase"),
                      danger: true,
                    },
                  ]}
                />
              </div>
            </>
          )}
        </header>
      }
    >
      {error ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : lead ? (
        <LeadBody lead={lead} onEnroll={() => setAsking("enroll")} />
      ) : (
        <SkeletonRows rows={10} />
      )}
      <SuppressDialog people={asking === "suppress" ? person : null} onClose={() => setAsking(null)} />
      <DeleteDialog
        people={asking === "delete" ? person : null}
        onClose={() => setAsking(null)}
        onDeleted={() => router.history.push("/leads")}
      />
      {asking === "erase" && lead && (
        <EraseDialog person={lead} onClose={() => setAsking(null)} onErased={() => router.history.push("/leads")} />
      )}
      {asking === "replied" && lead && <ReplyDialog lead={lead} onClose={() => setAsking(null)} />}
      {asking === "enroll" && person && <EnrollDialog sequence={null} leads={person} onClose={() => setAsking(null)} />}
      {asking === "enrich" && person && (
        <EnrichDialog people={person} onClose={() => setAsking(null)} onDone={() => void refetch()} />
      )}
    </Page>
  );
}

function LeadBody({ lead, onEnroll }: { lead: LeadDetail; onEnroll: () => void }) {
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
          <Places lead={lead} onEnroll={onEnroll} />
          <Card title="Drafts" aside={<WriteMenu lead={lead} />}>
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
          <Card title="Score" {...(lead.score && { aside: `${lead.score.total} of 100` })}>
            {lead.score ? (
              <>
                <FitAndIntent fit={lead.score.fit} intent={lead.score.intent} />
                <ScoreBars score={lead.score} />
              </>
            ) : (
              <p className="text-ink-3 text-row">Not scored yet.</p>
            )}
          </Card>
          <Card title="Reach" aside={<CheckNow lead={lead} />}>
            <Handles lead={lead} />
          </Card>
          <Card title="Profile">
            <Profile lead={lead} />
          </Card>
          <Card title="Found out">
            <Enrichment enrichment={lead.enrichment} />
          </Card>
          <Merges id={lead.id} />
          <Card title="Who has seen this data">
            <WhoHasSeen id={lead.id} />
          </Card>
        </div>
      </div>
    </div>
  );
}

/** Two questions that one number hides: are they the right person, and do they want it now? */
function FitAndIntent({ fit, intent }: { fit: number; intent: number }) {
  return (
    <dl className="tabular mb-4 grid grid-cols-2 gap-3">
      {[
        { name: "Fit", value: fit, asks: "the right person" },
        { name: "Intent", value: intent, asks: "wants it now" },
      ].map((one) => (
        <div key={one.name} className="rounded-control bg-sunken px-3 py-2">
          <dt className="text-ink-3 text-meta">
            {one.name}, {one.asks}
          </dt>
          <dd className="font-semibold text-ink text-section">{Math.round(one.value)}</dd>
        </div>
      ))}
    </dl>
  );
}
