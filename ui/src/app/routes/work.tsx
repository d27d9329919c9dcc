/** Daily work: dashboard, queue, deliveries. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
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

export const workRoutes = [dashboardRoute, queueRoute, deliveriesRoute];
