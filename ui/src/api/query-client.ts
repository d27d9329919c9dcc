/** Query defaults, and the one place where failed mutations become a toast. */
import { MutationCache, QueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { ApiProblem, describeProblem } from "./problem";
import { type KeyRoot, keys } from "./query-keys";

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: {
      /** Roots made stale by success. */
      invalidates?: readonly KeyRoot[];
      /** The screen shows the failure itself; no toast. */
      quiet?: boolean;
    };
  }
}

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // Changes are pushed, so nothing needs polling; a stale answer is refreshed on the next look.
        staleTime: 10_000,
        retry: (count, error) => !(error instanceof ApiProblem && error.status >= 400) && count < 2,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
    mutationCache: new MutationCache({
      onSuccess: (_data, _variables, _result, mutation) => {
        for (const root of mutation.meta?.invalidates ?? []) void client.invalidateQueries({ queryKey: keys[root] });
      },
      onError: (error, _variables, _result, mutation) => {
        if (mutation.meta?.quiet) return;
        const { title, detail } = describeProblem(error);
        toast.error(title, { description: detail });
      },
    }),
  });
  return client;
}
