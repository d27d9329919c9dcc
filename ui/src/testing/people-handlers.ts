/** Canned answers for the wizard, leads, imports, pipeline, rules and log. */
import { HttpResponse, http } from "msw";
import { lead } from "./draft-factories";
import { page } from "./factories";
import * as canned from "./people-factories";

function leadsPage(url: URL) {
  const start = Number(url.searchParams.get("cursor") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 50);
  const filtered = ["q", "status", "verdict", "source"].some((name) => url.searchParams.has(name));
  const total = filtered ? 320 : canned.LEADS;
  const count = Math.max(0, Math.min(limit, total - start));
  const items = Array.from({ length: count }, (_, index) => canned.leadRow(start + index));
  return { items, next: start + count < total ? String(start + count) : null, total };
}

export const peopleHandlers = [
  http.put("/api/setup/answers", async ({ request }) => {
    const answers = (await request.json()) as { step: number };
    return HttpResponse.json({ needed: true, step: answers.step, answers });
  }),
  http.post("/api/setup/queries", () =>
    HttpResponse.json({ queries: ["support backlog growing", "how do you handle ticket pile-ups"] }),
  ),
  http.post("/api/setup/preview", () => HttpResponse.json(canned.preview)),
  http.post("/api/setup/test/:what", ({ params }) =>
    HttpResponse.json(
      params.what === "telegram"
        ? { outcome: "ok", sentence: "Telegram Desktop 5.12 is running.", fix: null }
        : { outcome: "skipped", sentence: "What you entered is kept.", fix: "It is tried with the first search." },
    ),
  ),
  http.get("/api/secrets", () => HttpResponse.json([{ name: "email.password", stored: false }])),
  http.put("/api/secrets/:name", () => HttpResponse.json({ place: "system keychain" })),
  http.get("/api/leads", ({ request }) => HttpResponse.json(leadsPage(new URL(request.url)))),
  http.get("/api/leads/:id", ({ params }) => {
    const index = Number(String(params.id).replace("l-", "")) - 1;
    const row = canned.leadRow(index);
    const detail = { ...lead(index % 8), id: row.id, name: row.name, role: row.role, company: row.company };
    return HttpResponse.json({ ...detail, status: row.status });
  }),
  http.post("/api/leads/demo", () => HttpResponse.json({ ...canned.importReport, rejected_count: 0, rejected: [] })),
  http.post("/api/imports", () => HttpResponse.json(canned.importPreview)),
  http.post("/api/imports/:id/preview", () => HttpResponse.json(canned.importPreview)),
  http.post("/api/imports/:id/commit", () => HttpResponse.json(canned.importReport)),
  http.get("/api/suppressions", () => HttpResponse.json(page(canned.rules))),
  http.get("/api/activity", () => HttpResponse.json(page(canned.activity))),
];
