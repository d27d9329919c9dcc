/** The whole app: one query client, one router, live changes for as long as it is mounted. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { followChanges } from "@/api/events";
import { createQueryClient } from "@/api/query-client";
import { createAppRouter } from "./router";

export function App() {
  const [client] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter(client));
  useEffect(() => followChanges(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
