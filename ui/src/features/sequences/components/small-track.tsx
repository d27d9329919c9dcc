/** The track of a sequence in small: a dot with an icon for each step, its lines and branches. */
import type { Step } from "@/api/types";
import { StepIcon } from "@/components/sequence/step-words";
import { layOut, type Sizes } from "../track-layout";
import { pathOf } from "./track-lines";

const sizes: Sizes = { card: 30, height: 22, gap: 62, lane: 18, aside: 4, top: 4 };
/** The small track has no chips between its steps, so its gaps are pressed together. */
const PRESS = 0.42;

/** `within` is the room there is; a longer track is drawn smaller. */
export function SmallTrack({ steps, within }: { steps: readonly Step[]; within: { width: number; height: number } }) {
  const layout = layOut(steps, sizes);
  const low = (y: number) => y * PRESS;
  const height = low(layout.height - sizes.gap) + 12;
  const scale = Math.min(1, within.height / height, within.width / layout.width);
  return (
    <span
      aria-hidden
      className="relative block shrink-0 origin-top"
      style={{ width: layout.width, height, transform: `scale(${scale})` }}
    >
      <svg aria-hidden="true" className="absolute inset-0 size-full overflow-visible text-line-strong" fill="none">
        {layout.lines
          .filter((line) => line.end === "step" && line.slot.from !== null)
          .map((line) => (
            <path
              key={`${line.slot.from}-${line.slot.way}`}
              d={pathOf(
                line.points.map((point) => ({ x: point.x, y: low(point.y) })),
                4,
              )}
              stroke="currentColor"
              strokeWidth="1.25"
            />
          ))}
      </svg>
      {layout.placed.map(({ step, x, top }) => (
        <span
          key={step.key}
          className="absolute flex size-5 -translate-x-1/2 items-center justify-center rounded-full border border-line bg-raised"
          style={{ left: x, top: low(top + sizes.height / 2) - 10 }}
        >
          <StepIcon step={step} className="size-3" />
        </span>
      ))}
    </span>
  );
}
