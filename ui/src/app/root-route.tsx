/**
 * The two trunks of the route tree: the root, which sends a fresh app to the wizard, and the frame, under which every
 * page with a sidebar hangs.
 */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, Outlet, redirect } from "@tanstack/react-router";
import { setupQuery } from "@/api/shared-queries";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { NotFound } from "./not-found";
import { Overlays } from "./overlays";
import { Shell } from "./shell";

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  beforeLoad: async ({ context, location }) => {
    const setup = await context.queryClient.ensureQueryData(setupQuery);
    const inWizard = location.pathname === "/setup";
    if (setup.needed && !inWizard) throw redirect({ href: "/setup" });
  },
  component: () => (
    <Overlays>
      <Outlet />
    </Overlays>
  ),
  errorComponent: ({ error, reset }) => <ProblemNotice error={error} onRetry={reset} />,
  notFoundComponent: NotFound,
});

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: NotFound,
});

export const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ href: "/dashboard" });
  },
});
