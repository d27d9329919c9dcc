/** Everything about the selected step that can be set. */
import { Trash2 } from "lucide-react";
import type { Ref } from "react";
import type { Channel, Step, StepProblem, StepView, Template } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Section } from "@/components/layout/page";
import { acts, hasWords, kindName, stepName } from "@/components/sequence/step-words";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { channelName } from "@/lib/words";
import { defaultMode, kindOrder, ofKind } from "../fresh-step";
import { stepOf, throughWay, type Way, waysOf } from "../track";
import { DelayField } from "./delay-field";

const APP_WRITES = "app";
const END = "end";
const channels: readonly Channel[] = ["telegram", "email", "linkedin", "x"];

interface StepInspectorProps {
  step: Step;
  steps: readonly Step[];
  view: StepView | undefined;
  problems: readonly StepProblem[];
  templates: readonly Template[];
  /** `tag` names what is being typed in, so that one word is one undo. */
  onChange: (by: Partial<Step>, tag?: string) => void;
  onWay: (way: Way, to: string | null) => void;
  onRemove: () => void;
  first: Ref<HTMLDivElement>;
}

export function StepInspector(props: StepInspectorProps) {
  const { step, view, problems, onChange, onRemove, first } = props;
  return (
    <div ref={first}>
      <div className="flex items-center gap-2 border-line border-b px-4 py-3">
        <h2 className="min-w-0 grow truncate font-semibold text-ink text-section">{stepName(step)}</h2>
        <Button size="small" icon={<Trash2 aria-hidden />} command="track.remove" onClick={onRemove}>
          Remove
        </Button>
      </div>
      {problems.length > 0 && (
        <div className="flex flex-col gap-2 border-line border-b p-4">
          {problems.map((problem) => (
            <Callout key={problem.code} meaning={problem.severity === "error" ? "stop" : "wait"}>
              {problem.sentence}
            </Callout>
          ))}
        </div>
      )}
      <Section title="What">
        <div className="flex flex-col gap-4">
          <Field label="Step">
            {(ids) => (
              <Select
                {...ids}
                value={step.kind}
                onValueChange={(kind) => onChange(ofKind({ kind, channel: step.channel }))}
                options={kindOrder.map((kind) => ({
                  value: kind,
                  label: kindName(kind),
                }))}
              />
            )}
          </Field>
          {step.kind === "message" && (
            <Field label="Channel">
              {(ids) => (
                <Select
                  {...ids}
                  value={step.channel ?? ""}
                  placeholder="Choose one"
                  onValueChange={(channel) =>
                    onChange({
                      channel: channel as Channel,
                      mode: defaultMode({ kind: step.kind, channel: channel as Channel }),
                      template_id: null,
                      same_thread: false,
                    })
                  }
                  options={channels.map((channel) => ({ value: channel as string, label: channelName(channel) }))}
                />
              )}
            </Field>
          )}
          <Timing step={step} onChange={onChange} />
          {step.kind === "check_response" && <Counts step={step} onChange={onChange} />}
          {step.kind === "notify" && (
            <Field label="What it says">
              {(ids) => (
                <Textarea
                  {...ids}
                  value={step.note ?? ""}
                  placeholder="They responded: take over."
                  onChange={(event) => onChange({ note: event.target.value || null }, `${step.key}.note`)}
                />
              )}
            </Field>
          )}
        </div>
      </Section>
      {acts(step) && <How {...props} view={view} />}
      <Onward {...props} />
    </div>
  );
}

function Timing({ step, onChange }: Pick<StepInspectorProps, "step" | "onChange">) {
  const label = step.kind === "wait" ? "Wait for" : "Delay";
  return (
    <Field label={label} help={step.kind === "wait" ? undefined : "Counted from when the step before was done."}>
      {({ id, "aria-describedby": note }) => (
        <DelayField
          key={step.key}
          id={id}
          aria-describedby={note}
          label={label}
          minutes={step.delay_minutes}
          onChange={(delay_minutes) => onChange({ delay_minutes }, `${step.key}.delay`)}
        />
      )}
    </Field>
  );
}

