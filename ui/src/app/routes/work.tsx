/** Daily work: dashboard, queue, deliveries, what comes next. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { limitsWish } from "@/components/project/limits-wish";
import { shellRoute } from "../root-route";

const channel = z.enum(["telegram", "x", "email", "linkedin"]);

const dashboardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/dashboard",
  component: lazyRouteComponent(() => import("@/features/dashboard/dashboard-page"), "DashboardPage"),
});

export const queueSearch = z.object({
  id: z.string().optional().catch(undefined),
  q: z.string().optional().catch(undefined),
  channel: channel.optional().catch(undefined),
});

const queueRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/queue",
  validateSearch: queueSearch,
  component: lazyRouteComponent(() => import("@/features/drafts/queue-page"), "QueuePage"),
});

export const deliveriesSearch = z.object({
  id: z.string().optional().catch(undefined),
  state: z
    .enum(["queued", "claimed", "armed", "sent", "failed", "uncertain", "canceled", "held"])
    .optional()
    .catch(undefined),
  channel: channel.optional().catch(undefined),
});

const deliveriesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/deliveries",
  validateSearch: deliveriesSearch,
  component: lazyRouteComponent(() => import("@/features/deliveries/deliveries-page"), "DeliveriesPage"),
});

export const previewSearch = z.object({
  sequence: z.string().optional().catch(undefined),
  channel: channel.optional().catch(undefined),
  view: z.enum(["calendar", "list", "what_if"]).optional().catch(undefined),
  day: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/u)
    .optional()
    .catch(undefined),
  assume: z.boolean().optional().catch(undefined),
  /** Limits to try; another page may hand them over. */
  try: limitsWish.optional().catch(undefined),
});

const previewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/preview",
  validateSearch: previewSearch,
  component: lazyRouteComponent(() => import("@/features/preview/preview-page"), "PreviewPage"),
});

export const workRoutes = [dashboardRoute, queueRoute, previewRoute, deliveriesRoute];
