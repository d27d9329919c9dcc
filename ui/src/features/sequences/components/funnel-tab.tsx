/** The same track with where the leads are, and how it ended for those who left it. */
import type { SequenceDetail } from "@/api/types";
import { EmptyState } from "@/components/feedback/empty-state";
import { Card } from "@/components/layout/card";
import { useCommand } from "@/lib/hotkeys";
import { count, plural } from "@/lib/words";
import { type Direction, neighbor } from "../track-layout";
import { funnelSizes, TrackCanvas, useLayout } from "./track-canvas";

interface FunnelTabProps {
  sequence: SequenceDetail;
  at: string | null;
  onAt: (key: string | null) => void;
  /** Shows who is at a step. */
  onWho: (step: string) => void;
  onBack: () => void;
}

export function FunnelTab({ sequence, at, onAt, onWho, onBack }: FunnelTabProps) {
  const layout = useLayout(sequence.steps, funnelSizes);
  const walk = (direction: Direction) => {
    const next = neighbor(layout, at, direction);
    if (next) onAt(next);
  };
  useCommand("list.next", () => walk("down"));
  useCommand("list.previous", () => walk("up"));
  useCommand("track.left", () => walk("left"));
  useCommand("track.right", () => walk("right"));
  useCommand("list.open", () => at && onWho(at), at !== null);
  useCommand("list.back", () => (at ? onAt(null) : onBack()));
  const came = Object.values(sequence.counts).reduce((sum, many) => sum + many, 0);
  if (came === 0) {
    return (
      <EmptyState kind="first" title="Nobody has been in it yet">
        Enroll leads and each step shows how many are there, went on or stopped.
      </EmptyState>
    );
  }
  return (
    <TrackCanvas
      steps={sequence.steps}
      layout={layout}
      sizes={funnelSizes}
      selected={at}
      onSelect={(key) => (key === at ? onWho(key) : onAt(key))}
      problems={[]}
      funnel={sequence.funnel}
      wordings={new Map()}
      editing={null}
    >
      <div className="mt-6 w-full max-w-[560px]">
        <Card title="How it ended" aside={`${plural(came, "lead")} came in`}>
          {sequence.ends.length === 0 ? (
            <p className="text-ink-3 text-row">It has ended for nobody yet.</p>
          ) : (
            <Ends ends={sequence.ends} came={came} />
          )}
        </Card>
      </div>
    </TrackCanvas>
  );
}

function Ends({ ends, came }: { ends: SequenceDetail["ends"]; came: number }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {[...ends]
        .sort((a, b) => b.count - a.count)
        .map((end) => (
          <li key={end.reason} className="grid grid-cols-[minmax(0,1fr)_140px_40px] items-center gap-3 text-row">
            <span className="text-ink-2">{end.sentence}</span>
            <span aria-hidden className="h-1 overflow-hidden rounded-full bg-line">
              <span
                className="block h-full min-w-px rounded-full bg-accent"
                style={{ width: `${(end.count / Math.max(1, came)) * 100}%` }}
              />
            </span>
            <span className="tabular text-right text-ink">{count(end.count)}</span>
          </li>
        ))}
    </ul>
  );
}
