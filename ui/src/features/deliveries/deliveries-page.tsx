import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useDeliveryDeed, useSettle } from "@/api/delivery-deeds";
import type { Channel, DeliveryRow, DeliveryState } from "@/api/types";
import { DataTable } from "@/components/data/data-table";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Inspector, Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Button, buttonLook } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { sayDelivery } from "@/lib/meaning";
import { useListCursor } from "@/lib/use-list-cursor";
import { BELOW_WIDE, useMedia } from "@/lib/use-media";
import { channelName } from "@/lib/words";
import { columns, tightColumns, tightTracks, tracks } from "./components/columns";
import { DeliveryPanel } from "./components/delivery-panel";
import { allowedDeeds } from "./deeds";
import { deliveriesQuery, deliveryQuery } from "./queries";

const route = getRouteApi("/shell/deliveries");
const states: DeliveryState[] = ["uncertain", "held", "failed", "queued", "claimed", "armed", "sent", "canceled"];
const channels: Channel[] = ["telegram", "email", "x", "linkedin"];

/** The ledger: what was sent, what waits and for what, and what needs an answer. */
export function DeliveriesPage() {
  const { id, state, channel } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(deliveriesQuery({ state, channel }));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const ids = rows.map((row) => row.id);
  const select = (next: string | undefined) =>
    void navigate({ search: (now) => ({ ...now, id: next }), replace: true });
  const tight = useMedia(BELOW_WIDE) && id !== undefined;
  const cursor = id ?? null;
  useListCursor({ ids, cursor, onCursor: select, onOpen: select });
  useCommand("list.back", () => select(undefined), cursor !== null);
  const delivery = useQuery({ ...deliveryQuery(id ?? ""), enabled: id !== undefined });
  const row = rows.find((one) => one.id === id) ?? delivery.data?.row;
  useDeliveryKeys(row);

  const header = (
    <PageHeader
      title="Deliveries"
      total={list.data?.pages[0]?.total}
      filters={
        <>
          <Select
            aria-label="State"
            className="w-40"
            value={state ?? "all"}
            onValueChange={(next) =>
              void navigate({ search: (now) => ({ ...now, id: undefined, state: next === "all" ? undefined : next }) })
            }
            options={[
              { value: "all", label: "Every state" },
              ...states.map((one) => ({ value: one, label: sayDelivery(one).word })),
            ]}
          />
          <Select
            aria-label="Channel"
            className="w-40"
            value={channel ?? "all"}
            onValueChange={(next) =>
              void navigate({
                search: (now) => ({ ...now, id: undefined, channel: next === "all" ? undefined : next }),
              })
            }
            options={[
              { value: "all", label: "Every channel" },
              ...channels.map((one) => ({ value: one, label: channelName(one) })),
            ]}
          />
        </>
      }
    />
  );
  return (
    <Page header={header}>
      {list.isPending ? (
        <div className="grow">
          <SkeletonRows />
        </div>
      ) : list.isError ? (
        <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <NoDeliveries filtered={Boolean(state || channel)} onClear={() => void navigate({ search: {} })} />
      ) : (
        <DataTable
          label="Deliveries"
          rows={rows}
          idOf={(one) => one.id}
          columns={tight ? tightColumns : columns}
          tracks={tight ? tightTracks : tracks}
          cursor={cursor}
          onCursor={select}
          {...(list.hasNextPage && { onEnd: () => void list.fetchNextPage() })}
        />
      )}
      <Inspector
        title={row ? `Delivery to ${row.lead_name}` : "Delivery"}
        open={id !== undefined}
        onClose={() => select(undefined)}
        width="w-[380px]"
      >
        {delivery.isError ? (
          <ProblemNotice error={delivery.error} onRetry={() => void delivery.refetch()} />
        ) : delivery.data ? (
          <DeliveryPanel delivery={delivery.data} />
        ) : (
          <SkeletonRows rows={4} label="Opening the delivery" />
        )}
      </Inspector>
    </Page>
  );
}

/** The keys of the selected delivery, each only where its state allows the deed. */
function useDeliveryKeys(row: DeliveryRow | undefined) {
  const settle = useSettle();
  const retry = useDeliveryDeed("retry");
  const cancel = useDeliveryDeed("cancel");
  const prepare = useDeliveryDeed("prepare");
  const deeds = row && allowedDeeds(row);
  const answer = (outcome: "sent" | "not_sent") => row && settle.mutate({ id: row.id, outcome });
  useCommand("deliveries.yes", () => answer("sent"), deeds?.settle === true);
  useCommand("deliveries.no", () => answer("not_sent"), deeds?.settle === true);
  useCommand("deliveries.retry", () => row && retry.mutate(row.id), deeds?.retry === true);
  useCommand("deliveries.cancel", () => row && cancel.mutate(row.id), deeds?.cancel === true);
  useCommand("deliveries.prepare", () => row && prepare.mutate(row.id), deeds?.prepare === true);
}

function NoDeliveries({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState
        kind="nothing"
        title="No delivery matches"
        action={<Button onClick={onClear}>Clear the filter</Button>}
      />
    );
  }
  return (
    <EmptyState
      kind="first"
      title="Nothing has been sent yet"
      action={
        <a href="/queue" className={buttonLook({ variant: "secondary" })}>
          Open the queue
        </a>
      }
    >
      Approve a draft and its delivery appears here, with its receipt.
    </EmptyState>
  );
}
