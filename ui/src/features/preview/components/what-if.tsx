import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { FormProvider, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Outreach, Project } from "@/api/types";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { answersOf } from "@/components/project/answers";
import { Group, NumberField } from "@/components/project/fields";
import { type LineName, limitLines } from "@/components/project/limit-lines";
import { changedLimits, type LimitsWish, validLimits, withLimits } from "@/components/project/limits-wish";
import { LineFields } from "@/components/project/line-fields";
import { useAnswers, useAnswersForm } from "@/components/project/use-answers-form";
import { WorkingHoursFields } from "@/components/project/working-hours-fields";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCommand } from "@/lib/hotkeys";
import { useSettled } from "@/lib/use-settled";
import { diffQuery, type PlanWish } from "../queries";
import { DiffResult } from "./diff-result";

interface WhatIfProps {
  project: Project;
  plan: PlanWish;
  wish: LimitsWish;
  onWish: (wish: LimitsWish) => void;
}

/** Other limits, tried on the same 14 days; nothing is saved until somebody says so. */
export function WhatIf({ project, plan, wish, onWish }: WhatIfProps) {
  const client = useQueryClient();
  const saved = project.outreach;
  const start = { ...answersOf(project), outreach: withLimits(saved, wish) };
  const form = useAnswersForm(start);
  const tried = Object.keys(wish).length > 0;
  const diff = useQuery(diffQuery(plan, tried ? withLimits(saved, wish) : null));
  const save = useMutation({
    mutationFn: () => {
      const { id: _id, ...answers } = project;
      return api.put<Project>("/api/project", { ...answers, outreach: withLimits(saved, wish) });
    },
    onSuccess: (fresh) => {
      client.setQueryData(keys.project, fresh);
      toast("Saved. The plan follows the new limits.");
      onWish({});
    },
    meta: { invalidates: ["preview", "limits", "status", "dashboard", "deliveries", "channels"] },
  });
  const forget = () => {
    form.reset({ ...answersOf(project) });
    onWish({});
  };
  useCommand("form.save", () => save.mutate(), tried && !save.isPending);
  return (
    <div className="grid min-h-0 grow grid-cols-1 overflow-y-auto inspect:grid-cols-[minmax(320px,380px)_minmax(0,1fr)] inspect:overflow-hidden">
      <FormProvider {...form}>
        <section
          aria-label="Limits to try"
          className="flex flex-col gap-4 border-line p-6 inspect:overflow-y-auto inspect:border-r"
        >
          <TriedFields saved={saved} wish={wish} onWish={onWish} />
        </section>
      </FormProvider>
      <section aria-label="What changes" aria-live="polite" className="flex flex-col gap-4 p-6 inspect:overflow-y-auto">
        {!tried ? (
          <p className="text-ink-2 text-read">
            Change a number and see what the next 14 days become. Nothing is saved until you say so.
          </p>
        ) : diff.isError ? (
          <ProblemNotice error={diff.error} onRetry={() => void diff.refetch()} />
        ) : diff.data ? (
          <DiffResult diff={diff.data} zone={saved.working_hours.time_zone}>
            <div className="flex flex-wrap gap-2">
              <Button
                variant="primary"
                command="form.save"
                showKeys
                busy={save.isPending}
                onClick={() => save.mutate()}
              >
                Save these limits
              </Button>
              <Button onClick={forget}>Forget</Button>
            </div>
          </DiffResult>
        ) : (
          <SkeletonRows rows={6} label="Planning the days again" />
        )}
      </section>
    </div>
  );
}

/** The fields; what is right and different becomes the wish once the typing rests. */
function TriedFields({ saved, wish, onWish }: { saved: Outreach } & Pick<WhatIfProps, "wish" | "onWish">) {
  const { control } = useAnswers();
  const [line, setLine] = useState<LineName>("telegram");
  const edited = useSettled(useWatch({ control, name: "outreach" }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed makes a new wish
  useEffect(() => {
    const valid = validLimits(edited);
    if (!valid) return;
    const next = changedLimits(saved, valid);
    if (JSON.stringify(next) !== JSON.stringify(wish)) onWish(next);
  }, [edited]);
  return (
    <>
      <Group title="All channels">
        <NumberField name="outreach.actions_per_day" label="Actions a day" min={1} max={1000} />
      </Group>
      <Group title="Working hours">
        <WorkingHoursFields />
      </Group>
      <Group
        title="One channel"
        aside={
          <Select
            aria-label="Channel and action"
            className="w-44"
            value={line}
            onValueChange={setLine}
            options={limitLines.map(({ name, title }) => ({ value: name, label: title }))}
          />
        }
      >
        <LineFields key={line} line={line} />
      </Group>
    </>
  );
}
