/** The lines of a track, drawn under its cards. */
import { cn } from "@/lib/cn";
import type { Layout, Line, Point } from "../track-layout";

/** A line through points with rounded corners. */
export function pathOf(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  let from = first;
  for (const [index, corner] of rest.entries()) {
    const to = rest[index + 1];
    if (!to) {
      path += `L${corner.x} ${corner.y}`;
      continue;
    }
    const before = toward(corner, from, radius);
    const after = toward(corner, to, radius);
    path += `L${before.x} ${before.y}Q${corner.x} ${corner.y} ${after.x} ${after.y}`;
    from = corner;
  }
  return path;
}

function toward(from: Point, to: Point, by: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(by, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

export const lineKey = (line: Line) => `${line.slot.from ?? ""}-${line.slot.way}`;

export function TrackLines({ layout, lit }: { layout: Layout; lit: string | null }) {
  return (
    <svg
      aria-hidden="true"
      width={layout.width}
      height={layout.height}
      className="pointer-events-none absolute inset-0 overflow-visible"
      fill="none"
    >
      {layout.lines.map((line) => (
        <path
          key={lineKey(line)}
          d={pathOf(line.points, 8)}
          strokeWidth="1.5"
          strokeDasharray={line.end === "step" ? undefined : "2 4"}
          className={cn(lit === lineKey(line) ? "stroke-accent" : "stroke-line-strong")}
        />
      ))}
    </svg>
  );
}
