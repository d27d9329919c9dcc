/** Canned answers for runs, sources, templates, backtests, models and what left the machine. */
import { HttpResponse, http } from "msw";
import type { Backtest, Source, Template } from "@/api/types";
import * as engine from "./engine-factories";
import { page, project } from "./factories";
import * as model from "./model-factories";

export const engineHandlers = [
  http.get("/api/pipeline/status", () => HttpResponse.json(engine.pipeline)),
  http.put("/api/pipeline/schedule", async ({ request }) => {
    const { every_minutes } = (await request.json()) as { every_minutes: number | null };
    return HttpResponse.json({ every_minutes, next_at: engine.pipeline.schedule.next_at });
  }),
  http.get("/api/runs", () => HttpResponse.json(page(engine.runs))),
  http.get("/api/runs/:id/failures", ({ request }) => {
    const stage = new URL(request.url).searchParams.get("stage");
    return HttpResponse.json(page(engine.failures.filter((one) => one.stage === stage)));
  }),

  http.get("/api/sources", () => HttpResponse.json(engine.sources)),
  http.post("/api/sources", async ({ request }) => {
    const wish = (await request.json()) as Partial<Source>;
    return HttpResponse.json({ ...engine.sources[2], ...wish, id: "source-new", leads: 0, trouble: null });
  }),
  http.put("/api/sources/:id", async ({ request, params }) => {
    const wish = (await request.json()) as Partial<Source>;
    const old = engine.sources.find((source) => source.id === params.id);
    return HttpResponse.json({ ...old, ...wish });
  }),
  http.post("/api/apollo/search", () =>
    HttpResponse.json({ entries: engine.entries, total: 4, more: false, credits_per_match: 1 }),
  ),
  http.get("/api/leads/:id/merges", () => HttpResponse.json(model.merges)),
  http.post("/api/leads/:id/check", () => HttpResponse.json(model.checks)),
  http.get("/api/leads/:id/egress", () => HttpResponse.json(model.personEgress)),

  http.get("/api/templates", () => HttpResponse.json(model.templates)),
  http.get("/api/templates/variables", () => HttpResponse.json(model.variables)),
  http.get("/api/templates/builtin", ({ request }) => {
    const email = new URL(request.url).searchParams.get("channel") === "email";
    return HttpResponse.json({
      subject: email ? "{{topic}} at {{company}}" : null,
      body: "{{greeting}}\n\n{{opener}}\n\n{{ask}}",
    });
  }),
  http.post("/api/templates/preview", () => HttpResponse.json(model.templatePreview)),
  http.post("/api/templates", async ({ request }) =>
    HttpResponse.json({ ...((await request.json()) as Template), id: "t-new", updated_at: new Date().toISOString() }),
  ),
  http.put("/api/templates/:id", async ({ request, params }) => {
    const old = model.templates.find((template) => template.id === params.id);
    return HttpResponse.json({ ...old, ...((await request.json()) as Partial<Template>) });
  }),

  http.get("/api/backtests", () => HttpResponse.json([model.backtest()])),
  http.post("/api/backtests", async ({ request }) =>
    HttpResponse.json(model.backtest({ ...((await request.json()) as Partial<Backtest>), id: "b-1" })),
  ),
  http.get("/api/backtests/:id", ({ params }) => HttpResponse.json(model.backtest({ id: String(params.id) }))),
  http.get("/api/backtests/:id/rows", () => HttpResponse.json(page(model.backtestRows))),
  http.post("/api/backtests/:id/apply", () => HttpResponse.json(project)),

  http.get("/api/llm/status", () => HttpResponse.json(model.llmStatus)),
  http.post("/api/llm/models", () => HttpResponse.json(model.llmModels)),
  http.get("/api/llm/pull", () => HttpResponse.json(null)),
  http.get("/api/llm/usage", () => HttpResponse.json(model.usage)),

  http.get("/api/egress", () => HttpResponse.json(page(model.egress))),
  http.get("/api/egress/summary", () => HttpResponse.json(model.egressSummary)),
  http.put("/api/egress/local-only", async ({ request }) => {
    const { on } = (await request.json()) as { on: boolean };
    return HttpResponse.json({ ...model.egressSummary, local_only: on });
  }),
  http.get("/api/x/sign-in", () => HttpResponse.json({ state: "none", sentence: "Nobody is signed in to X." })),
];
