import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Outreach, Preview, PreviewDiff, PreviewOrder } from "@/api/types";

export const DAYS = 14;

export interface PlanWish {
  sequence?: string | undefined;
  assume?: boolean | undefined;
}

function orderOf({ sequence, assume }: PlanWish): PreviewOrder {
  return { days: DAYS, assume_approval: assume ?? false, ...(sequence && { sequence_id: sequence }) };
}

/** What goes when, to whom, if nobody replies. The old answer stays on screen while a switch is flipped. */
export const previewQuery = (wish: PlanWish) =>
  queryOptions({
    queryKey: [...keys.preview, "plan", wish],
    queryFn: () => api.post<Preview>("/api/preview", orderOf(wish)),
    placeholderData: keepPreviousData,
  });

/** The same days under other limits, beside the ones as they are. */
export const diffQuery = (wish: PlanWish, outreach: Outreach | null) =>
  queryOptions({
    queryKey: [...keys.preview, "diff", wish, outreach],
    queryFn: () => api.post<PreviewDiff>("/api/preview/diff", { ...orderOf(wish), outreach }),
    enabled: outreach !== null,
    placeholderData: keepPreviousData,
  });
