import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Dashboard } from "@/api/types";

export const dashboardQuery = queryOptions({
  queryKey: keys.dashboard,
  queryFn: ({ signal }) => api.get<Dashboard>("/api/dashboard", undefined, signal),
});
