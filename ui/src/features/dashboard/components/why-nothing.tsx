import { useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Channel, Status, WhyNothing as Why } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { useGoTo } from "@/lib/use-go-to";

const meta = { invalidates: ["status", "dashboard", "deliveries"] } as const;

/** Why nothing is sending, with the fix as a button. */
export function WhyNothing({ why }: { why: Why }) {
  const goTo = useGoTo();
  const resume = useMutation({ mutationFn: () => api.post<Status>("/api/resume"), meta });
  const goLive = useMutation({ mutationFn: () => api.put<Status>("/api/dry-run", { on: false }), meta });
  const goOn = useMutation({
    mutationFn: (channel: Channel) => api.post(`/api/channels/${channel}/resume`),
    meta: { invalidates: ["status", "dashboard", "deliveries", "channels"] },
  });
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
      case "limits":
        return goTo("/settings/limits");
      case "resume_channel":
        return why.channel && goOn.mutate(why.channel);
      case "sequences":
        return goTo("/sequences");
      case "by_hand":
        return goTo("/deliveries?state=queued");
      case "settle":
        return goTo("/deliveries?state=uncertain");
      case "none":
        return goTo("/preview");
    }
  };
  return (
    <Callout
      meaning={why.action === "resume" ? "stop" : "wait"}
      title={why.sentence}
      action={
        <Button size="small" busy={resume.isPending || goLive.isPending || goOn.isPending} onClick={fix}>
          {why.fix ?? "See what comes next"}
        </Button>
      }
    />
  );
}
