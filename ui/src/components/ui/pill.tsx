import { Check, CircleDashed, CircleHelp, Clock, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import type { Meaning, Said } from "@/lib/meaning";

const colours: Record<Meaning, string> = {
  go: "bg-go-soft text-go",
  wait: "bg-wait-soft text-wait",
  stop: "bg-stop-soft text-stop",
  unknown: "bg-unknown-soft text-unknown",
  quiet: "bg-hover text-ink-2",
};
const inks: Record<Meaning, string> = {
  go: "text-go",
  wait: "text-wait",
  stop: "text-stop",
  unknown: "text-unknown",
  quiet: "text-ink-3",
};

/** The icon of a meaning, in its colour. */
export function MeaningIcon({ meaning, className }: { meaning: Meaning; className?: string }) {
  const look = cn("size-3.5 shrink-0", inks[meaning], className);
  switch (meaning) {
    case "go":
      return <Check aria-hidden className={look} strokeWidth={2.5} />;
    case "wait":
      return <Clock aria-hidden className={look} strokeWidth={2.25} />;
    case "stop":
      return <X aria-hidden className={look} strokeWidth={2.5} />;
    case "unknown":
      return <CircleHelp aria-hidden className={look} strokeWidth={2.25} />;
    case "quiet":
      return <CircleDashed aria-hidden className={look} strokeWidth={2} />;
  }
}

/** A state: colour, icon and word together. Take `said` from lib/meaning. */
export function StatePill({ said, className }: { said: Said; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-full pr-2 pl-1.5 font-medium text-meta",
        colours[said.meaning],
        className,
      )}
    >
      <MeaningIcon meaning={said.meaning} className="size-3 text-current" />
      {said.word}
    </span>
  );
}

/** A small fact without a state: "Recommended", "2 variants". */
export function Badge({ children, accent }: { children: ReactNode; accent?: boolean }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 shrink-0 items-center whitespace-nowrap rounded-full px-2 font-medium text-meta",
        accent ? "border border-accent-ink/30 bg-accent-soft text-accent-ink" : "bg-hover text-ink-2",
      )}
    >
      {children}
    </span>
  );
}
