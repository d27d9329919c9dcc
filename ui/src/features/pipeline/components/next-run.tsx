/** What the next run takes, and when it comes by itself. */
import { Link } from "@tanstack/react-router";
import type { Schedule, Source } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Card } from "@/components/layout/card";
import { Checkbox } from "@/components/ui/checkbox";
import { MeaningIcon } from "@/components/ui/pill";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { sayKind } from "@/lib/source-kinds";
import { useSchedule } from "../queries";

const paces = [15, 30, 60, 120, 240, 720, 1440] as const;

function sayPace(minutes: number): string {
  if (minutes < 60) return `Every ${minutes} minutes`;
  if (minutes === 60) return "Every hour";
  if (minutes === 1440) return "Every day";
  return minutes % 60 === 0 ? `Every ${minutes / 60} hours` : `Every ${minutes} minutes`;
}

interface NextRunProps {
  schedule: Schedule;
  /** Sources a run can take something from; undefined while they load. */
  sources: readonly Source[] | undefined;
  left: ReadonlySet<string>;
  onFlip: (id: string) => void;
}

export function NextRun({ schedule, sources, left, onFlip }: NextRunProps) {
  return (
    <Card title="Next run">
      <div className="grid items-start gap-x-8 gap-y-5 inspect:grid-cols-[minmax(0,1fr)_260px]">
        <SourceChoice sources={sources} left={left} onFlip={onFlip} />
        <Repeats schedule={schedule} />
      </div>
    </Card>
  );
}

function SourceChoice({ sources, left, onFlip }: Omit<NextRunProps, "schedule">) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-ink text-row">Collects from</legend>
      {!sources ? (
        <Skeleton className="w-48" />
      ) : sources.length === 0 ? (
        <p className="text-ink-2 text-row">
          No source is on that brings leads by itself. A run works on the leads that are there.{" "}
          <Link to="/sources" className="text-accent-ink hover:underline">
            Add a source
          </Link>
        </p>
      ) : (
        <ul className="flex flex-col gap-1">
          {sources.map((source) => (
            <li key={source.id} className="flex min-h-7 items-center gap-2.5">
              <Checkbox
                id={`take-${source.id}`}
                checked={!left.has(source.id)}
                onCheckedChange={() => onFlip(source.id)}
              />
              <label htmlFor={`take-${source.id}`} className="min-w-0 truncate text-ink text-row">
                {source.name}
                <span className="text-ink-3 text-meta"> {sayKind(source.settings.kind)}</span>
              </label>
              {source.trouble && (
                <Link
                  to="/sources"
                  search={{ id: source.id }}
                  title={source.trouble.sentence}
                  className="flex shrink-0 items-center gap-1 text-meta text-stop hover:underline"
                >
                  <MeaningIcon meaning="stop" className="size-3" />
                  Trouble
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

function Repeats({ schedule }: { schedule: Schedule }) {
  const save = useSchedule();
  const every = schedule.every_minutes;
  const known = every === null || paces.some((pace) => pace === every) ? paces : [...paces, every];
  return (
    <div>
      <label htmlFor="repeats" className="mb-2 block font-medium text-ink text-row">
        Runs by itself
      </label>
      <Select
        id="repeats"
        disabled={save.isPending}
        value={every === null ? "off" : String(every)}
        onValueChange={(next) => save.mutate(next === "off" ? null : Number(next))}
        options={[
          { value: "off", label: "Off" },
          ...[...known].sort((a, b) => a - b).map((pace) => ({ value: String(pace), label: sayPace(pace) })),
        ]}
      />
      <p className="mt-1.5 text-ink-3 text-meta">
        {every === null ? (
          "Only when you press Run, and after an import."
        ) : schedule.next_at ? (
          <>
            Next at <RelativeTime at={schedule.next_at} style="when" />, as long as the app runs.
          </>
        ) : (
          "The next one starts when this one is over."
        )}
      </p>
    </div>
  );
}
