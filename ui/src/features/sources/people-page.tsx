/** People at Apollo: look without cost, tick some, see the credits, confirm. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Search } from "lucide-react";
import { useState } from "react";
import { hasCode } from "@/api/problem";
import { sourcesQuery } from "@/api/shared-queries";
import type { DirectoryEntry, PeopleFilter, Source } from "@/api/types";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page } from "@/components/layout/page";
import { Button, buttonLook } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { NARROW, useMedia } from "@/lib/use-media";
import { count, plural } from "@/lib/words";
import { FilterFields } from "./components/filter-fields";
import { PeopleTable } from "./components/people-table";
import { RevealBar } from "./components/reveal-bar";
import { isEmptyFilter, sayFilter } from "./filter-words";
import { peopleQuery, useSaveSource } from "./queries";

const route = getRouteApi("/shell/sources/$id/people");

export function PeoplePage() {
  const { id } = route.useParams();
  const sources = useQuery(sourcesQuery);
  const navigate = useNavigate();
  const source = sources.data?.find((one) => one.id === id);
  const back = () => void navigate({ to: "/sources", search: { id } });
  useCommand("list.back", back);
  return (
    <Page
      header={
        <header className="flex min-h-14 shrink-0 items-center gap-3 border-line border-b px-6 py-2.5">
          <Button variant="ghost" size="icon" hint="Back" command="list.back" onClick={back} className="-ml-2">
            <ArrowLeft aria-hidden />
          </Button>
          <h1 className="truncate font-semibold text-ink text-title tracking-[-0.01em]">
            {source?.name ?? "People at Apollo"}
          </h1>
        </header>
      }
    >
      {sources.isError ? (
        <ProblemNotice error={sources.error} onRetry={() => void sources.refetch()} />
      ) : sources.isPending ? (
        <SkeletonRows />
      ) : source?.settings.kind === "apollo" ? (
        <Finder key={source.id} source={source} start={source.settings.filter} />
      ) : (
        <EmptyState
          kind="nothing"
          title="There is no such source"
          action={<Button onClick={back}>To the sources</Button>}
        />
      )}
    </Page>
  );
}

function Finder({ source, start }: { source: Source; start: PeopleFilter }) {
  const [filter, setFilter] = useState(start);
  const [asked, setAsked] = useState<{ filter: PeopleFilter; page: number } | null>(
    isEmptyFilter(start) ? null : { filter: start, page: 1 },
  );
  const [picked, setPicked] = useState<ReadonlyMap<string, DirectoryEntry>>(new Map());
  const narrow = useMedia(NARROW);
  const [editing, setEditing] = useState(asked === null);
  const save = useSaveSource();
  const found = useQuery({ ...peopleQuery(asked?.filter ?? start, asked?.page ?? 1), enabled: asked !== null });
  const changed = JSON.stringify(filter) !== JSON.stringify(start);
  const search = () => {
    setAsked({ filter, page: 1 });
    setPicked(new Map());
    setEditing(false);
    // What is looked for is what the source is: the next visit starts here.
    if (changed) {
      save.mutate({ id: source.id, name: source.name, enabled: source.enabled, settings: { kind: "apollo", filter } });
    }
  };
  return (
    <div className="flex min-h-0 min-w-0 grow flex-col inspect:flex-row">
      {narrow && !editing ? (
        <div className="flex shrink-0 items-center gap-3 border-line border-b px-6 py-2">
          <p className="min-w-0 grow truncate text-ink-2 text-row">{sayFilter(filter)}</p>
          <Button size="small" onClick={() => setEditing(true)}>
            Look for others
          </Button>
        </div>
      ) : (
        <form
          aria-label="Whom to look for"
          className="flex max-h-[60%] shrink-0 flex-col gap-4 overflow-y-auto border-line border-b p-4 inspect:max-h-none inspect:w-[320px] inspect:border-r inspect:border-b-0"
          onSubmit={(event) => {
            event.preventDefault();
            search();
          }}
        >
          <FilterFields value={filter} onChange={(change) => setFilter((before) => ({ ...before, ...change }))} />
          <div className="sticky bottom-0 -mx-4 mt-auto -mb-4 border-line border-t bg-canvas px-4 py-3">
            <Button
              type="submit"
              variant="primary"
              icon={<Search aria-hidden />}
              busy={found.isFetching}
              disabled={isEmptyFilter(filter)}
              className="w-full"
            >
              Look, costs nothing
            </Button>
          </div>
        </form>
      )}
      <section aria-label="People found" className="flex min-h-0 min-w-0 grow flex-col">
        {asked === null ? (
          <EmptyState kind="first" title="Say whom you look for">
            A job title and a country are a good start. Looking is free; you choose later whose contact details to buy.
          </EmptyState>
        ) : hasCode(found.error, "apollo_not_connected") ? (
          <NotConnected />
        ) : found.isError ? (
          <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
        ) : found.isPending ? (
          <SkeletonRows label="Looking at Apollo" />
        ) : found.data.entries.length === 0 ? (
          <EmptyState kind="nothing" title="Nobody matches">
            {sayFilter(asked.filter)}: take something out, or use wider words.
          </EmptyState>
        ) : (
          <>
            <PeopleTable entries={found.data.entries} picked={picked} onPicked={setPicked} />
            <Pages
              page={asked.page}
              total={found.data.total}
              more={found.data.more}
              onPage={(page) => setAsked({ ...asked, page })}
            />
            <RevealBar
              source={source}
              picked={[...picked.values()]}
              perMatch={found.data.credits_per_match}
              onDone={() => {
                setPicked(new Map());
                void found.refetch();
              }}
              onClear={() => setPicked(new Map())}
            />
          </>
        )}
      </section>
    </div>
  );
}

function NotConnected() {
  return (
    <EmptyState
      kind="first"
      title="Apollo is not connected"
      action={
        <Link to="/settings/channels" className={buttonLook({ variant: "primary" })}>
          Enter the Apollo key
        </Link>
      }
    >
      With your key, looking for people costs nothing; only contact details do.
    </EmptyState>
  );
}

interface PagesProps {
  page: number;
  total: number;
  more: boolean;
  onPage: (page: number) => void;
}

function Pages({ page, total, more, onPage }: PagesProps) {
  return (
    <div className="tabular flex h-10 shrink-0 items-center gap-2 border-line border-t px-6 text-ink-2 text-meta">
      <span className="mr-auto">{plural(total, "person", "people")} found</span>
      {(page > 1 || more) && (
        <>
          <Button size="small" variant="ghost" disabled={page === 1} onClick={() => onPage(page - 1)}>
            Back
          </Button>
          Page {count(page)}
          <Button size="small" variant="ghost" disabled={!more} onClick={() => onPage(page + 1)}>
            More people
          </Button>
        </>
      )}
    </div>
  );
}
