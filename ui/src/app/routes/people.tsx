/** Leads, imports, pipeline, suppressions, activity: pages in the frame. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { shellRoute } from "../root-route";

export const leadsSearch = z.object({
  id: z.string().optional().catch(undefined),
  q: z.string().optional().catch(undefined),
  status: z
    .enum(["new", "qualified", "disqualified", "enriched", "messaged", "sent", "replied", "failed", "suppressed"])
    .optional()
    .catch(undefined),
  verdict: z.enum(["irrelevant", "maybe", "relevant"]).optional().catch(undefined),
  source: z.string().optional().catch(undefined),
  sort: z.enum(["score", "created", "name"]).optional().catch(undefined),
});

const leadsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/leads",
  validateSearch: leadsSearch,
  component: lazyRouteComponent(() => import("@/features/leads/leads-page"), "LeadsPage"),
});

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/leads/import",
  component: lazyRouteComponent(() => import("@/features/imports/import-page"), "ImportPage"),
});

const leadRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/leads/$id",
  component: lazyRouteComponent(() => import("@/features/leads/lead-page"), "LeadPage"),
});

const pipelineRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/pipeline",
  component: lazyRouteComponent(() => import("@/features/pipeline/pipeline-page"), "PipelinePage"),
});

const suppressionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/suppressions",
  component: lazyRouteComponent(() => import("@/features/suppressions/suppressions-page"), "SuppressionsPage"),
});

const activityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/activity",
  component: lazyRouteComponent(() => import("@/features/activity/activity-page"), "ActivityPage"),
});

export const peopleRoutes = [leadsRoute, importRoute, leadRoute, pipelineRoute, suppressionsRoute, activityRoute];
