/** What belongs to the sequence and not to a version: its name, who comes in by itself, whom a reply holds back. */
import { useState } from "react";
import { describeProblem } from "@/api/problem";
import type { SequenceChange, SequenceDetail } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Card } from "@/components/layout/card";
import { PageBody } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";
import { useCommand } from "@/lib/hotkeys";
import { useChangeSequence } from "../queries";

const USUAL_SCORE = 70;

export function SettingsTab({ sequence, onBack }: { sequence: SequenceDetail; onBack: () => void }) {
  const start = { name: sequence.name, description: sequence.description, settings: sequence.settings };
  const [form, setForm] = useState(start);
  const save = useChangeSequence(sequence.id);
  const set = (by: Partial<typeof form>) => setForm((before) => ({ ...before, ...by }));
  const changed = JSON.stringify(form) !== JSON.stringify(start);
  const able = changed && form.name.trim() !== "" && !save.isPending;
  const submit = () => save.mutate({ ...form, name: form.name.trim() } satisfies SequenceChange);
  useCommand("form.save", submit, able);
  useCommand("list.back", onBack);
  const score = form.settings.auto_enroll_score;
  const problem = save.error ? describeProblem(save.error) : null;
  return (
    <PageBody>
      <form
        className="flex max-w-[640px] flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (able) submit();
        }}
      >
        <Card title="What it is">
          <div className="flex flex-col gap-4">
            <Field label="Name" error={form.name.trim() ? undefined : "Give it a name."}>
              {(ids) => <Input {...ids} value={form.name} onChange={(event) => set({ name: event.target.value })} />}
            </Field>
            <Field label="What it is for" optional>
              {(ids) => (
                <Textarea
                  {...ids}
                  value={form.description}
                  onChange={(event) => set({ description: event.target.value })}
                />
              )}
            </Field>
          </div>
        </Card>
        <Card title="Who comes in">
          <Row
            label="Enroll good leads by itself"
            help={
              score === null
                ? "Only those you enroll yourself come in."
                : `After each run, leads that score ${score} or more come in, once each.`
            }
            checked={score !== null}
            onChange={(on) => set({ settings: { ...form.settings, auto_enroll_score: on ? USUAL_SCORE : null } })}
          />
          {score !== null && (
            <div className="mt-2">
              <Slider
                short
                label="From score"
                min={0}
                max={100}
                value={score}
                format={(value) => `${value}`}
                onValueChange={(next) => set({ settings: { ...form.settings, auto_enroll_score: next } })}
              />
            </div>
          )}
        </Card>
        <Card title="When somebody replies">
          <Row
            label="Pause their colleagues"
            help={
              form.settings.pause_company
                ? "People at the same company rest until you resume them."
                : "Only the person who replied is stopped; colleagues go on."
            }
            checked={form.settings.pause_company}
            onChange={(pause_company) => set({ settings: { ...form.settings, pause_company } })}
          />
        </Card>
        {problem && (
          <Callout meaning="stop" title={problem.title}>
            {problem.detail}
          </Callout>
        )}
        <div className="flex items-center gap-3">
          <Button variant="primary" type="submit" command="form.save" showKeys busy={save.isPending} disabled={!able}>
            Save
          </Button>
          {changed && (
            <Button variant="ghost" onClick={() => setForm(start)}>
              Take back the changes
            </Button>
          )}
        </div>
      </form>
    </PageBody>
  );
}

interface RowProps {
  label: string;
  help: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Row({ label, help, checked, onChange }: RowProps) {
  return (
    <div className="flex items-start gap-4">
      <div className="min-w-0 grow">
        <p className="font-medium text-ink text-row">{label}</p>
        <p className="text-ink-2 text-row">{help}</p>
      </div>
      <Switch checked={checked} onCheckedChange={onChange} aria-label={label} />
    </div>
  );
}