function Counts({ step, onChange }: Pick<StepInspectorProps, "step" | "onChange">) {
  return (
    <Field label="Counts as a response" help="The check looks at everything since they were enrolled.">
      {(ids) => (
        <Select
          {...ids}
          value={step.response ?? "reply"}
          onValueChange={(response) => onChange({ response })}
          options={[
            { value: "reply", label: "A reply on any channel" },
            { value: "engagement", label: "A reply, a like or a follow" },
          ]}
        />
      )}
    </Field>
  );
}

/** Who does it, with which words, and whether a yes is needed. */
function How({ step, view, templates, onChange }: StepInspectorProps) {
  const where: Channel | null = step.kind === "message" ? step.channel : "x";
  const fitting = templates.filter((template) => template.channel === where && template.enabled);
  const byHandOnly = view?.may_be_automatic === false;
  return (
    <Section title="How">
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1.5">
          <span className="font-medium text-ink text-row">Done by</span>
          <Segmented
            label="Done by"
            className="self-start"
            value={step.mode === "automatic" ? "automatic" : "assisted"}
            onValueChange={(mode) => onChange({ mode })}
            options={[
              { value: "assisted", label: "You, with one press" },
              ...(byHandOnly && step.mode !== "automatic" ? [] : [{ value: "automatic" as const, label: "The app" }]),
            ]}
          />
          {view?.rule && <p className="text-ink-3 text-meta">{view.rule}</p>}
        </div>
        <SwitchRow
          label="Needs your yes"
          help={step.approval ? "It waits in the queue until you approve it." : "It goes out when it is due."}
          checked={step.approval}
          onChange={(approval) => onChange({ approval })}
        />
        {hasWords(step) && (
          <Field label="Words" {...(fitting.length === 0 && { help: "No template of yours is on for this channel." })}>
            {(ids) => (
              <Select
                {...ids}
                value={step.template_id ?? APP_WRITES}
                onValueChange={(id) => onChange({ template_id: id === APP_WRITES ? null : id })}
                options={[
                  { value: APP_WRITES, label: "The app writes" },
                  ...fitting.map((template) => ({ value: template.id, label: template.name })),
                ]}
              />
            )}
          </Field>
        )}
        {step.kind === "message" && step.channel === "email" && (
          <SwitchRow
            label="Same thread"
            help="Goes on as an answer to the email before it."
            checked={step.same_thread}
            onChange={(same_thread) => onChange({ same_thread })}
          />
        )}
      </div>
    </Section>
  );
}

interface SwitchRowProps {
  label: string;
  help: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function SwitchRow({ label, help, checked, onChange }: SwitchRowProps) {
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 grow">
        <p className="font-medium text-ink text-row">{label}</p>
        <p className="text-ink-3 text-meta">{help}</p>
      </div>
      <Switch checked={checked} onCheckedChange={onChange} aria-label={label} />
    </div>
  );
}

const wayLabels: Record<Way, string> = { next: "Then", yes: "When yes", no: "When no" };

/** Where the line goes on; choosing a step of another branch joins the two. */
function Onward({ step, steps, onWay }: StepInspectorProps) {
  const ways = waysOf(step);
  if (ways.length === 0) return null;
  const options = [
    { value: END, label: "The end" },
    ...steps
      .filter((one) => one.key !== step.key)
      .map((one) => ({ value: one.key, label: `${stepName(one)}${beside(steps, one)}` })),
  ];
  return (
    <Section title="What comes after">
      <div className="flex flex-col gap-3">
        {ways.map(({ way, to }) => (
          <Field key={way} label={wayLabels[way]}>
            {(ids) => (
              <Select
                {...ids}
                value={stepOf(steps, to)?.key ?? END}
                onValueChange={(next) => onWay(way, next === END ? null : next)}
                options={options}
              />
            )}
          </Field>
        ))}
      </div>
    </Section>
  );
}

/** Tells steps of the same name apart by what comes after them. */
function beside(steps: readonly Step[], step: Step): string {
  const same = steps.filter((one) => stepName(one) === stepName(step));
  if (same.length < 2) return "";
  const next = stepOf(steps, step[throughWay(step)]);
  return next ? `, before ${stepName(next)}` : ", the last";
}
