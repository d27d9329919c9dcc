/** Sequences: the list, and one with its track, its leads and its settings. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { shellRoute } from "../root-route";

export const sequencesSearch = z.object({
  id: z.string().optional().catch(undefined),
  archived: z.boolean().optional().catch(undefined),
});

const sequencesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/sequences",
  validateSearch: sequencesSearch,
  component: lazyRouteComponent(() => import("@/features/sequences/sequences-page"), "SequencesPage"),
});

export const sequenceSearch = z.object({
  tab: z.enum(["leads", "settings"]).optional().catch(undefined),
  view: z.enum(["funnel"]).optional().catch(undefined),
  /** The step under the cursor of the track. */
  at: z.string().optional().catch(undefined),
  state: z.enum(["active", "waiting_approval", "paused", "completed", "exited"]).optional().catch(undefined),
  step: z.string().optional().catch(undefined),
  q: z.string().optional().catch(undefined),
  /** The enrollment that is open. */
  id: z.string().optional().catch(undefined),
});

const sequenceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/sequences/$id",
  validateSearch: sequenceSearch,
  component: lazyRouteComponent(() => import("@/features/sequences/sequence-page"), "SequencePage"),
});

export const sequenceRoutes = [sequencesRoute, sequenceRoute];
