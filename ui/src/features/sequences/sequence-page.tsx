/** One sequence: its track to build or with its funnel, its leads, its settings. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useBlocker } from "@tanstack/react-router";
import { ArrowLeft, Redo2, Save, Undo2 } from "lucide-react";
import { useState } from "react";
import type { SequenceDetail } from "@/api/types";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { Page } from "@/components/layout/page";
import { EnrollDialog } from "@/components/sequence/enroll-dialog";
import { Button } from "@/components/ui/button";
import { StatePill } from "@/components/ui/pill";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { saySequence } from "@/lib/meaning";
import { count } from "@/lib/words";
import { BuildTab } from "./components/build-tab";
import { FunnelTab } from "./components/funnel-tab";
import { LeadsTab } from "./components/leads-tab";
import { insideOf, LeaveDialog, SaveDialog } from "./components/save-dialog";
import { SequenceDeeds } from "./components/sequence-deeds";
import { SettingsTab } from "./components/settings-tab";
import { sequenceQuery, useSaveSteps } from "./queries";
import { type Builder, useBuilder } from "./use-builder";
import { type Checked, useChecked } from "./use-checked";

const route = getRouteApi("/shell/sequences/$id");

export function SequencePage() {
  const { id } = route.useParams();
  const { data: sequence, error, refetch } = useQuery(sequenceQuery(id));
  if (sequence) return <Sequence key={id} sequence={sequence} />;
  return (
    <Page header={<TitleBar sequence={null} />}>
      {error ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={10} label="Loading the sequence" />
      )}
    </Page>
  );
}

function Sequence({ sequence }: { sequence: SequenceDetail }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const tab = search.tab ?? "track";
  const funnel = search.view === "funnel";
  const builder = useBuilder(sequence.steps);
  const checked = useChecked(sequence, builder.steps, builder.dirty);
  const go = (by: Partial<typeof search>, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...by }), replace });
  const back = () => void navigate({ to: "/sequences", search: { id: sequence.id } });
  const at = search.at ?? null;
  const onAt = (key: string | null) => go({ at: key ?? undefined });
  useCommand("track.funnel", () => go({ view: funnel ? undefined : "funnel" }), tab === "track");
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => builder.dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => builder.dirty,
    withResolver: true,
  });
  return (
    <Page
      header={
        <>
          <TitleBar sequence={sequence} />
          <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b px-6 py-1.5">
            <Segmented
              label="What to see"
              value={tab}
              onValueChange={(next) => go({ tab: next === "track" ? undefined : next, id: undefined })}
              options={[
                { value: "track", label: "Steps" },
                {
                  value: "leads",
                  label: (
                    <>
                      Leads <span className="tabular text-ink-3">{count(insideOf(sequence))}</span>
                    </>
                  ),
                },
                { value: "settings", label: "Settings" },
              ]}
            />
            {tab === "track" && (
              <>
                <Segmented
                  label="Build or funnel"
                  value={funnel ? "funnel" : "build"}
                  onValueChange={(next) => go({ view: next === "funnel" ? "funnel" : undefined })}
                  options={[
                    { value: "build", label: "Build" },
                    { value: "funnel", label: "Funnel" },
                  ]}
                />
                {!funnel && <BuildDeeds sequence={sequence} builder={builder} checked={checked} />}
              </>
            )}
          </div>
        </>
      }
    >
      {tab === "leads" ? (
        <LeadsTab sequence={sequence} filters={search} onFilters={go} onBack={back} />
      ) : tab === "settings" ? (
        <SettingsTab key={sequence.updated_at} sequence={sequence} onBack={back} />
      ) : funnel ? (
        <FunnelTab
          sequence={sequence}
          at={at}
          onAt={onAt}
          onWho={(step) => go({ tab: "leads", step }, false)}
          onBack={back}
        />
      ) : (
        <BuildTab builder={builder} checked={checked} at={at} onAt={onAt} onBack={back} />
      )}
      <LeaveDialog
        open={blocker.status === "blocked"}
        onStay={() => blocker.reset?.()}
        onLeave={() => blocker.proceed?.()}
      />
    </Page>
  );
}

function TitleBar({ sequence }: { sequence: SequenceDetail | null }) {
  const navigate = route.useNavigate();
  const [enrolling, setEnrolling] = useState(false);
  const open = sequence?.state === "active";
  useCommand("track.enroll", () => setEnrolling(true), open);
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-6 py-2.5">
      <Button
        variant="ghost"
        size="icon"
        hint="Back to all sequences"
        onClick={() => void navigate({ to: "/sequences", search: { id: sequence?.id } })}
        className="-ml-2"
      >
        <ArrowLeft aria-hidden />
      </Button>
      <h1 className="min-w-0 truncate font-semibold text-ink text-title tracking-[-0.01em]">
        {sequence?.name ?? "Sequence"}
      </h1>
      {sequence && (
        <>
          <StatePill said={saySequence(sequence.state)} />
          <span className="tabular text-ink-3 text-row">Version {sequence.version}</span>
          <SequenceDeeds sequence={sequence} onEnroll={() => setEnrolling(true)} />
        </>
      )}
      {enrolling && sequence && <EnrollDialog sequence={sequence} leads={null} onClose={() => setEnrolling(false)} />}
    </header>
  );
}

/** Undo, redo and save, with the reason when it cannot be saved. */
function BuildDeeds({ sequence, builder, checked }: { sequence: SequenceDetail; builder: Builder; checked: Checked }) {
  const [asking, setAsking] = useState(false);
  const save = useSaveSteps(sequence.id);
  const able = checked.hindrance === null && !save.isPending;
  const ask = () => {
    save.reset();
    setAsking(true);
  };
  useCommand("track.save", ask, able && !asking);
  return (
    <div className="ml-auto flex items-center gap-2">
      {builder.dirty && checked.hindrance && (
        <span role="status" className="text-ink-2 text-meta">
          {checked.hindrance}
        </span>
      )}
      <Button
        variant="ghost"
        size="icon_small"
        command="track.undo"
        hint="Undo"
        disabled={!builder.canUndo}
        onClick={builder.undo}
      >
        <Undo2 aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="icon_small"
        command="track.redo"
        hint="Redo"
        disabled={!builder.canRedo}
        onClick={builder.redo}
      >
        <Redo2 aria-hidden />
      </Button>
      <Button
        size="small"
        variant={builder.dirty ? "primary" : "secondary"}
        icon={<Save aria-hidden />}
        command="track.save"
        disabled={!able}
        onClick={ask}
      >
        Save as version {sequence.version + 1}
      </Button>
      {asking && (
        <SaveDialog
          sequence={sequence}
          busy={save.isPending ? (save.variables.over ? "over" : "stay") : null}
          error={save.error}
          onClose={() => setAsking(false)}
          onSave={(over) =>
            save.mutate(
              { steps: builder.steps, over },
              {
                onSuccess: ({ sequence: saved }) => {
                  builder.restart(saved.steps);
                  setAsking(false);
                },
              },
            )
          }
        />
      )}
    </div>
  );
}
