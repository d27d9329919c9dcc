/** Assisted deliveries are got ready in the other app; what is opened there, and whether it can be. */
import type { DeliveryRow } from "@/api/types";

/** Whether the chat, the post or the profile can be opened from here. */
export function canOpen({ channel, mode }: Pick<DeliveryRow, "channel" | "mode">): boolean {
  return channel === "telegram" || (mode === "assisted" && channel !== "email");
}

/** What the button that gets it ready says. */
export function openLabel({ channel, action }: Pick<DeliveryRow, "channel" | "action">): string {
  if (channel === "telegram") return "Open chat";
  return action === "like" || action === "reply" ? "Open post" : "Open profile";
}
