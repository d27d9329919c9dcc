import { CircleCheck, ClipboardCheck, Hand, Settings2 } from "lucide-react";
import type { NeedsYou as Need } from "@/api/types";
import { Button } from "@/components/ui/button";
import { MeaningIcon } from "@/components/ui/pill";
import { useGoTo } from "@/lib/use-go-to";

/** What only a person can do, most urgent first. Before any number. */
export function NeedsYou({ needs }: { needs: readonly Need[] }) {
  const goTo = useGoTo();
  return (
    <section aria-label="Needs you" className="rounded-panel border border-line bg-surface">
      <h2 className="px-4 pt-3 pb-1 font-semibold text-ink text-row">Needs you</h2>
      {needs.length === 0 ? (
        <p className="flex items-center gap-2 px-4 pt-1 pb-4 text-ink-2 text-row">
          <CircleCheck aria-hidden className="size-4 text-go" />
          Nothing waits for you.
        </p>
      ) : (
        <ul className="pb-1">
          {needs.map((need) => (
            <li
              key={`${need.kind}-${need.to}`}
              className="flex min-h-11 items-center gap-3 border-line border-t px-4 py-1.5 first:border-t-0"
            >
              <NeedIcon kind={need.kind} />
              <span className="min-w-0 grow text-ink text-row">{need.sentence}</span>
              <Button
                size="small"
                variant={need.kind === "approvals" ? "primary" : "secondary"}
                onClick={() => goTo(need.to)}
              >
                {need.action}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function NeedIcon({ kind }: { kind: Need["kind"] }) {
  switch (kind) {
    case "uncertain":
      return <MeaningIcon meaning="unknown" className="size-4" />;
    case "failed":
      return <MeaningIcon meaning="stop" className="size-4" />;
    case "held":
      return <MeaningIcon meaning="wait" className="size-4" />;
    case "your_turn":
      return <Hand aria-hidden className="size-4 shrink-0 text-wait" strokeWidth={1.75} />;
    case "approvals":
      return <ClipboardCheck aria-hidden className="size-4 shrink-0 text-accent-ink" strokeWidth={1.75} />;
    case "setup":
      return <Settings2 aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />;
  }
}
