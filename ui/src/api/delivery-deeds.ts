/** What a person can do to a delivery; shared by the ledger and the queue, which shows the open questions on top. */
import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "./client";
import type { DeliveryRow } from "./types";

const meta = { invalidates: ["deliveries", "status", "dashboard", "leads"] } as const;

export function useSettle() {
  return useMutation({
    mutationFn: ({ id, outcome }: { id: string; outcome: "sent" | "not_sent" }) =>
      api.post<DeliveryRow>(`/api/deliveries/${id}/settle`, { outcome }),
    onSuccess: (row) =>
      toast(row.state === "sent" ? `Noted as sent to ${row.lead_name}.` : `Noted: not sent to ${row.lead_name}.`),
    meta,
  });
}

export function useDeliveryDeed(deed: "retry" | "cancel" | "prepare") {
  return useMutation({ mutationFn: (id: string) => api.post<DeliveryRow>(`/api/deliveries/${id}/${deed}`), meta });
}
