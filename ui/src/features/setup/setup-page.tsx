/** The wizard: five steps, one column, resumes where it was left. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { FormProvider } from "react-hook-form";
import { describeProblem } from "@/api/problem";
import { setupQuery } from "@/api/shared-queries";
import type { SetupStatus } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { ProblemNotice } from "@/components/feedback/problem-notice";
import { type Answers, answersOf } from "@/components/project/answers";
import { SecretsProvider } from "@/components/project/secrets";
import { useAnswersForm } from "@/components/project/use-answers-form";
import { localZone } from "@/components/project/zone-select";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/lib/hotkeys";
import { useGoTo } from "@/lib/use-go-to";
import { StepFields } from "./components/step-fields";
import { WizardFooter } from "./components/wizard-footer";
import { WizardHeader } from "./components/wizard-header";
import { demoAnswers } from "./demo-answers";
import { stepAt } from "./steps";
import { useFinish } from "./use-finish";
import { useKeepAnswers } from "./use-keep-answers";
import { useWizard } from "./wizard-store";

export function SetupPage() {
  const setup = useQuery(setupQuery);
  // What the server had when the wizard was opened; later answers come from this very form.
  const [opened, setOpened] = useState<SetupStatus | null>(null);
  if (!opened && setup.data) setOpened(setup.data);
  if (opened) {
    return (
      <SecretsProvider>
        <Wizard opened={opened} />
      </SecretsProvider>
    );
  }
  if (setup.isError) return <ProblemNotice error={setup.error} onRetry={() => void setup.refetch()} />;
  return null;
}

/** Fresh answers know the zone of the server at most; the window knows the person's. */
function startingAnswers({ needed, answers }: SetupStatus): Answers {
  const start = answersOf(answers);
  if (!needed || start.outreach.working_hours.time_zone !== "UTC") return start;
  const hours = { ...start.outreach.working_hours, time_zone: localZone() };
  return { ...start, outreach: { ...start.outreach, working_hours: hours } };
}

function Wizard({ opened }: { opened: SetupStatus }) {
  const form = useAnswersForm(startingAnswers(opened));
  const { step, goTo, start } = useWizard();
  const leave = useGoTo();
  const kept = useKeepAnswers(form, opened.needed);
  const { finish, demo } = useFinish(form);
  const formElement = useRef<HTMLFormElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const at = Math.min(5, Math.max(1, opened.step));
    start(opened.needed ? at : 1, opened.needed ? at : 5);
  }, [opened, start]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step starts at its top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [step]);
  useCommand("form.save", () => formElement.current?.requestSubmit());

  const busy = finish.isPending || demo.isPending;
  const goOn = async () => {
    if (busy) return;
    if (step < 5) {
      if (await form.trigger([...stepAt(step).fields], { shouldFocus: true })) goTo(step + 1);
      return;
    }
    await form.handleSubmit(
      (answers) => {
        kept.stop();
        finish.mutate(answers, { onSuccess: () => leave(opened.needed ? "/setup/next" : "/settings") });
      },
      () => goTo(firstWrongStep(Object.keys(form.formState.errors))),
    )();
  };
  const tryDemo = () => {
    kept.stop();
    demo.mutate(demoAnswers(form.getValues()), { onSuccess: () => leave("/pipeline") });
  };
  const at = stepAt(step);
  const failure = finish.error ?? demo.error;
  return (
    <FormProvider {...form}>
      <div ref={scroller} className="relative h-full overflow-y-auto">
        <form
          ref={formElement}
          noValidate
          aria-label="Setup"
          className="flex min-h-full flex-col"
          onSubmit={(event) => {
            event.preventDefault();
            void goOn();
          }}
        >
          <WizardHeader needed={opened.needed} onClose={() => leave("/settings")} />
          <main className="mx-auto flex w-full max-w-[688px] grow flex-col gap-5 px-6 pt-8 pb-12">
            <div className="mb-1">
              <h1 className="font-semibold text-ink text-title tracking-[-0.01em]">{at.title}</h1>
              <p className="mt-1 text-ink-2 text-read">{at.lead}</p>
            </div>
            {failure !== null && failure !== undefined && (
              <Callout meaning="stop" title={describeProblem(failure).title}>
                {describeProblem(failure).detail}
              </Callout>
            )}
            <StepFields step={step} />
            {step === 1 && opened.needed && <TryDemo busy={demo.isPending} onTry={tryDemo} />}
          </main>
          <WizardFooter step={step} busy={busy} needed={opened.needed} onBack={() => goTo(step - 1)} />
        </form>
      </div>
    </FormProvider>
  );
}

function firstWrongStep(roots: string[]): number {
  const order = ["company", "icp", "connect", "voice", "llm", "outreach"];
  const steps = [1, 2, 3, 4, 4, 5];
  return steps[order.findIndex((root) => roots.includes(root))] ?? 5;
}

function TryDemo({ busy, onTry }: { busy: boolean; onTry: () => void }) {
  return (
    <Callout
      meaning="quiet"
      title="Only looking around?"
      action={
        <Button size="small" busy={busy} onClick={onTry}>
          {busy ? "Making demo leads" : "Try it with demo leads"}
        </Button>
      }
      className="mt-2"
    >
      Makes 200 made-up people and runs everything in dry run. No account, nothing leaves this machine.
    </Callout>
  );
}
