import type { Source } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { MeaningIcon } from "@/components/ui/pill";
import { Switch } from "@/components/ui/switch";
import { cn } from "@/lib/cn";
import { sayKind } from "@/lib/source-kinds";
import { plural } from "@/lib/words";
import { useSwitchSource } from "../queries";
import { saySettings } from "../source-words";
import { KindIcon } from "./kind-icon";

/** Two lines: what it is, and how its last pass went. */
export function SourceRow({ source }: { source: Source }) {
  const flip = useSwitchSource();
  const { kind } = source.settings;
  return (
    <div className="flex h-full items-center gap-3 px-6">
      <KindIcon kind={kind} />
      <div className={cn("min-w-0 grow", !source.enabled && "opacity-70")}>
        <p className="flex min-w-0 items-baseline gap-2 text-row">
          <span className="truncate font-medium text-ink">{source.name}</span>
          <span className="shrink-0 text-ink-3 text-meta">{sayKind(kind)}</span>
        </p>
        {source.trouble ? (
          <p className="flex items-center gap-1.5 text-meta text-stop">
            <MeaningIcon meaning="stop" className="size-3" />
            <span className="truncate">{source.trouble.sentence}</span>
          </p>
        ) : (
          <p className="truncate text-ink-2 text-meta">
            {source.last_sentence ?? saySettings(source)}
            {source.last_at && (
              <span className="text-ink-3">
                {" "}
                <RelativeTime at={source.last_at} />
              </span>
            )}
          </p>
        )}
      </div>
      <span className="tabular hidden shrink-0 text-ink-2 text-row rail:inline">{plural(source.leads, "lead")}</span>
      <Switch
        checked={source.enabled}
        disabled={flip.isPending}
        aria-label={`${source.name} takes part in runs`}
        onCheckedChange={(on) => flip.mutate({ source, on })}
      />
    </div>
  );
}
