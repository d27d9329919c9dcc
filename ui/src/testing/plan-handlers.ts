/** Canned answers about limits and the days ahead. */
import { HttpResponse, http } from "msw";
import * as canned from "./plan-factories";

export const planHandlers = [
  http.get("/api/limits", () => HttpResponse.json(canned.limits)),
  http.post("/api/preview", () => HttpResponse.json(canned.plan())),
  http.post("/api/preview/diff", () => HttpResponse.json(canned.diff())),
  http.post("/api/manual-acts", () => HttpResponse.json(canned.limits)),
];
