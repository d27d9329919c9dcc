import { CircleAlert, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import type { FunnelStep, Step, StepProblem } from "@/api/types";
import { delayWords, hasWords, StepIcon, stepName } from "@/components/sequence/step-words";
import { cn } from "@/lib/cn";
import { count, plural } from "@/lib/words";

interface StepCardProps {
  step: Step;
  number: number;
  selected: boolean;
  dragged: boolean;
  problems: readonly StepProblem[];
  /** In the funnel: how many leads are where. */
  funnel: FunnelStep | null;
  /** The most that came to any step; bars are drawn against it. */
  most: number;
  wording: string | null;
  onSelect: () => void;
  onEdit: (() => void) | null;
  onPress: ((event: PointerEvent) => void) | null;
}

/** One step on the track. It takes the focus when the cursor comes to it, so that it is read out. */
export function StepCard(props: StepCardProps) {
  const { step, number, selected, dragged, problems, funnel, most, wording, onSelect, onEdit, onPress } = props;
  const own = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!selected) return;
    own.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
    const { activeElement } = document;
    // From another card or from nothing; never out of a field that is being filled in.
    if (!activeElement || activeElement === document.body || activeElement.closest("[data-track]"))
      own.current?.focus({ preventScroll: true });
  }, [selected]);
  const errors = problems.filter((problem) => problem.severity === "error");
  const worst = errors.length > 0 ? "error" : problems.length > 0 ? "warning" : null;
  const name = stepName(step);
  const said = [`Step ${number}: ${name}`];
  if (step.delay_minutes > 0 && step.kind !== "wait") said.push(delayWords(step.delay_minutes));
  if (funnel) said.push(sayNumbers(funnel));
  else said.push(howWords(step, wording));
  said.push(...problems.map((problem) => problem.sentence));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !onEdit) return;
    event.preventDefault();
    onEdit();
  };
  return (
    <button
      ref={own}
      type="button"
      data-track
      aria-label={said.filter(Boolean).join(". ")}
      aria-pressed={selected}
      onClick={onSelect}
      onKeyDown={onKeyDown}
      onPointerDown={onPress ?? undefined}
      className={cn(
        "flex size-full touch-pan-y select-none flex-col justify-center gap-1 rounded-panel border bg-raised px-3 text-left transition-colors duration-150",
        selected
          ? "border-accent bg-accent-soft"
          : worst === "error"
            ? "border-stop-fill"
            : "border-line-strong hover:border-control",
        dragged && "opacity-40",
      )}
    >
      <span className="flex w-full min-w-0 items-center gap-2">
        <StepIcon step={step} className={selected ? "text-accent-ink" : ""} />
        <span className="min-w-0 truncate font-medium text-ink text-row">{name}</span>
        {worst && (
          <span
            className={cn("ml-auto flex items-center gap-1 text-meta", worst === "error" ? "text-stop" : "text-wait")}
          >
            {worst === "error" ? (
              <CircleAlert aria-hidden className="size-3.5" />
            ) : (
              <TriangleAlert aria-hidden className="size-3.5" />
            )}
            {problems.length > 1 && <span className="tabular">{problems.length}</span>}
          </span>
        )}
      </span>
      {funnel ? (
        <Numbers funnel={funnel} most={most} />
      ) : (
        <span className="w-full truncate pl-6 text-ink-3 text-meta">{howWords(step, wording)}</span>
      )}
    </button>
  );
}

/** "By hand, after your yes": the second line of a card. */
function howWords(step: Step, wording: string | null): string {
  switch (step.kind) {
    case "wait":
      return "";
    case "check_response":
      return step.response === "engagement" ? "Reply, like or follow" : "Reply on any channel";
    case "notify":
      return step.note ?? "";
    case "mark_warm":
      return "And says so";
    case "mark_cold":
      return "Ends the sequence";
    case "like":
    case "follow":
    case "like_another":
    case "reply":
    case "message": {
      const how = step.mode === "assisted" ? "By hand" : step.same_thread ? "In the thread" : "By the app";
      const said = step.approval ? `${how}, after your yes` : how;
      return hasWords(step) && wording ? `${said} · ${wording}` : said;
    }
  }
}

function sayNumbers({ here, waiting, reached, done, skipped, stopped, yes, no }: FunnelStep): string {
  return `${plural(reached, "lead")} came here: ${here} here, ${waiting} wait for your yes, ${done + yes + no} done, ${skipped} skipped, ${stopped} stopped`;
}

/** Where the leads that came to a step are now, as numbers and a thin bar. */
function Numbers({ funnel, most }: { funnel: FunnelStep; most: number }) {
  const passed = funnel.done + funnel.yes + funnel.no;
  const parts = [
    { name: "here", value: funnel.here, fill: "bg-accent" },
    { name: "for you", value: funnel.waiting, fill: "bg-wait-fill" },
    { name: "done", value: passed, fill: "bg-go-fill" },
    { name: "skipped", value: funnel.skipped, fill: "bg-control" },
    { name: "stopped", value: funnel.stopped, fill: "bg-stop-fill" },
  ];
  // Those who wait for a yes are here as well: the bar counts everybody once.
  const bar = parts.map((part) => (part.name === "here" ? { ...part, value: funnel.here - funnel.waiting } : part));
  return (
    <>
      <span aria-hidden className="flex h-1 w-full overflow-hidden rounded-full bg-line">
        {bar.map((part) => (
          <span
            key={part.name}
            className={cn("h-full", part.fill)}
            style={{ width: `${(Math.max(0, part.value) / Math.max(1, most)) * 100}%` }}
          />
        ))}
      </span>
      <span aria-hidden className="tabular flex w-full flex-wrap gap-x-2.5 text-ink-3 text-meta">
        {parts
          .filter((part) => part.value > 0 || part.name === "here" || part.name === "done")
          .map((part) => (
            <span key={part.name} className="whitespace-nowrap">
              <span className="font-medium text-ink">{count(part.value)}</span> {part.name}
            </span>
          ))}
      </span>
    </>
  );
}
