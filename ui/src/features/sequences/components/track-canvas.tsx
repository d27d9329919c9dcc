/** The track: cards on rows, lines under them, delays and places to add a step on the lines. */
import { useMemo, useRef } from "react";
import type { FunnelStep, Step, StepProblem } from "@/api/types";
import { delayWords, StepIcon, stepName } from "@/components/sequence/step-words";
import { cn } from "@/lib/cn";
import type { Choice } from "../fresh-step";
import { canMove, type Slot, stepOf } from "../track";
import { type Layout, type Line, layOut, type Sizes } from "../track-layout";
import { useDrag } from "../use-drag";
import { AddStep } from "./add-step";
import { DelayChip } from "./delay-field";
import { StepCard } from "./step-card";
import { lineKey, TrackLines } from "./track-lines";

export const buildSizes: Sizes = { card: 208, height: 56, gap: 84, lane: 76, aside: 24, top: 88 };
export const funnelSizes: Sizes = { ...buildSizes, card: 248, height: 76, gap: 76, top: 24 };

interface Editing {
  adding: string | null;
  onAdding: (line: string | null) => void;
  onAdd: (slot: Slot, choice: Choice) => void;
  onMove: (key: string, slot: Slot) => void;
  onDelay: (key: string, minutes: number) => void;
  onEdit: () => void;
}

interface TrackCanvasProps {
  steps: readonly Step[];
  layout: Layout;
  sizes: Sizes;
  selected: string | null;
  onSelect: (key: string) => void;
  problems: readonly StepProblem[];
  funnel: readonly FunnelStep[] | null;
  wordings: ReadonlyMap<string, string>;
  /** None while the funnel is shown. */
  editing: Editing | null;
  children?: React.ReactNode;
}

export function useLayout(steps: readonly Step[], sizes: Sizes): Layout {
  return useMemo(() => layOut(steps, sizes), [steps, sizes]);
}

export function TrackCanvas(props: TrackCanvasProps) {
  const { steps, layout, sizes, selected, onSelect, problems, funnel, wordings, editing, children } = props;
  const scroller = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const { drag, press } = useDrag({
    canvas,
    scroller,
    layout,
    allowed: (key, slot) => canMove(steps, key, slot),
    onDrop: (key, slot) => editing?.onMove(key, slot),
  });
  const dragged = stepOf(steps, drag?.key ?? null);
  const lit = drag?.over ? lineKey(drag.over) : null;
  const most = Math.max(1, ...(funnel ?? []).map((one) => one.reached));
  const cards = [...layout.placed, ...layout.loose];
  return (
    <section
      ref={scroller}
      aria-label="Steps"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
      tabIndex={0}
      data-track
      className="relative min-w-0 grow overflow-auto bg-sunken focus-visible:-outline-offset-2"
    >
      <div className="flex min-h-full w-max min-w-full flex-col items-center px-8 py-4">
        <div
          ref={canvas}
          className={cn("relative shrink-0", drag && "cursor-grabbing")}
          style={{ width: layout.width, height: layout.height }}
        >
          <TrackLines layout={layout} lit={lit} />
          {layout.loose.length > 0 && (
            <p
              className="absolute left-0 whitespace-nowrap text-meta text-stop"
              style={{ top: (layout.loose[0]?.top ?? 0) - 28 }}
            >
              No way leads to these
            </p>
          )}
          {cards.map(({ step, x, top }, index) => (
            <div
              key={step.key}
              className="absolute -translate-x-1/2"
              style={{ left: x, top, width: sizes.card, height: sizes.height }}
            >
              <StepCard
                step={step}
                number={index + 1}
                selected={step.key === selected}
                dragged={step.key === drag?.key}
                problems={problems.filter((problem) => problem.step === step.key)}
                funnel={funnel?.find((one) => one.step === step.key) ?? null}
                most={most}
                wording={wordings.get(step.template_id ?? "") ?? null}
                onSelect={() => onSelect(step.key)}
                onEdit={editing?.onEdit ?? null}
                onPress={editing ? press(step.key) : null}
              />
            </div>
          ))}
          {layout.lines.map((line) => (
            <OnLine
              key={lineKey(line)}
              line={line}
              steps={steps}
              funnel={funnel}
              editing={editing}
              aimed={lit === lineKey(line)}
            />
          ))}
          {layout.placed.map((one) => (
            <Delay key={one.step.key} step={one.step} x={one.x} top={one.top} editing={editing} />
          ))}
          {dragged && drag && (
            <div
              aria-hidden
              className="pointer-events-none absolute z-20 flex h-9 items-center gap-2 rounded-panel border border-accent bg-raised px-3 font-medium text-ink text-row shadow-float"
              style={{ left: drag.at.x + 10, top: drag.at.y + 6 }}
            >
              <StepIcon step={dragged} />
              {stepName(dragged)}
            </div>
          )}
        </div>
        {children}
      </div>
    </section>
  );
}

