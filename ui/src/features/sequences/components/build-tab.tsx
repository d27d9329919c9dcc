/** The steps of a sequence as they are built, with the selected one beside them. */
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { toast } from "sonner";
import type { Step } from "@/api/types";
import { EmptyState } from "@/components/feedback/empty-state";
import { Inspector } from "@/components/layout/page";
import { delayWords, stepName } from "@/components/sequence/step-words";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/lib/hotkeys";
import { plural } from "@/lib/words";
import { type Choice, freshKey, freshStep } from "../fresh-step";
import { wordingQuery } from "../queries";
import { change, insert, move, moveBy, reconnect, remove, type Slot, START, stepOf, throughWay } from "../track";
import { type Direction, neighbor } from "../track-layout";
import type { Builder } from "../use-builder";
import type { Checked } from "../use-checked";
import { ProblemList } from "./problem-list";
import { StepInspector } from "./step-inspector";
import { buildSizes, TrackCanvas, useLayout } from "./track-canvas";
import { lineKey } from "./track-lines";

interface BuildTabProps {
  builder: Builder;
  checked: Checked;
  at: string | null;
  onAt: (key: string | null) => void;
  onBack: () => void;
}

export function BuildTab({ builder, checked, at, onAt, onBack }: BuildTabProps) {
  const { steps } = builder;
  const templates = useQuery(wordingQuery);
  const layout = useLayout(steps, buildSizes);
  const [adding, setAdding] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const fields = useRef<HTMLDivElement>(null);
  const selected = stepOf(steps, at);

  const add = (slot: Slot, choice: Choice) => {
    const fresh = freshStep(choice, freshKey(choice.kind));
    builder.edit(insert(steps, slot, fresh));
    setAdding(null);
    onAt(fresh.key);
    setSaid(`${stepName(fresh)} added.`);
  };
  const drop = () => {
    if (!selected) return;
    const { steps: rest, lost } = remove(steps, selected.key);
    const next = neighbor(layout, selected.key, "up") ?? neighbor(layout, selected.key, "down");
    builder.edit(rest);
    onAt(rest.some((step) => step.key === next) ? next : (rest[0]?.key ?? null));
    setSaid(`${stepName(selected)} removed.`);
    if (lost.length > 0) {
      toast(`${plural(lost.length, "step")} of its branch went with it.`, {
        action: { label: "Undo", onClick: builder.undo },
      });
    }
  };
  const moveTo = (next: readonly Step[], key: string) => {
    builder.edit(next);
    onAt(key);
    const moved = stepOf(next, key);
    const ahead = next.find((step) => [step.next, step.yes, step.no].includes(key));
    if (moved) setSaid(`${stepName(moved)} stands ${ahead ? `after ${stepName(ahead)}` : "first"} now.`);
  };
  const edit = () => fields.current?.querySelector<HTMLElement>("[role='combobox'], input, textarea")?.focus();
  useTrackKeys({
    builder,
    onWalk: (direction) => {
      const next = neighbor(layout, selected?.key ?? null, direction);
      if (next) onAt(next);
    },
    onMove: selected ? (by) => moveTo(moveBy(steps, selected.key, by), selected.key) : null,
    onRemove: selected ? drop : null,
    onEdit: selected ? edit : null,
    onAdd: () => {
      const slot = selected ? { from: selected.key, way: throughWay(selected) } : START;
      const line = layout.lines.find((one) => one.slot.from === slot.from && one.slot.way === slot.way);
      if (line) setAdding(lineKey(line));
    },
  });
  useCommand("list.back", () => (selected ? onAt(null) : onBack()));

  return (
    <>
      <div className="flex min-w-0 grow flex-col">
        <TrackCanvas
          steps={steps}
          layout={layout}
          sizes={buildSizes}
          selected={at}
          onSelect={onAt}
          problems={checked.problems}
          funnel={null}
          wordings={new Map(templates.data?.map((template) => [template.id, template.name]))}
          editing={{
            adding,
            onAdding: setAdding,
            onAdd: add,
            onMove: (key, slot) => moveTo(move(steps, key, slot), key),
            onDelay: (key, minutes) => {
              builder.edit(change(steps, key, { delay_minutes: minutes }), `${key}.delay`);
              setSaid(delayWords(minutes));
            },
            onEdit: edit,
          }}
        >
          {steps.length === 0 && (
            <EmptyState
              kind="first"
              title="Add the first step"
              action={
                <Button variant="primary" command="track.add" showKeys onClick={() => setAdding(lineKey0)}>
                  Add a step
                </Button>
              }
            >
              Most begin with a like or a message, wait a few days and look for a reply.
            </EmptyState>
          )}
        </TrackCanvas>
        <ProblemList problems={checked.problems} steps={steps} onGo={onAt} />
        <p role="status" className="sr-only">
          {said}
        </p>
      </div>
      <Inspector
        title={selected ? stepName(selected) : "Step"}
        open={selected !== undefined}
        onClose={() => onAt(null)}
        width="w-[312px]"
      >
        {selected && (
          <StepInspector
            key={selected.key}
            first={fields}
            step={selected}
            steps={steps}
            view={checked.views.get(selected.key)}
            problems={checked.problems.filter((problem) => problem.step === selected.key)}
            templates={templates.data ?? []}
            onChange={(by, tag) => builder.edit(change(steps, selected.key, by), tag)}
            onWay={(way, to) => builder.edit(reconnect(steps, selected.key, way, to))}
            onRemove={drop}
          />
        )}
      </Inspector>
    </>
  );
}

const lineKey0 = "-next";

interface TrackKeys {
  builder: Builder;
  onWalk: (direction: Direction) => void;
  onMove: ((by: "up" | "down") => void) | null;
  onRemove: (() => void) | null;
  onEdit: (() => void) | null;
  onAdd: () => void;
}

function useTrackKeys({ builder, onWalk, onMove, onRemove, onEdit, onAdd }: TrackKeys) {
  useCommand("list.next", () => onWalk("down"));
  useCommand("list.previous", () => onWalk("up"));
  useCommand("track.left", () => onWalk("left"));
  useCommand("track.right", () => onWalk("right"));
  useCommand("list.open", () => onEdit?.(), onEdit !== null);
  useCommand("track.up", () => onMove?.("up"), onMove !== null);
  useCommand("track.down", () => onMove?.("down"), onMove !== null);
  useCommand("track.remove", () => onRemove?.(), onRemove !== null);
  useCommand("track.add", onAdd);
  useCommand("track.undo", builder.undo, builder.canUndo);
  useCommand("track.redo", builder.redo, builder.canRedo);
}
