/** Canned answers for sequences, enrollments and replies. */
import { HttpResponse, http } from "msw";
import type { EnrollmentState, NewSequence, ReplyForm, Scope, SequenceChange, Step } from "@/api/types";
import { page } from "./factories";
import * as canned from "./sequence-factories";

const moved = (scope: Scope, what: string) => ({
  count: scope.enrollment_id ? 1 : 96,
  sentence: `${scope.enrollment_id ? "1 lead" : "96 leads"} ${what}.`,
});

export const sequenceHandlers = [
  http.get("/api/sequences", () => HttpResponse.json(canned.sequenceRows)),
  http.get("/api/sequences/templates", () => HttpResponse.json(canned.sequenceTemplates)),
  http.post("/api/sequences/check", async ({ request }) => {
    const { steps } = (await request.json()) as { steps: Step[] };
    return HttpResponse.json({ problems: [], views: canned.viewsOf(steps) });
  }),
  http.post("/api/sequences", async ({ request }) => {
    const wish = (await request.json()) as NewSequence;
    const template = canned.sequenceTemplates.find((one) => one.key === wish.template);
    return HttpResponse.json(
      canned.sequence({ id: "q-new", name: wish.name, version: 1, steps: template?.steps ?? wish.steps ?? [] }),
    );
  }),
  http.get("/api/sequences/:id", ({ params }) => {
    const row = canned.sequenceRows.find((one) => one.id === params.id);
    const over = row ? { name: row.name, state: row.state, description: row.description } : {};
    const steps = params.id === "q-2" ? canned.telegramFirst : canned.fullSequence;
    return HttpResponse.json(canned.sequence({ id: String(params.id), steps, ...over }));
  }),
  http.patch("/api/sequences/:id", async ({ request, params }) => {
    const by = (await request.json()) as SequenceChange;
    const { name, description, settings } = by;
    const now = canned.sequence();
    return HttpResponse.json({
      ...now,
      id: String(params.id),
      name: name ?? now.name,
      description: description ?? now.description,
      settings: settings ?? now.settings,
    });
  }),
  http.delete("/api/sequences/:id", () => new HttpResponse(null, { status: 204 })),
  http.put("/api/sequences/:id/steps", async ({ request, params }) => {
    const { steps } = (await request.json()) as { steps: Step[] };
    const sequence = canned.sequence({ id: String(params.id), steps, version: 4, version_id: "v-4" });
    return HttpResponse.json({ sequence, changed: true, still_on_older: 102 });
  }),
  http.post("/api/sequences/:id/move", () =>
    HttpResponse.json({ moved: 101, stayed: 1, sentence: "101 leads moved over. 1 stayed: its step is gone." }),
  ),
  http.post("/api/sequences/:id/enroll/estimate", () => HttpResponse.json(canned.estimate)),
  http.post("/api/sequences/:id/enroll", () =>
    HttpResponse.json({ enrolled: 42, skipped: canned.estimate.skipped, sentence: "42 leads enrolled." }),
  ),
  http.get("/api/enrollments", ({ request }) => {
    const query = new URL(request.url).searchParams;
    const state = query.get("state") as EnrollmentState | null;
    const words = query.get("q")?.toLowerCase() ?? "";
    return HttpResponse.json(
      page(
        canned.enrollmentRows.filter(
          (row) =>
            (!state || row.state === state) &&
            (!query.get("step") || row.step === query.get("step")) &&
            row.lead_name.toLowerCase().includes(words),
        ),
      ),
    );
  }),
  http.get("/api/enrollments/:id", ({ params }) => HttpResponse.json(canned.enrollmentDetail(String(params.id)))),
  http.post("/api/enrollments/pause", async ({ request }) =>
    HttpResponse.json(moved(((await request.json()) as { scope: Scope }).scope, "paused")),
  ),
  http.post("/api/enrollments/resume", async ({ request }) =>
    HttpResponse.json(moved(((await request.json()) as { scope: Scope }).scope, "go on")),
  ),
  http.post("/api/enrollments/exit", async ({ request }) =>
    HttpResponse.json(moved(((await request.json()) as { scope: Scope }).scope, "taken out")),
  ),
  http.get("/api/leads/:id/enrollments", ({ params }) =>
    HttpResponse.json(
      canned.enrollmentRows.filter((row) => row.lead_id === params.id).map((row) => canned.enrollmentDetail(row.id)),
    ),
  ),
  http.get("/api/leads/:id/replies", () => HttpResponse.json([])),
  http.post("/api/leads/:id/replies", async ({ request }) => {
    const form = (await request.json()) as ReplyForm;
    return HttpResponse.json({
      reply: { ...form, id: "r-1", at: new Date().toISOString() },
      stopped: 1,
      paused_colleagues: 2,
      canceled: 1,
      sentence: "1 sequence stopped, 1 message canceled, 2 colleagues at Brightwell paused.",
    });
  }),
];
