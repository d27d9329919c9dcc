/** People, handles, addresses and domains that are never to be contacted. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { SuppressionView } from "@/api/types";
import { DataList } from "@/components/data/data-list";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useRowHeight } from "@/lib/density";
import { useListCursor } from "@/lib/use-list-cursor";
import { AddRuleDialog } from "./components/add-rule";
import { RuleRow } from "./components/rule-row";
import { suppressionsQuery, useRemoveRule } from "./queries";

export function SuppressionsPage() {
  const query = useInfiniteQuery(suppressionsQuery);
  const rowHeight = useRowHeight();
  const remove = useRemoveRule();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<SuppressionView | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const rules = query.data?.pages.flatMap((page) => page.items) ?? [];
  useListCursor({ ids: rules.map((rule) => rule.id), cursor, onCursor: setCursor });
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      Add to the list
    </Button>
  );
  return (
    <Page
      header={
        <PageHeader title="Do not contact" total={query.data?.pages[0]?.total} actions={rules.length > 0 && add} />
      }
    >
      <div className="flex min-w-0 grow flex-col">
        {query.isError ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows />
        ) : rules.length === 0 ? (
          <EmptyState kind="first" title="Nobody is on the list" action={add}>
            Customers, competitors, people who said no: put their address, handle or whole domain here. Persons are
            added from the lead list with B.
          </EmptyState>
        ) : (
          <DataList
            label="Do not contact"
            items={rules}
            idOf={(rule) => rule.id}
            rowHeight={rowHeight}
            cursor={cursor}
            onCursor={setCursor}
            onEnd={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
            renderRow={(rule, { current }) => (
              <RuleRow rule={rule} current={current} onRemove={() => setRemoving(rule)} />
            )}
          />
        )}
      </div>
      <AddRuleDialog open={adding} onClose={() => setAdding(false)} />
      <Dialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title="Allow contact again"
        description="They can be imported, drafted and written to again. Messages canceled earlier stay canceled."
        footer={
          <>
            <Button autoFocus onClick={() => setRemoving(null)}>
              Keep on the list
            </Button>
            <Button
              variant="danger"
              busy={remove.isPending}
              onClick={() => removing && remove.mutate(removing, { onSettled: () => setRemoving(null) })}
            >
              Allow contact
            </Button>
          </>
        }
      />
    </Page>
  );
}
