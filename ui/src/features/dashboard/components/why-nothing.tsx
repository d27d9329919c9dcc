import { useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Status, WhyNothing as Why } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { useGoTo } from "@/lib/use-go-to";

const meta = { invalidates: ["status", "dashboard", "deliveries"] } as const;

/** Why nothing is sending, with the fix as a button. */
export function WhyNothing({ why }: { why: Why }) {
  const goTo = useGoTo();
  const resume = useMutation({ mutationFn: () => api.post<Status>("/api/resume"), meta });
  const goLive = useMutation({ mutationFn: () => api.put<Status>("/api/dry-run", { on: false }), meta });
  const fix = () => {
    switch (why.action) {
      case "resume":
        return resume.mutate();
      case "dry_run_off":
        return goLive.mutate();
      case "approve":
        return goTo("/queue");
      case "import":
        return goTo("/leads");
      case "working_hours":
        return goTo("/settings/limits");
      case "none":
        return goTo("/preview");
    }
  };
  return (
    <Callout
      meaning={why.action === "resume" ? "stop" : "wait"}
      title={why.sentence}
      action={
        <Button size="small" busy={resume.isPending || goLive.isPending} onClick={fix}>
          {why.fix ?? "See what comes next"}
        </Button>
      }
    />
  );
}