/** How long after the step before. A wait says its own time, and the first step needs no word when it comes at once. */
function Delay({ step, x, top, editing }: { step: Step; x: number; top: number; editing: Editing | null }) {
  if (step.kind === "wait" || (!editing && step.delay_minutes === 0)) return null;
  return (
    <span className="absolute z-10 -translate-x-1/2" style={{ left: x, top: top - 29 }}>
      {editing ? (
        <DelayChip
          minutes={step.delay_minutes}
          onChange={(minutes) => editing.onDelay(step.key, minutes)}
          name={stepName(step)}
        />
      ) : (
        <span className="tabular inline-flex h-[22px] items-center whitespace-nowrap rounded-full border border-line-strong bg-canvas px-2 text-ink-2 text-meta">
          {delayWords(step.delay_minutes)}
        </span>
      )}
    </span>
  );
}

interface OnLineProps {
  line: Line;
  steps: readonly Step[];
  funnel: readonly FunnelStep[] | null;
  editing: Editing | null;
  aimed: boolean;
}

function OnLine({ line, steps, funnel, editing, aimed }: OnLineProps) {
  const from = stepOf(steps, line.slot.from);
  const to = stepOf(steps, line.to);
  const end = line.points.at(-1);
  const counted = funnel?.find((one) => one.step === line.slot.from);
  const way = line.slot.way;
  return (
    <>
      {line.label && way !== "next" && (
        <span
          className="tabular absolute -translate-x-1/2 -translate-y-1/2 whitespace-nowrap rounded-full bg-sunken px-1.5 font-medium text-ink-2 text-meta"
          style={{ left: line.label.x, top: line.label.y }}
        >
          {counted ? `${way} ${counted[way]}` : way}
        </span>
      )}
      {editing && (
        <span
          className="absolute z-10 -translate-x-1/2 -translate-y-1/2"
          style={{ left: line.plus.x, top: line.plus.y }}
        >
          <AddStep
            place={placeWords(from, way)}
            atEnd={to === undefined}
            open={editing.adding === lineKey(line)}
            onOpenChange={(open) => editing.onAdding(open ? lineKey(line) : null)}
            onChoose={(choice) => editing.onAdd(line.slot, choice)}
            aimed={aimed}
          />
        </span>
      )}
      {line.end !== "step" && end && from && (
        <span
          className="absolute -translate-x-1/2 whitespace-nowrap text-ink-3 text-meta"
          style={{ left: end.x, top: end.y }}
        >
          {line.end === "back" && to ? `↑ back to ${stepName(to)}` : "End"}
        </span>
      )}
    </>
  );
}

function placeWords(from: Step | undefined, way: Slot["way"]): string {
  if (!from) return "as the first";
  return way === "next" ? `after ${stepName(from)}` : `after ${stepName(from)}, when ${way}`;
}
