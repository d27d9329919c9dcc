/** Where leads come from and how they are judged and worded: sources, templates, backtests. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { shellRoute } from "../root-route";

export const sourcesSearch = z.object({ id: z.string().optional().catch(undefined) });

const sourcesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/sources",
  validateSearch: sourcesSearch,
  component: lazyRouteComponent(() => import("@/features/sources/sources-page"), "SourcesPage"),
});

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/sources/$id/people",
  component: lazyRouteComponent(() => import("@/features/sources/people-page"), "PeoplePage"),
});

const channel = z.enum(["telegram", "x", "email", "linkedin"]);

export const templatesSearch = z.object({
  id: z.string().optional().catch(undefined),
  fresh: channel.optional().catch(undefined),
});

const templatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/templates",
  validateSearch: templatesSearch,
  component: lazyRouteComponent(() => import("@/features/templates/templates-page"), "TemplatesPage"),
});

const weight = z.number().min(0).max(100);

/** What a new backtest starts from, when another page asks for one. */
export const backtestsSearch = z.object({
  judging: z
    .object({
      guidance: z.string(),
      weights: z.object({
        relevance: weight,
        intent: weight,
        recency: weight,
        reach: weight,
        profile_fit: weight,
        engagement: weight,
      }),
      threshold: z.number().min(0).max(100),
    })
    .optional()
    .catch(undefined),
});

const backtestsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/backtests",
  validateSearch: backtestsSearch,
  component: lazyRouteComponent(() => import("@/features/backtests/backtests-page"), "BacktestsPage"),
});

export const backtestSearch = z.object({
  only: z.enum(["newly_in", "newly_out", "verdict_changed", "all"]).optional().catch(undefined),
});

const backtestRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/backtests/$id",
  validateSearch: backtestSearch,
  component: lazyRouteComponent(() => import("@/features/backtests/backtest-page"), "BacktestPage"),
});

export const engineRoutes = [sourcesRoute, peopleRoute, templatesRoute, backtestsRoute, backtestRoute];
