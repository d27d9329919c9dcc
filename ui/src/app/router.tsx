import type { QueryClient } from "@tanstack/react-query";
import { createRouter, type RouterHistory } from "@tanstack/react-router";
import { NotFound } from "./not-found";
import { indexRoute, rootRoute, shellRoute } from "./root-route";
import { engineRoutes } from "./routes/engine";
import { peopleRoutes } from "./routes/people";
import { sequenceRoutes } from "./routes/sequences";
import { settingsRoutes, setupRoutes } from "./routes/setup";
import { workRoutes } from "./routes/work";

const routeTree = rootRoute.addChildren([
  indexRoute,
  ...setupRoutes,
  shellRoute.addChildren([...workRoutes, ...peopleRoutes, ...engineRoutes, ...sequenceRoutes, ...settingsRoutes]),
]);

export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
    ...(history && { history }),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
