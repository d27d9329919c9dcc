/** Made-up people with their drafts. */
import type { ApprovalResult, DraftDetail, DraftRow, DraftVariant, LeadDetail } from "@/api/types";
import { minutesFromNow } from "./factories";

const people: readonly [string, string, string, string][] = [
  ["Ada Moreno", "Brightwell", "Head of Support", "@ada_moreno"],
  ["Jonas Weber", "Kessel & Sohn", "Operations lead", "@jweber"],
  ["Linnea Aalto", "Fjordline", "VP Customer Experience", "linnea@fjordline.example"],
  ["Samuel Okafor", "Paywell", "Support manager", "@sam_okafor"],
  ["Priya Raman", "Northgate", "Director of Support", "priya@northgate.example"],
  ["Tomas Hajek", "Vltava Cloud", "Head of CX", "@tomas_h"],
  ["Claire Dubois", "Atelier Nord", "COO", "claire@ateliernord.example"],
  ["Mateo Rossi", "Ligure Logistics", "Support lead", "@mateo_r"],
];

const post =
  "Our support backlog tripled since the launch and I have no idea why tickets pile up on Mondays. Spreadsheets are not cutting it any more 😅 Anyone found a tool that shows where time goes?";
export const telegramText =
  "Hi Ada, you wrote that your support backlog tripled since the launch.\n\nHarbour Metrics shows support teams where ticket time goes, so a Monday pile-up has a reason you can point at.\n\nWould a look at your last month be useful?";
export const emailText =
  "Hi Linnea,\n\nyou wrote that spreadsheets are not cutting it any more for your ticket backlog.\n\nHarbour Metrics shows support teams where ticket time goes. Teams use it to find the two or three causes behind most of the waiting.\n\nWould a look at your last month be useful?\n\nMara Lind\nHarbour Metrics";

function span(quote: string) {
  return { quote, start: post.indexOf(quote) };
}

const worded: DraftRow[] = people.map(([name, company, , handle], index) => ({
  id: `draft-${index + 1}`,
  lead_id: `l-${index + 1}`,
  lead_name: name,
  company,
  channel: handle.startsWith("@") ? "telegram" : "email",
  action: "message",
  status: "pending",
  variant: "A",
  variants: index % 3 === 2 ? 1 : 2,
  score: [91, 84, 78, 74, 69, 61, 58, 44][index] ?? 40,
  verdict: index > 5 ? "maybe" : "relevant",
  first_line: `Hi ${name.split(" ")[0]}, you wrote that your support backlog tripled since the launch.`,
  opened: index === 0,
  edited: index === 3,
  written_by: index === 3 ? "human" : "offline",
  created_at: minutesFromNow(-40 - index * 55),
}));

/** Acts of a sequence that wait for a yes: no words, so nothing to edit. */
export const wordlessRows: DraftRow[] = (["like", "follow"] as const).map((action, index) => ({
  ...(worded[index] as DraftRow),
  id: `draft-${action}`,
  channel: "x",
  action,
  variants: 1,
  first_line: "",
  opened: false,
  edited: false,
  written_by: "offline",
}));

export const draftRows: DraftRow[] = [...worded, ...wordlessRows];

export function lead(index = 0): LeadDetail {
  const [name, company, role, handle] = people[index] ?? ["Ada Moreno", "Brightwell", "Head of Support", "@ada_moreno"];
  const byMail = !handle.startsWith("@");
  return {
    id: `l-${index + 1}`,
    name,
    role,
    company,
    industry: "Technology",
    bio: `${role} at ${company}. Tickets, coffee, cycling.`,
    location: "Lisbon",
    website: `https://${company.toLowerCase().replaceAll(/[^a-z]/g, "")}.example`,
    followers: 1840,
    status: "messaged",
    temperature: "cold",
    handles: [
      byMail
        ? { kind: "email", value: handle, url: `mailto:${handle}` }
        : { kind: "telegram", value: handle, url: `https://t.me/${handle.slice(1)}` },
      { kind: "x", value: `@${name.split(" ")[0]?.toLowerCase()}_cx`, url: "https://x.example/someone" },
    ],
    source: "apollo-export.csv",
    posts: [{ id: "p-1", text: post, url: "https://x.example/status/1", posted_at: minutesFromNow(-60 * 30) }],
    judgement: {
      verdict: "relevant",
      confidence: 0.86,
      reasoning: "Says the support backlog grew and asks for a tool that shows where time goes.",
      evidence: [
        { ...span("support backlog tripled"), source: "post", post_id: "p-1", reason: "Names the problem" },
        { ...span("Anyone found a tool"), source: "post", post_id: "p-1", reason: "Asks for a solution" },
        { quote: role, source: "role", post_id: null, start: 0, reason: "Decides about support tools" },
      ],
      struck_out: 0,
      mode: "offline",
      note: null,
      model: null,
      at: minutesFromNow(-50),
    },
    score: {
      total: 91,
      fit: 82,
      intent: 95,
      components: [
        {
          name: "relevance",
          weight: 0.35,
          value: 0.92,
          contribution: 32.2,
          explanation: "2 of 3 problem terms in the post",
        },
        { name: "intent", weight: 0.3, value: 1, contribution: 30, explanation: "Asks for a tool" },
        { name: "recency", weight: 0.15, value: 0.8, contribution: 12, explanation: "Posted yesterday" },
        {
          name: "profile_fit",
          weight: 0.15,
          value: 0.9,
          contribution: 13.5,
          explanation: "Role matches Head of Support",
        },
        { name: "reach", weight: 0.05, value: 0.66, contribution: 3.3, explanation: "1,840 followers" },
      ],
    },
    enrichment: {
      company_size: "51-200",
      persona: "Runs the support team and its tools",
      pain_points: ["Backlog nobody can explain", "Reports by hand"],
      triggers: ["Launch in the last month"],
      confidence: 0.62,
      mode: "offline",
    },
    checks: byMail
      ? [{ kind: "email", value: handle, ok: true, sentence: "The domain takes mail.", at: minutesFromNow(-45) }]
      : [
          {
            kind: "telegram",
            value: handle,
            ok: true,
            sentence: "A person with this name is on Telegram.",
            at: minutesFromNow(-45),
          },
        ],
    drafts: [],
    deliveries: [],
    timeline: [
      { at: minutesFromNow(-40), actor: "app", kind: "draft", detail: "Two variants drafted for Telegram" },
      { at: minutesFromNow(-50), actor: "app", kind: "judgement", detail: "Judged relevant, score 91" },
      { at: minutesFromNow(-55), actor: "human", kind: "import", detail: "Imported from apollo-export.csv, line 2" },
    ],
    created_at: minutesFromNow(-55),
  };
}

