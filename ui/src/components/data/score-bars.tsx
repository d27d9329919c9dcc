import type { ScoreView } from "@/api/types";

/** The parts of a score: name, how much it has of what it could have, and points. Bars share one scale (its weight). */
export function ScoreBars({ score }: { score: ScoreView }) {
  const widest = Math.max(...score.components.map((part) => part.weight), 0.0001);
  return (
    <ul className="flex flex-col gap-2.5">
      {score.components.map((part) => (
        <li key={part.name} title={part.explanation}>
          <div className="flex items-baseline justify-between gap-2">
            <span className="truncate text-ink text-row">{sentenceCase(part.name)}</span>
            <span className="tabular shrink-0 text-ink-2 text-meta">
              {formatPoints(part.contribution)}{" "}
              <span className="text-ink-3" title={`Counts ${Math.round(part.weight * 100)} % of the score`}>
                of {Math.round(part.weight * 100)}
              </span>
            </span>
          </div>
          <div className="mt-1 h-1 rounded-full bg-line" style={{ width: `${(part.weight / widest) * 100}%` }}>
            <div
              className="h-full rounded-full bg-accent"
              style={{ width: `${Math.min(1, Math.max(0, part.value)) * 100}%` }}
            />
          </div>
          <p className="mt-1 text-ink-3 text-meta">{part.explanation}</p>
        </li>
      ))}
    </ul>
  );
}

/** "profile_fit" -> "Profile fit" */
function sentenceCase(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function formatPoints(points: number): string {
  const rounded = Math.round(points * 10) / 10;
  return `${rounded > 0 ? "+" : ""}${rounded}`;
}

/** 0-100 as a small number in a ring; the number is what counts. */
export function ScoreBadge({ total }: { total: number }) {
  const shown = Math.round(total);
  const tint = shown >= 70 ? "text-go" : shown >= 40 ? "text-ink-2" : "text-ink-3";
  return (
    <span
      title={`Score ${shown} of 100`}
      className={`tabular inline-block w-7 text-right font-semibold text-row ${tint}`}
    >
      <span className="sr-only">Score </span>
      {shown}
    </span>
  );
}
