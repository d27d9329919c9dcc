/** What to try on past leads. Nothing of it is kept in the project until it is applied. */
import { useState } from "react";
import { ApiProblem, describeProblem } from "@/api/problem";
import type { Icp, Judging, NewBacktest, Project } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { GuidanceField, ThresholdField, WeightFields } from "@/components/judging/judging-editor";
import { Card } from "@/components/layout/card";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { TagInput } from "@/components/ui/tag-input";
import { useCommand } from "@/lib/hotkeys";
import { sayJudgingChange } from "@/lib/weights";
import { plural } from "@/lib/words";

type Way = "score" | "rules" | "model";

interface StartFormProps {
  project: Project;
  judging: Judging;
  busy: boolean;
  error: unknown;
  onStart: (wish: NewBacktest) => void;
  onCancel: (() => void) | null;
}

export function StartForm({ project, judging: start, busy, error, onStart, onCancel }: StartFormProps) {
  const [judging, setJudging] = useState(start);
  const [icp, setIcp] = useState<Icp | null>(null);
  const [way, setWay] = useState<Way>("score");
  const [name, setName] = useState("");
  // Other customers mean other verdicts, so the two always go together.
  const chooseWay = (next: Way) => {
    setWay(next);
    if (next === "score") setIcp(null);
  };
  const chooseIcp = (next: Icp | null) => {
    setIcp(next);
    if (next && way === "score") setWay("rules");
  };
  const [leads, setLeads] = useState(500);
  const countError =
    Number.isInteger(leads) && leads >= 1 && leads <= 100_000 ? undefined : "A whole number from 1 to 100,000";
  const submit = () => {
    if (countError || busy) return;
    onStart({
      name: name.trim() || usualName(project, judging, icp),
      judging,
      icp,
      judge_again: way !== "score",
      use_llm: way === "model",
      leads,
    });
  };
  useCommand("form.save", submit, !busy);
  const server = error instanceof ApiProblem ? error.errors : {};
  const untold = error && Object.keys(server).length === 0 ? describeProblem(error) : null;
  return (
    <Card title="Try other judging on past leads">
      <form
        aria-label="New backtest"
        noValidate
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {untold && (
          <Callout meaning="stop" title={untold.title}>
            {untold.detail}
          </Callout>
        )}
        <div className="grid items-start gap-x-8 gap-y-6 inspect:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            <h3 className="font-medium text-ink text-row">How much each part counts</h3>
            <WeightFields value={judging} onChange={setJudging} error={server["judging.weights"]} />
            <ThresholdField value={judging} onChange={setJudging} />
          </div>
          <div className="flex min-w-0 flex-col gap-5">
            <WayField way={way} onWay={chooseWay} model={project.llm.provider !== "none"} />
            <GuidanceField value={judging} onChange={setJudging} error={server["judging.guidance"]} />
            <IcpWords icp={icp} start={project.icp} onChange={chooseIcp} />
            {way !== "model" && judging.guidance !== project.judging.guidance && (
              <Callout meaning="wait">
                Only the model reads your words.{" "}
                {project.llm.provider === "none"
                  ? "None is chosen, so they change nothing here."
                  : "Judge again with the model to see what they change."}
              </Callout>
            )}
          </div>
        </div>
        <div className="flex flex-wrap items-start gap-4 border-line border-t pt-4">
          <Field label="Name" optional className="min-w-0 grow basis-52">
            {(ids) => (
              <Input
                {...ids}
                value={name}
                placeholder={usualName(project, judging, icp)}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label="How many" error={countError} className="w-44">
            {(ids) => (
              <div className="flex items-center gap-2">
                <Input
                  {...ids}
                  type="number"
                  min={1}
                  className="tabular w-24"
                  value={Number.isNaN(leads) ? "" : leads}
                  onChange={(event) => setLeads(event.target.valueAsNumber)}
                />
                <span className="whitespace-nowrap text-ink-2 text-row">newest leads</span>
              </div>
            )}
          </Field>
          <div className="mt-[26px] ml-auto flex gap-2">
            {onCancel && (
              <Button variant="ghost" onClick={onCancel}>
                Cancel
              </Button>
            )}
            <Button variant="primary" type="submit" command="form.save" showKeys busy={busy}>
              {Number.isInteger(leads) && leads > 0 ? `Try on ${plural(leads, "lead")}` : "Try"}
            </Button>
          </div>
        </div>
        <p className="-mt-3 text-ink-3 text-meta">
          Leads, drafts and settings stay as they are. You see the differences first and decide then.
        </p>
      </form>
    </Card>
  );
}

/** A name from what is different: "Threshold is 55 instead of 40". */
function usualName(project: Project, judging: Judging, icp: Icp | null): string {
  const [first] = sayJudgingChange(project.judging, judging);
  if (first) return first.replace(/\.$/u, "");
  return icp ? "Other customers" : "Same judging again";
}

interface WayFieldProps {
  way: Way;
  onWay: (way: Way) => void;
  model: boolean;
}

function WayField({ way, onWay, model }: WayFieldProps) {
  return (
    <Choice
      label="How they are tried"
      value={way}
      onValueChange={onWay}
      options={[
        { value: "score", title: "Only score again", note: "Instant. Verdicts stay, the score and who passes change." },
        { value: "rules", title: "Judge again with the rules", note: "On this machine, thousands a second." },
        ...(model
          ? [
              {
                value: "model" as const,
                title: "Judge again with the model",
                note: "One question a lead, unless the same one was answered before. Counts against the daily budget.",
              },
            ]
          : []),
      ]}
    />
  );
}

interface IcpWordsProps {
  icp: Icp | null;
  start: Icp;
  onChange: (icp: Icp | null) => void;
}

function IcpWords({ icp, start, onChange }: IcpWordsProps) {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center justify-between gap-4">
        <label htmlFor="other-icp" className="font-medium text-ink text-row">
          Try other customers as well
        </label>
        <Switch id="other-icp" checked={icp !== null} onCheckedChange={(on) => onChange(on ? start : null)} />
      </div>
      {icp && (
        <>
          <Field label="Roles and industries">
            {(ids) => (
              <TagInput {...ids} value={icp.keywords} onValueChange={(keywords) => onChange({ ...icp, keywords })} />
            )}
          </Field>
          <Field label="What they would write">
            {(ids) => (
              <TagInput {...ids} value={icp.queries} onValueChange={(queries) => onChange({ ...icp, queries })} />
            )}
          </Field>
        </>
      )}
    </div>
  );
}
