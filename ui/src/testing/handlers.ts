/** Canned answers of the API for page tests: made-up people, example domains. Tests override single ones. */
import { HttpResponse, http } from "msw";
import * as ledger from "./delivery-factories";
import * as people from "./draft-factories";
import { engineHandlers } from "./engine-handlers";
import * as canned from "./factories";
import { peopleHandlers } from "./people-handlers";
import { planHandlers } from "./plan-handlers";
import { sequenceHandlers } from "./sequence-handlers";

export const handlers = [
  ...engineHandlers,
  ...peopleHandlers,
  ...sequenceHandlers,
  ...planHandlers,
  http.get("/api/setup", () => HttpResponse.json(canned.setup)),
  http.get("/api/project", () => HttpResponse.json(canned.project)),
  http.get("/api/status", () => HttpResponse.json(canned.status())),
  http.get("/api/dashboard", () => HttpResponse.json(canned.dashboard)),
  http.get("/api/channels", () => HttpResponse.json(canned.channels)),
  http.get("/api/drafts", () => HttpResponse.json(canned.page(people.draftRows))),
  http.get("/api/drafts/:id", ({ params }) => HttpResponse.json(people.draft(String(params.id)))),
  http.post("/api/drafts/draft-2-a/approve", () =>
    HttpResponse.json(
      {
        title: "You wrote to Jonas Weber on Monday.",
        detail: "Write again only if you mean it.",
        status: 422,
        code: "already_contacted",
      },
      { status: 422 },
    ),
  ),
  http.post("/api/drafts/:id/approve", ({ params }) => HttpResponse.json(people.approval(String(params.id)))),
  http.post("/api/pause", () =>
    HttpResponse.json(canned.status({ sending: "paused", paused: true, sentence: "Paused by you." })),
  ),
  http.get("/api/deliveries", ({ request }) => {
    const state = new URL(request.url).searchParams.get("state");
    return HttpResponse.json(canned.page(ledger.deliveryRows.filter((row) => !state || row.state === state)));
  }),
  http.get("/api/deliveries/:id", ({ params }) => HttpResponse.json(ledger.delivery(String(params.id)))),
];
