/** X's official interface: sign in with an app of one's own, or use that app's key alone. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink, LogIn } from "lucide-react";
import { useWatch } from "react-hook-form";
import { api } from "@/api/client";
import { describeProblem } from "@/api/problem";
import { keys } from "@/api/query-keys";
import type { SignIn } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { MeaningIcon } from "@/components/ui/pill";
import type { Meaning } from "@/lib/meaning";
import { asSentence } from "@/lib/sentence";
import { TextField } from "./fields";
import { SecretField } from "./secrets";
import { useAnswers } from "./use-answers-form";

const WATCH_MS = 1_500;
const signInKey = [...keys.channels, "x", "sign-in"];
const meanings: Record<SignIn["state"], Meaning> = { none: "quiet", waiting: "wait", done: "go", failed: "stop" };

export function XOfficial() {
  const { control } = useAnswers();
  const client = useWatch({ control, name: "connect.x.client_id" }).trim();
  return (
    <>
      <TextField
        name="connect.x.client_id"
        label="Client id of your app"
        help="From X's developer portal, under your app's OAuth 2.0 settings. Reads and writes in your name once you have signed in."
        optional
      />
      <SignInLine clientId={client} />
      <SecretField
        name="x.api_key"
        label="Key of the app alone (bearer token)"
        help="Instead of signing in, when only searching is needed: this key can read and not write."
      />
    </>
  );
}

function SignInLine({ clientId }: { clientId: string }) {
  const client = useQueryClient();
  const state = useQuery({
    queryKey: signInKey,
    queryFn: ({ signal }) => api.get<SignIn>("/api/x/sign-in", undefined, signal),
    refetchInterval: ({ state: query }) => (query.data?.state === "waiting" ? WATCH_MS : false),
    retry: false,
  });
  const start = useMutation({
    mutationFn: () => api.post<{ url: string }>("/api/x/sign-in/start", { client_id: clientId }),
    onSuccess: () => client.invalidateQueries({ queryKey: signInKey }),
    meta: { quiet: true },
  });
  const cancel = useMutation({
    mutationFn: () => api.post("/api/x/sign-in/cancel"),
    onSuccess: () => client.invalidateQueries({ queryKey: signInKey }),
    meta: { invalidates: ["channels", "secrets"] },
  });
  const waiting = state.data?.state === "waiting";
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {waiting ? (
          <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel the sign-in
          </Button>
        ) : (
          <Button
            icon={<LogIn aria-hidden />}
            busy={start.isPending}
            disabled={clientId === ""}
            onClick={() => start.mutate()}
          >
            {state.data?.state === "done" ? "Sign in again" : "Sign in at X"}
          </Button>
        )}
        {state.data && (
          <p role="status" className="flex min-w-0 grow basis-60 items-start gap-1.5 text-ink text-meta">
            <MeaningIcon meaning={meanings[state.data.state]} className="mt-px" />
            {asSentence(state.data.sentence)}
          </p>
        )}
      </div>
      {waiting && start.data && (
        <p className="text-ink-2 text-meta">
          X's page opens in your browser. If it does not,{" "}
          <a
            href={start.data.url}
            target="_blank"
            rel="noreferrer noopener"
            className="inline-flex items-center gap-1 text-accent-ink hover:underline"
          >
            open it here
            <ExternalLink aria-hidden className="size-3" />
          </a>
        </p>
      )}
      {start.isError && (
        <Callout meaning="stop" title={describeProblem(start.error).title}>
          {describeProblem(start.error).detail}
        </Callout>
      )}
    </div>
  );
}
