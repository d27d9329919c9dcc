/** Data that leaves: the switch, who got what for which purpose, and every single request. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page, PageBody } from "@/components/layout/page";
import { Chips, type FilterChip, PageHeader } from "@/components/layout/page-header";
import { SettingsNav } from "@/components/layout/settings-nav";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { purposes, sayPurpose } from "@/lib/egress-words";
import { useCommand } from "@/lib/hotkeys";
import { HostTable } from "./components/host-table";
import { Ledger } from "./components/ledger";
import { LocalOnly } from "./components/local-only";
import { type EgressFilters, personQuery, summaryQuery } from "./queries";

const route = getRouteApi("/shell/settings/egress");

export function EgressPage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const summary = useQuery(summaryQuery);
  const person = useQuery(personQuery(filters.lead_id ?? ""));
  const change = (part: Partial<EgressFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const clear = () => void navigate({ search: {}, replace: true });
  const filtered = Object.values(filters).some(Boolean);
  useCommand("list.back", clear, filtered);
  const chips: FilterChip[] = [];
  if (filters.host) chips.push({ label: filters.host, onClear: () => change({ host: undefined }) });
  if (filters.lead_id) {
    chips.push({ label: `About ${person.data?.name ?? "one person"}`, onClear: () => change({ lead_id: undefined }) });
  }
  return (
    <Page header={<PageHeader title="Settings" />}>
      <SettingsNav />
      <PageBody>
        <div className="flex flex-col gap-6">
          <div>
            <h2 className="font-semibold text-ink text-section">Data that leaves</h2>
            <p className="text-ink-2 text-row">
              Every request this app makes is written down before it goes out: where to, what for, and whose data.
            </p>
          </div>
          {summary.isError ? (
            <ProblemNotice error={summary.error} onRetry={() => void summary.refetch()} />
          ) : !summary.data ? (
            <SkeletonRows rows={4} label="Loading services" />
          ) : (
            <>
              <LocalOnly on={summary.data.local_only} />
              {summary.data.hosts.length > 0 && (
                <HostTable hosts={summary.data.hosts} chosen={filters.host} onChoose={(host) => change({ host })} />
              )}
            </>
          )}
          <section aria-label="Requests" className="flex flex-col gap-3">
            <div className="flex flex-wrap items-center gap-2">
              <h2 className="mr-auto font-semibold text-ink text-row">Requests</h2>
              {filters.lead_id && (
                <Link
                  to="/leads/$id"
                  params={{ id: filters.lead_id }}
                  className="text-accent-ink text-row hover:underline"
                >
                  Open {person.data?.name ?? "the person"}
                </Link>
              )}
              <Chips chips={chips} />
              <Select
                aria-label="What for"
                className="w-48"
                value={filters.purpose ?? "all"}
                onValueChange={(next) => change({ purpose: next === "all" ? undefined : next })}
                options={[
                  { value: "all", label: "Every purpose" },
                  ...purposes.map((purpose) => ({ value: purpose, label: sayPurpose(purpose) })),
                ]}
              />
            </div>
            <Ledger filters={filters} onClear={clear} />
          </section>
        </div>
      </PageBody>
    </Page>
  );
}
