/** Downloading a model into Ollama, with its progress. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useWatch } from "react-hook-form";
import { api } from "@/api/client";
import { describeProblem } from "@/api/problem";
import { keys } from "@/api/query-keys";
import type { PullStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MeaningIcon } from "@/components/ui/pill";
import { Progress } from "@/components/ui/progress";
import { sayBytes } from "@/lib/bytes";
import { asSentence } from "@/lib/sentence";
import { useAnswers } from "./use-answers-form";

const WATCH_MS = 1_000;
const pullKey = [...keys.llm, "pull"];

export function ModelPull() {
  const { control } = useAnswers();
  const address = useWatch({ control, name: "llm.base_url" });
  const client = useQueryClient();
  const [name, setName] = useState("");
  const pull = useQuery({
    queryKey: pullKey,
    queryFn: ({ signal }) => api.get<PullStatus | null>("/api/llm/pull", undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? WATCH_MS : false),
  });
  const start = useMutation({
    mutationFn: (model: string) =>
      api.post<PullStatus>("/api/llm/pull", { model, base_url: address.trim() === "" ? null : address.trim() }),
    onSuccess: (status) => {
      client.setQueryData(pullKey, status);
      setName("");
    },
    meta: { quiet: true },
  });
  const cancel = useMutation({
    mutationFn: () => api.post<PullStatus | null>("/api/llm/pull/cancel"),
    onSuccess: (status) => {
      client.setQueryData(pullKey, status);
    },
  });
  const status = pull.data ?? null;
  const was = useRef(status?.state);
  useEffect(() => {
    // A finished download is a new model in the lists above.
    if (was.current === "running" && status?.state === "done") {
      void client.invalidateQueries({ queryKey: [...keys.llm, "models"] });
    }
    was.current = status?.state;
  }, [status?.state, client]);

  if (status?.state === "running") {
    return (
      <section aria-label="Download" className="flex flex-col gap-1.5">
        <div className="flex items-center gap-3 text-row">
          <span className="min-w-0 truncate font-medium text-ink">Downloading {status.model}</span>
          <span className="tabular ml-auto shrink-0 text-ink-2 text-meta">{sayProgress(status)}</span>
          <Button size="small" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        </div>
        <Progress
          value={status.completed}
          max={Math.max(status.total, 1)}
          label={`Downloading ${status.model}`}
          className="h-1.5"
        />
      </section>
    );
  }
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label="Download a model"
        help="A name from Ollama's library. Small ones for judging are around 3 GB, larger ones for writing around 10 GB."
        error={start.isError ? describeProblem(start.error).title : undefined}
        optional
      >
        {(ids) => (
          <div className="flex gap-2">
            <Input
              {...ids}
              value={name}
              placeholder="qwen3:4b"
              onChange={(event) => setName(event.target.value)}
              onKeyDown={(event) => {
                // Enter here downloads; it does not send the form around it.
                if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
                event.preventDefault();
                if (name.trim()) start.mutate(name.trim());
              }}
            />
            <Button
              icon={<Download aria-hidden />}
              busy={start.isPending}
              disabled={!name.trim()}
              onClick={() => start.mutate(name.trim())}
            >
              Download
            </Button>
          </div>
        )}
      </Field>
      {status && <Ended status={status} />}
    </div>
  );
}

function Ended({ status }: { status: PullStatus }) {
  const said = {
    done: { meaning: "go", words: `${status.model} is downloaded.` },
    failed: { meaning: "stop", words: `${status.model} was not downloaded.` },
    canceled: { meaning: "quiet", words: `The download of ${status.model} was canceled.` },
    running: { meaning: "wait", words: "" },
  } as const;
  const { meaning, words } = said[status.state];
  return (
    <p role="status" className="flex items-start gap-1.5 text-ink-2 text-meta">
      <MeaningIcon meaning={meaning} className="mt-px" />
      {words} {status.sentence && asSentence(status.sentence)}
    </p>
  );
}

/** "1.2 GB of 2.5 GB", or Ollama's own word while it has no numbers. */
function sayProgress({ completed, total, status }: PullStatus): string {
  return total > 0 ? `${sayBytes(completed)} of ${sayBytes(total)}` : status;
}
