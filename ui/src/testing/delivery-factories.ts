/** A made-up ledger: one delivery in every state a person meets. */
import type { DeliveryDetail, DeliveryRow } from "@/api/types";
import { emailText, telegramText } from "./draft-factories";
import { minutesFromNow } from "./factories";

function deliveryRow(
  over: Partial<DeliveryRow> & Pick<DeliveryRow, "id" | "lead_name" | "recipient" | "state">,
): DeliveryRow {
  return {
    lead_id: "l-1",
    channel: over.recipient.startsWith("@") ? "telegram" : "email",
    action: "message",
    mode: "automatic",
    dry_run: false,
    parts: 3,
    parts_sent: 0,
    reason: null,
    receipt: null,
    waits_for: null,
    next_at: null,
    created_at: minutesFromNow(-30),
    sent_at: null,
    question: null,
    ...over,
  };
}

export const deliveryRows: DeliveryRow[] = [
  deliveryRow({
    id: "d-2",
    lead_name: "Jonas Weber",
    recipient: "@jweber",
    state: "uncertain",
    parts_sent: 1,
    reason: "Enter was pressed, then Telegram closed before the field could be read again.",
    question: {
      text: "Does paragraph 2 stand in your chat with @jweber?",
      yes: "Yes, it was sent",
      no: "No, it was not sent",
    },
    created_at: minutesFromNow(-75),
  }),
  deliveryRow({
    id: "d-3",
    lead_name: "Claire Dubois",
    recipient: "claire@ateliernord.example",
    state: "failed",
    parts: 1,
    reason: "The mail server refused the address: 550 no such user. Nothing was sent.",
    created_at: minutesFromNow(-140),
  }),
  deliveryRow({
    id: "d-4",
    lead_name: "Samuel Okafor",
    recipient: "@sam_okafor",
    state: "held",
    mode: "assisted",
    reason: "The text is ready. You press Enter in Telegram.",
    question: {
      text: "Did you press Enter in the chat with @sam_okafor?",
      yes: "Yes, it was sent",
      no: "No, not sent",
    },
    created_at: minutesFromNow(-12),
  }),
  deliveryRow({
    id: "d-1",
    lead_name: "Ada Moreno",
    recipient: "@ada_moreno",
    state: "queued",
    waits_for: "60 s after the last new chat",
    next_at: minutesFromNow(18),
  }),
  deliveryRow({
    id: "d-11",
    lead_name: "Amara Lindqvist",
    recipient: "@amara_cx",
    channel: "x",
    action: "like",
    state: "held",
    mode: "assisted",
    parts: 1,
    reason: "The post is open. You press the heart.",
    question: { text: "Did you press the heart under the post of @amara_cx?", yes: "Yes, liked", no: "No, not liked" },
    created_at: minutesFromNow(-3),
  }),
  deliveryRow({
    id: "d-5",
    lead_name: "Priya Raman",
    recipient: "priya@northgate.example",
    state: "queued",
    parts: 1,
    waits_for: "Working hours",
    next_at: minutesFromNow(60 * 15),
  }),
  deliveryRow({
    id: "d-7",
    lead_name: "Linnea Aalto",
    recipient: "linnea@fjordline.example",
    state: "sent",
    parts: 1,
    parts_sent: 1,
    receipt: "250 2.0.0 queued as 4F2A",
    sent_at: minutesFromNow(-220),
  }),
  deliveryRow({
    id: "d-8",
    lead_name: "Mateo Rossi",
    recipient: "@mateo_r",
    state: "sent",
    parts_sent: 3,
    receipt: "3 paragraphs, field emptied each time",
    sent_at: minutesFromNow(-300),
  }),
  deliveryRow({
    id: "d-9",
    lead_name: "Tomas Hajek",
    recipient: "@tomas_h",
    state: "sent",
    dry_run: true,
    parts_sent: 3,
    receipt: "Dry run: nothing left this machine",
    sent_at: minutesFromNow(-60 * 26),
  }),
  deliveryRow({
    id: "d-10",
    lead_name: "Ines Carvalho",
    recipient: "@ines_c",
    state: "canceled",
    reason: "You canceled it.",
    created_at: minutesFromNow(-60 * 28),
  }),
];

export function delivery(id = "d-2"): DeliveryDetail {
  const row =
    deliveryRows.find((one) => one.id === id) ??
    deliveryRow({ id, lead_name: "Ada Moreno", recipient: "@ada_moreno", state: "queued" });
  const texts = row.channel === "email" ? [emailText] : telegramText.split("\n\n");
  return {
    row,
    subject: row.channel === "email" ? "The Monday pile-up" : null,
    parts: texts.map((text, index) => ({
      number: index + 1,
      text,
      state:
        index < row.parts_sent
          ? "accepted"
          : row.state === "uncertain" && index === row.parts_sent
            ? "unknown"
            : row.state === "failed"
              ? "not_sent"
              : "queued",
    })),
    events: [
      { at: minutesFromNow(-76), part: null, event: "queued", detail: "Approved by you" },
      { at: minutesFromNow(-75), part: 1, event: "accepted", detail: "The field emptied after Enter" },
      { at: minutesFromNow(-75), part: 2, event: "fired", detail: "Enter was pressed" },
      {
        at: minutesFromNow(-74),
        part: 2,
        event: "unknown",
        detail: "Telegram closed before the field could be read again",
      },
    ],
  };
}
