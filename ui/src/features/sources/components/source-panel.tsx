import { Link } from "@tanstack/react-router";
import { Pencil, Play, RotateCcw, Trash2, UserSearch } from "lucide-react";
import type { Source } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Callout } from "@/components/feedback/callout";
import { Section } from "@/components/layout/page";
import { Button, buttonLook } from "@/components/ui/button";
import { collects, sayKind } from "@/lib/source-kinds";
import { plural } from "@/lib/words";
import { useCollect, useRestartSource } from "../queries";
import { saySettings } from "../source-words";

interface SourcePanelProps {
  source: Source;
  onEdit: () => void;
  onDelete: () => void;
}

/** The selected source: how it is, what it looks for, what can be done. */
export function SourcePanel({ source, onEdit, onDelete }: SourcePanelProps) {
  const collect = useCollect();
  return (
    <>
      <div className="border-line border-b px-4 py-4">
        <h2 className="truncate font-semibold text-ink text-section">{source.name}</h2>
        <p className="text-ink-2 text-row">{sayKind(source.settings.kind)}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          {collects(source) && (
            <Button
              size="small"
              variant="primary"
              icon={<Play aria-hidden />}
              command="sources.collect"
              busy={collect.isPending}
              onClick={() => collect.mutate(source)}
            >
              Collect now
            </Button>
          )}
          {source.settings.kind === "apollo" && (
            <Link
              to="/sources/$id/people"
              params={{ id: source.id }}
              className={buttonLook({ variant: "primary", size: "small" })}
            >
              <UserSearch aria-hidden />
              Find people
            </Link>
          )}
          <Button size="small" icon={<Pencil aria-hidden />} command="sources.edit" onClick={onEdit}>
            Change
          </Button>
          <Button size="icon_small" variant="ghost" hint="Delete this source" onClick={onDelete}>
            <Trash2 aria-hidden />
          </Button>
        </div>
      </div>
      {source.trouble && <Trouble source={source} trouble={source.trouble} onEdit={onEdit} />}
      <Section title="Looks for">
        <p className="break-words text-ink text-row">{saySettings(source)}</p>
        {source.settings.kind === "x_search" && (
          <p className="mt-1 text-ink-3 text-meta">
            At most {plural(source.settings.most_posts, "post")} a pass
            {source.settings.languages.length > 0 && `, in ${source.settings.languages.join(", ")}`}
          </p>
        )}
      </Section>
      <Section title="Last pass" aside={source.last_at && <RelativeTime at={source.last_at} />}>
        <p className="text-ink text-row">{source.last_sentence ?? "It has not run yet."}</p>
        {source.resumable && <GoesOn source={source} />}
      </Section>
      <Section title="Leads">
        {source.leads > 0 ? (
          <Link to="/leads" search={{ source: source.id }} className="text-accent-ink text-row hover:underline">
            Show {plural(source.leads, "lead")} of this source
          </Link>
        ) : (
          <p className="text-ink-3 text-row">None yet.</p>
        )}
      </Section>
    </>
  );
}

/** What stands in the way, and the fix as a button. */
function Trouble({
  source,
  trouble,
  onEdit,
}: {
  source: Source;
  trouble: NonNullable<Source["trouble"]>;
  onEdit: () => void;
}) {
  const collect = useCollect();
  return (
    <div className="border-line border-b p-4">
      <Callout
        meaning="stop"
        title={trouble.sentence}
        action={
          <>
            {source.settings.kind === "x_search" || source.settings.kind === "apollo" ? (
              <Link to="/settings/channels" className={buttonLook({ variant: "secondary", size: "small" })}>
                Look at the connection
              </Link>
            ) : (
              <Button size="small" onClick={onEdit}>
                Change the source
              </Button>
            )}
            {collects(source) && (
              <Button size="small" busy={collect.isPending} onClick={() => collect.mutate(source)}>
                Try again now
              </Button>
            )}
          </>
        }
      >
        {trouble.fix}
        <span className="block text-ink-3 text-meta">
          Since <RelativeTime at={trouble.since} style="when" />
          {trouble.again_at && (
            <>
              , tried again at <RelativeTime at={trouble.again_at} style="when" />
            </>
          )}
        </span>
      </Callout>
    </div>
  );
}

function GoesOn({ source }: { source: Source }) {
  const restart = useRestartSource();
  return (
    <div className="mt-2 flex items-center gap-2">
      <p className="min-w-0 grow text-ink-3 text-meta">The next pass goes on where this one ended.</p>
      <Button
        size="small"
        variant="ghost"
        icon={<RotateCcw aria-hidden />}
        busy={restart.isPending}
        onClick={() => restart.mutate(source)}
      >
        Start over
      </Button>
    </div>
  );
}
