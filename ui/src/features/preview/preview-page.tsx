import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { CalendarDays, List, Scale } from "lucide-react";
import { useState } from "react";
import { projectQuery, sequencesQuery } from "@/api/shared-queries";
import type { Channel, Preview } from "@/api/types";
import { EmptyState } from "@/components/feedback/empty-state";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page } from "@/components/layout/page";
import { type FilterChip, PageHeader } from "@/components/layout/page-header";
import { Button, buttonLook } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { useCommand } from "@/lib/hotkeys";
import { useListCursor } from "@/lib/use-list-cursor";
import { useNow } from "@/lib/use-now";
import { channelName } from "@/lib/words";
import { dateIn, shortDay } from "@/lib/zoned";
import { PlanCalendar } from "./components/plan-calendar";
import { PlanList } from "./components/plan-list";
import { PlanSummary } from "./components/plan-summary";
import { WhatIf } from "./components/what-if";
import { figuresOf, moved, rowsOf } from "./days";
import { type PlanWish, previewQuery } from "./queries";

const route = getRouteApi("/shell/preview");
const channels: Channel[] = ["x", "telegram", "email", "linkedin"];
type View = "calendar" | "list" | "what_if";

/** "What will happen?" The next 14 days by the same rules that send. */
export function PreviewPage() {
  const { sequence, channel, view = "calendar", day, assume } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (next: View) => void navigate({ search: (now) => ({ ...now, view: next }), replace: true });
  const flip = () => void navigate({ search: (now) => ({ ...now, assume: assume ? undefined : true }), replace: true });
  const wish: PlanWish = { sequence, assume };
  const plan = useQuery(previewQuery(wish));
  useCommand("preview.view", () => show(view === "list" ? "calendar" : "list"));
  useCommand("preview.what_if", () => show("what_if"));
  useCommand("preview.assume", flip);

  const chips: FilterChip[] =
    day && view === "list"
      ? [
          {
            label: shortDay(day),
            onClear: () => void navigate({ search: (now) => ({ ...now, day: undefined }), replace: true }),
          },
        ]
      : [];
  const header = (
    <PageHeader
      title="Preview"
      chips={chips}
      filters={<Filters onAssume={flip} />}
      actions={
        <Segmented
          label="View"
          value={view}
          onValueChange={show}
          options={[
            {
              value: "calendar",
              label: (
                <>
                  <CalendarDays aria-hidden />
                  Calendar
                </>
              ),
            },
            {
              value: "list",
              label: (
                <>
                  <List aria-hidden />
                  List
                </>
              ),
            },
            {
              value: "what_if",
              label: (
                <>
                  <Scale aria-hidden />
                  What if
                </>
              ),
            },
          ]}
        />
      }
    />
  );
  return (
    <Page header={header}>
      <div className="flex min-h-0 min-w-0 grow flex-col">
        {plan.isPending ? (
          <SkeletonRows label="Loading the next 14 days" />
        ) : plan.isError ? (
          <ProblemNotice error={plan.error} onRetry={() => void plan.refetch()} />
        ) : view === "what_if" ? (
          <Tried wish={wish} />
        ) : plan.data.items.length === 0 ? (
          <NothingPlanned filtered={Boolean(sequence || channel)} onClear={() => void navigate({ search: {} })} />
        ) : (
          <Planned plan={plan.data} view={view} channel={channel} day={day} />
        )}
      </div>
    </Page>
  );
}

/** Which part of the plan, and whether a yes is taken for granted. */
function Filters({ onAssume }: { onAssume: () => void }) {
  const { sequence, channel, assume } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <SequenceFilter
        value={sequence}
        onChange={(next) => void navigate({ search: (now) => ({ ...now, sequence: next }), replace: true })}
      />
      <Select
        aria-label="Channel"
        className="w-36"
        value={channel ?? "all"}
        onValueChange={(next) =>
          void navigate({ search: (now) => ({ ...now, channel: next === "all" ? undefined : next }), replace: true })
        }
        options={[
          { value: "all", label: "Every channel" },
          ...channels.map((one) => ({ value: one, label: channelName(one) })),
        ]}
      />
      <span className="flex items-center gap-2">
        <Switch id="assume" checked={assume ?? false} onCheckedChange={onAssume} />
        <label htmlFor="assume" className="text-ink-2 text-row">
          Assume I approve at once
        </label>
      </span>
    </>
  );
}

function SequenceFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (next: string | undefined) => void;
}) {
  const sequences = useQuery(sequencesQuery);
  const known = (sequences.data ?? []).filter((row) => row.state !== "archived" || row.id === value);
  return (
    <Select
      aria-label="Sequence"
      className="w-44"
      value={value ?? "all"}
      onValueChange={(next) => onChange(next === "all" ? undefined : next)}
      options={[{ value: "all", label: "Every sequence" }, ...known.map((row) => ({ value: row.id, label: row.name }))]}
    />
  );
}

interface PlannedProps {
  plan: Preview;
  view: "calendar" | "list";
  channel: Channel | undefined;
  day: string | undefined;
}

/** The days as a calendar with the chosen day's list under it, or all of them as one list. */
function Planned({ plan, view, channel, day }: PlannedProps) {
  const navigate = route.useNavigate();
  const goTo = useNavigate();
  const now = useNow();
  const [cursor, setCursor] = useState<string | null>(null);
  const zone = plan.time_zone;
  const today = dateIn(zone, now);
  const days = figuresOf(plan.days, plan.items, zone, channel);
  const firstBusy = days.find((one) => one.acts + one.approvals + one.ends > 0)?.date;
  const chosen = days.find((one) => one.date === day)?.date ?? firstBusy ?? days[0]?.date ?? today;
  const onDay = (next: string) => void navigate({ search: (all) => ({ ...all, day: next }), replace: true });
  const open = (next: string) => void navigate({ search: (all) => ({ ...all, day: next, view: "list" }) });

  const calendar = view === "calendar";
  const rows = rowsOf(plan.items, zone, { channel, day: calendar ? chosen : day });
  const ids = rows.flatMap((row) => (row.kind === "item" ? [row.id] : []));
  useListCursor({
    ids,
    cursor,
    onCursor: setCursor,
    onOpen: (id) => {
      const row = rows.find((one) => one.id === id);
      if (row?.kind === "item") void goTo({ to: "/leads/$id", params: { id: row.item.lead_id } });
    },
  });
  useCommand("preview.day_before", () => onDay(moved(days, chosen, -1)), calendar);
  useCommand("preview.day_after", () => onDay(moved(days, chosen, 1)), calendar);
  useCommand(
    "list.back",
    () => (calendar ? setCursor(null) : void navigate({ search: (all) => ({ ...all, view: "calendar" }) })),
    !calendar || cursor !== null,
  );
  return (
    <div className="flex min-h-0 grow flex-col overflow-y-auto">
      <div className="flex shrink-0 flex-col gap-4 border-line border-b px-6 py-4">
        <PlanSummary plan={plan} />
        {calendar && <PlanCalendar days={days} today={today} day={chosen} onDay={onDay} onOpen={open} />}
      </div>
      <div className="relative min-h-56 grow">
        <div className="absolute inset-0">
          {rows.length > 0 ? (
            <PlanList rows={rows} zone={zone} today={today} cursor={cursor} onCursor={setCursor} />
          ) : (
            <QuietDay
              closed={days.find((one) => one.date === chosen)?.closed ?? null}
              oneDay={calendar || day !== undefined}
              onAll={() => void navigate({ search: (all) => ({ ...all, day: undefined, channel: undefined }) })}
            />
          )}
        </div>
      </div>
    </div>
  );
}

function QuietDay({ closed, oneDay, onAll }: { closed: string | null; oneDay: boolean; onAll: () => void }) {
  if (oneDay) {
    return (
      <p className="px-6 py-4 text-ink-2 text-row">
        {closed ? `Nothing goes out on this day: ${closed}.` : "Nothing is planned for this day."}
      </p>
    );
  }
  return (
    <EmptyState
      kind="nothing"
      title="Nothing on this channel"
      action={<Button onClick={onAll}>Clear the filter</Button>}
    />
  );
}

function Tried({ wish }: { wish: PlanWish }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const project = useQuery(projectQuery);
  if (project.isError) return <ProblemNotice error={project.error} onRetry={() => void project.refetch()} />;
  if (!project.data) return <SkeletonRows rows={6} />;
  return (
    <WhatIf
      project={project.data}
      plan={wish}
      wish={search.try ?? {}}
      onWish={(next) =>
        void navigate({
          search: (now) => ({ ...now, try: Object.keys(next).length > 0 ? next : undefined }),
          replace: true,
        })
      }
    />
  );
}

function NothingPlanned({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState
        kind="nothing"
        title="Nothing is planned here"
        action={<Button onClick={onClear}>Clear the filter</Button>}
      >
        This filter leaves no action, no approval and no end in the next 14 days.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      kind="first"
      title="Nothing is planned"
      action={
        <a href="/sequences" className={buttonLook({ variant: "secondary" })}>
          Go to Sequences
        </a>
      }
    >
      Put leads into a sequence, and each of its steps appears here on the day it will happen.
    </EmptyState>
  );
}
