import { useQuery } from "@tanstack/react-query";
import { limitsQuery, sequencesQuery } from "@/api/shared-queries";
import type { Dashboard } from "@/api/types";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Card } from "@/components/layout/card";
import { Page, PageBody } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useGoTo } from "@/lib/use-go-to";
import { count } from "@/lib/words";
import { ActiveSequences } from "./components/active-sequences";
import { Funnel } from "./components/funnel";
import { LimitBars } from "./components/limit-bars";
import { NeedsYou } from "./components/needs-you";
import { NextActions } from "./components/next-actions";
import { WhyNothing } from "./components/why-nothing";
import { dashboardQuery } from "./queries";

/** "What needs me, what is going on?" People's work first, numbers after. */
export function DashboardPage() {
  const { data, isPending, error, refetch } = useQuery(dashboardQuery);
  return (
    <Page header={<PageHeader title="Dashboard" />}>
      {isPending ? (
        <SkeletonRows />
      ) : error ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Told dashboard={data} />
      )}
    </Page>
  );
}

function Told({ dashboard }: { dashboard: Dashboard }) {
  const limits = useQuery(limitsQuery);
  const sequences = useQuery(sequencesQuery);
  return (
    <PageBody>
      <div className="flex flex-col gap-4">
        {dashboard.why_nothing && <WhyNothing why={dashboard.why_nothing} />}
        <NeedsYou needs={dashboard.needs_you} />
        <Counts counts={dashboard.counts} />
        <div className="grid gap-4 inspect:grid-cols-2">
          <Card title="Next" aside={<Aside to="/preview">The next 14 days</Aside>}>
            <NextActions actions={dashboard.next_actions} />
          </Card>
          <Card title="Today's limits" aside={<Aside to="/settings/limits">All limits</Aside>}>
            {limits.isError ? (
              <ProblemNotice error={limits.error} onRetry={() => void limits.refetch()} />
            ) : limits.data ? (
              <LimitBars lines={limits.data.lines} />
            ) : (
              <SkeletonRows rows={3} label="Loading the limits" />
            )}
          </Card>
        </div>
        <Card title="Sequences" aside={<Aside to="/sequences">All sequences</Aside>}>
          {sequences.isError ? (
            <ProblemNotice error={sequences.error} onRetry={() => void sequences.refetch()} />
          ) : sequences.data ? (
            <ActiveSequences sequences={sequences.data} />
          ) : (
            <SkeletonRows rows={2} label="Loading the sequences" />
          )}
        </Card>
        <Card title="From lead to reply" aside="share of the stage before">
          <Funnel stages={dashboard.funnel} />
        </Card>
      </div>
    </PageBody>
  );
}

/** Where a card's whole story is told. */
function Aside({ to, children }: { to: string; children: string }) {
  const goTo = useGoTo();
  return (
    <Button variant="link" size="small" onClick={() => goTo(to)}>
      {children}
    </Button>
  );
}

function Counts({ counts }: { counts: Dashboard["counts"] }) {
  const shown = [
    { label: "Leads", value: counts.leads },
    { label: "Qualified", value: counts.qualified },
    { label: "Drafts to review", value: counts.drafts_pending },
    { label: "Sent in 7 days", value: counts.sent_7d },
    { label: "Sent in all", value: counts.sent_total },
  ];
  return (
    <dl className="grid grid-cols-5 divide-x divide-line rounded-panel border border-line bg-surface">
      {shown.map(({ label, value }) => (
        <div key={label} className="flex min-w-0 flex-col-reverse px-4 py-3">
          <dt className="truncate text-ink-3 text-meta">{label}</dt>
          <dd className="font-semibold text-ink text-title">{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