export function variant(letter: "A" | "B", over: Partial<DraftVariant> = {}): DraftVariant {
  const body =
    letter === "A"
      ? telegramText
      : telegramText.replace(
          "Would a look at your last month be useful?",
          "Shall I show you with one of your own weeks?",
        );
  return {
    id: `variant-${letter}`,
    variant: letter,
    subject: null,
    body,
    paragraphs: body.split("\n\n"),
    machine_subject: null,
    machine_body: body,
    edited: false,
    fingerprint: `sha256-${letter}`,
    status: "pending",
    written_by: "offline",
    note: null,
    ...over,
  };
}

export function draft(id = "draft-1", over: Partial<DraftDetail> = {}): DraftDetail {
  const index = Math.max(
    0,
    draftRows.findIndex((row) => row.id === id),
  );
  const row = draftRows[index];
  const email = row?.channel === "email";
  if (row && !["reply", "message"].includes(row.action)) return wordless(row, over);
  const person = lead(index);
  const swap = (text: string) =>
    text.replace("Hi Ada", `Hi ${person.name.split(" ")[0]}`).replace("Hi Linnea", `Hi ${person.name.split(" ")[0]}`);
  const mail = swap(emailText);
  const chat = swap(telegramText);
  const first = email
    ? variant("A", {
        id: `${id}-a`,
        subject: "The Monday pile-up",
        body: mail,
        paragraphs: mail.split("\n\n"),
        machine_subject: "The Monday pile-up",
        machine_body: mail,
      })
    : variant("A", {
        id: `${id}-a`,
        body: chat,
        paragraphs: chat.split("\n\n"),
        machine_body: chat,
        edited: row?.edited ?? false,
      });
  return {
    id,
    choice_id: `choice-${id}`,
    lead: person,
    channel: row?.channel ?? "telegram",
    action: row?.action ?? "message",
    mode: "automatic",
    status: "pending",
    variants: (row?.variants ?? 2) > 1 ? [first, variant("B", { id: `${id}-b` })] : [first],
    consequence: "Approve & send in 30 s",
    recipient: person.handles[0]?.value ?? null,
    limit: email ? { unit: "words", max: 120, used: 58 } : { unit: "characters", max: 4096, used: chat.length },
    blocked: null,
    reply_to_url: null,
    ...over,
  };
}

function wordless(row: DraftRow, over: Partial<DraftDetail>): DraftDetail {
  const index = wordlessRows.indexOf(row);
  const person = lead(index);
  return {
    ...draft(`draft-${index + 1}`),
    id: row.id,
    lead: person,
    channel: "x",
    action: row.action,
    mode: "assisted",
    variants: [variant("A", { id: `${row.id}-a`, body: "", paragraphs: [], machine_body: "" })],
    recipient: person.handles.find((handle) => handle.kind === "x")?.value ?? null,
    reply_to_url: row.action === "like" ? (person.posts[0]?.url ?? null) : null,
    limit: { unit: "characters", max: null, used: 0 },
    ...over,
  };
}

export function approval(draftId: string): ApprovalResult {
  return {
    approval_id: `approval-${draftId}`,
    delivery_id: "d-1",
    draft_id: draftId,
    undo_until: minutesFromNow(0.5),
    sentence: "Goes to @ada_moreno in 30 s.",
  };
}
