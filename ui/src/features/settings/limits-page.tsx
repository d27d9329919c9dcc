import { useQuery } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import { limitsQuery } from "@/api/shared-queries";
import type { LimitsToday } from "@/api/types";
import { RelativeTime } from "@/components/data/relative-time";
import { Callout } from "@/components/feedback/callout";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { LimitMeter, LimitWait } from "@/components/limits/limit-meter";
import { HolidayList, LeadHoursFields, VacationList } from "@/components/project/day-lists";
import { Group, NumberField } from "@/components/project/fields";
import { limitLines, USUAL_ACTIONS_PER_DAY } from "@/components/project/limit-lines";
import { useAnswers } from "@/components/project/use-answers-form";
import { WorkingHoursFields } from "@/components/project/working-hours-fields";
import { Button } from "@/components/ui/button";
import { runCommand } from "@/lib/hotkeys";
import { asSentence } from "@/lib/sentence";
import { LimitRow } from "./components/limit-row";
import { LimitsOffer } from "./components/limits-offer";
import { ProjectForm } from "./components/project-form";

export function LimitSettingsPage() {
  const limits = useQuery(limitsQuery);
  return (
    <ProjectForm
      title="Limits"
      lead="Limits stack, and the smallest wins. They are counted from what was really sent, and from what you say you did by hand."
      note={<LimitsOffer />}
    >
      {limits.isError ? (
        <ProblemNotice error={limits.error} onRetry={() => void limits.refetch()} />
      ) : (
        limits.data && <OpenNow limits={limits.data} />
      )}
      <AllActions limits={limits.data} />
      <Lines limits={limits.data} />
      <Group title="Working hours">
        <WorkingHoursFields />
      </Group>
      <Group title="The lead's hours">
        <LeadHoursFields />
      </Group>
      <Group title="Holidays" note="Nothing goes out on these days.">
        <HolidayList />
      </Group>
      <Group title="Vacation" note="From the first to the last day nothing goes out; what was planned moves behind it.">
        <VacationList />
      </Group>
    </ProjectForm>
  );
}

function OpenNow({ limits }: { limits: LimitsToday }) {
  return (
    <Callout meaning={limits.open ? "go" : "wait"} title={asSentence(limits.calendar)}>
      {!limits.open && limits.next_open && (
        <p>
          Opens <RelativeTime at={limits.next_open} style="when" />.
        </p>
      )}
    </Callout>
  );
}

function AllActions({ limits }: { limits: LimitsToday | undefined }) {
  const { watch, setValue } = useAnswers();
  const all = limits?.lines.find((line) => line.channel === null);
  const usual = watch("outreach.actions_per_day") === USUAL_ACTIONS_PER_DAY;
  return (
    <Group
      title="All actions"
      note="Everything on every channel together: likes, follows, replies, messages."
      aside={
        <Button icon={<Hand aria-hidden />} onClick={() => runCommand("app.by_hand")}>
          I did this by hand
        </Button>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)_168px] items-start gap-4">
        <div>
          <NumberField name="outreach.actions_per_day" label="At most" unit="a day" min={1} max={1000} />
          {!usual && (
            <p className="tabular mt-1.5 flex gap-3 text-ink-3 text-meta">
              <span>Usually {USUAL_ACTIONS_PER_DAY}.</span>
              <Button
                variant="link"
                size="small"
                onClick={() =>
                  setValue("outreach.actions_per_day", USUAL_ACTIONS_PER_DAY, {
                    shouldDirty: true,
                    shouldValidate: true,
                  })
                }
              >
                Back to the usual
              </Button>
            </p>
          )}
          {all && <LimitWait line={all} className="mt-1.5" />}
        </div>
        {all && <LimitMeter line={all} label="All actions" />}
      </div>
    </Group>
  );
}

/** One line a channel and action, with today's use beside it. */
function Lines({ limits }: { limits: LimitsToday | undefined }) {
  return (
    <section aria-label="By channel and action" className="rounded-panel border border-line bg-surface">
      <h2 className="border-line border-b px-4 py-3 font-semibold text-ink text-row">By channel and action</h2>
      <ul className="flex flex-col">
        {limitLines.map((line) => (
          <LimitRow
            key={line.name}
            line={line}
            today={limits?.lines.find((one) => one.channel === line.channel && one.action === line.action)}
          />
        ))}
      </ul>
    </section>
  );
}
