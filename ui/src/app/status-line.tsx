/** The heart of a background sender: always says whether it sends, what is next, how much is left today. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FlaskConical, Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import { statusQuery } from "@/api/shared-queries";
import type { Status } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { runCommand, useCommand } from "@/lib/hotkeys";
import type { Meaning } from "@/lib/meaning";
import { sayNext, sayStanding, sayToday } from "@/lib/status-words";
import { useNow } from "@/lib/use-now";

const dots: Record<Meaning, string> = {
  go: "bg-go-fill",
  wait: "bg-wait-fill",
  stop: "bg-stop-fill",
  unknown: "bg-unknown-fill",
  quiet: "bg-control",
};

export function StatusLine() {
  const client = useQueryClient();
  const { data: status, isError } = useQuery(statusQuery);
  const keep = (fresh: Status) => client.setQueryData(keys.status, fresh);
  const pause = useMutation({
    mutationFn: (stop: boolean) => api.post<Status>(stop ? "/api/pause" : "/api/resume"),
    onSuccess: (fresh) => {
      keep(fresh);
      toast(fresh.paused ? "Paused. Nothing leaves this machine until you resume." : "Sending resumed.", {
        id: "pause",
      });
    },
    meta: { invalidates: ["dashboard", "deliveries"] },
  });
  const dryRun = useMutation({
    mutationFn: (on: boolean) => api.put<Status>("/api/dry-run", { on }),
    onSuccess: (fresh) => {
      keep(fresh);
      toast(
        fresh.dry_run
          ? "Dry run is on. Sends are recorded, nothing leaves."
          : "Dry run is off. Approved messages are really sent now.",
        { id: "dry-run" },
      );
    },
    meta: { invalidates: ["dashboard", "deliveries", "drafts"] },
  });
  useCommand("app.pause", () => status && pause.mutate(!status.paused), status !== undefined);
  useCommand("app.dry_run", () => status && dryRun.mutate(!status.dry_run), status !== undefined);

  if (!status) {
    return (
      <Line>
        <span className={isError ? "text-stop" : "text-ink-3"}>
          {isError ? "SDR Console is not answering. Check that it is still running." : "Asking what is going on"}
        </span>
      </Line>
    );
  }
  return (
    <Line dryRun={status.dry_run}>
      <Told status={status} />
      <Button
        size="small"
        variant="ghost"
        command="app.shortcuts"
        showKeys
        onClick={() => runCommand("app.shortcuts")}
        className="ml-auto hidden h-6 inspect:inline-flex"
      >
        Shortcuts
      </Button>
      <Button
        size="small"
        variant="ghost"
        command="app.pause"
        hint={status.paused ? "Resume sending" : "Pause: nothing leaves until you resume"}
        busy={pause.isPending}
        icon={status.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        onClick={() => pause.mutate(!status.paused)}
        className="-mr-2 ml-auto h-6 inspect:ml-0"
      >
        {status.paused ? "Resume" : "Pause"}
      </Button>
    </Line>
  );
}

function Told({ status }: { status: Status }) {
  const now = useNow();
  const standing = sayStanding(status);
  return (
    <>
      <Tooltip text={status.sentence}>
        <button type="button" className="flex shrink-0 items-center gap-2 rounded-[4px] font-medium text-ink">
          <span aria-hidden className={cn("size-2 rounded-full", dots[standing.meaning])} />
          {standing.word}
        </button>
      </Tooltip>
      {status.dry_run && status.sending !== "dry_run" && (
        <>
          <Dot />
          <span className="flex shrink-0 items-center gap-1 font-medium text-wait">
            <FlaskConical aria-hidden className="size-3.5" />
            Dry run
          </span>
        </>
      )}
      <Dot />
      <span className="min-w-0 truncate">
        {status.next ? (
          <>Next: {sayNext(status.next, now)}</>
        ) : status.sending === "on" ? (
          "Nothing waits to be sent"
        ) : (
          status.sentence
        )}
      </span>
      <Dot />
      <span className="tabular shrink-0">{sayToday(status)}</span>
      <span className="hidden shrink-0 items-center gap-2 inspect:flex">
        <Dot />
        <Link to="/settings/model" className="max-w-72 truncate rounded-[4px] hover:text-ink hover:underline">
          {status.llm}
        </Link>
      </span>
    </>
  );
}

function Dot() {
  return (
    <span aria-hidden className="text-ink-3">
      ·
    </span>
  );
}

function Line({ children, dryRun }: { children: ReactNode; dryRun?: boolean }) {
  return (
    <div
      role="status"
      aria-label="Status"
      className={cn(
        "flex h-8 shrink-0 items-center gap-2 border-line border-t px-4 text-ink-2 text-meta",
        dryRun ? "bg-wait-soft" : "bg-sidebar",
      )}
    >
      {children}
    </div>
  );
}
