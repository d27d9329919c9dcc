/** Enrolling leads: who, what it comes to, and only then the deed. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { describeProblem } from "@/api/problem";
import { enrollEstimateQuery, sequencesQuery, useEnroll } from "@/api/sequence-deeds";
import type { EnrollEstimate, EnrollWho, Verdict } from "@/api/types";
import { Callout } from "@/components/feedback/callout";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { sayVerdict } from "@/lib/meaning";
import { whenTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { plural } from "@/lib/words";

const SETTLE_MS = 250;
const ANY = "any";
const USUAL_SCORE = 70;
const verdicts: readonly Verdict[] = ["relevant", "maybe", "irrelevant"];

interface EnrollDialogProps {
  /** Into which; null lets one be chosen. */
  sequence: { id: string; name: string } | null;
  /** Whom; null lets them be found by score, verdict and words. */
  leads: { ids: readonly string[]; name: string } | null;
  onClose: () => void;
  onDone?: () => void;
}

export function EnrollDialog({ sequence, leads, onClose, onDone }: EnrollDialogProps) {
  const [chosen, setChosen] = useState<string | null>(sequence?.id ?? null);
  const [filter, setFilter] = useState<Filter>({ score: USUAL_SCORE, verdict: null, q: "" });
  const [again, setAgain] = useState(false);
  const asked: EnrollWho = leads ? { lead_ids: [...leads.ids], again } : { ...whoOf(filter), again };
  const who = useSettled(asked);
  const settled = JSON.stringify(who) === JSON.stringify(asked);
  const estimate = useQuery({ ...enrollEstimateQuery(chosen ?? "", who), enabled: chosen !== null });
  const enroll = useEnroll();
  const fresh = settled && !estimate.isPlaceholderData && estimate.isSuccess;
  const count = estimate.data?.count ?? 0;
  const submit = () =>
    chosen &&
    enroll.mutate(
      { sequence: chosen, who },
      {
        onSuccess: () => {
          onDone?.();
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Enroll ${leads?.name ?? "leads"}${sequence ? ` in ${sequence.name}` : " in a sequence"}`}
      className="w-[min(560px,calc(100vw-32px))]"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={enroll.isPending} disabled={!fresh || count === 0} onClick={submit}>
            {fresh && count > 0 ? `Enroll ${plural(count, "lead")}` : "Enroll"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!sequence && <WhichSequence value={chosen} onChoose={setChosen} />}
        {!leads && <FilterFields value={filter} onChange={(by) => setFilter((before) => ({ ...before, ...by }))} />}
        <AgainBox checked={again} onChange={setAgain} />
        {chosen !== null && (
          <div aria-live="polite" aria-busy={!fresh}>
            {estimate.isError ? (
              <Problem error={estimate.error} />
            ) : estimate.data ? (
              <Estimate estimate={estimate.data} stale={!fresh} />
            ) : (
              <p className="text-ink-3 text-row">Working out what it comes to.</p>
            )}
          </div>
        )}
        {enroll.error && <Problem error={enroll.error} />}
      </div>
    </Dialog>
  );
}

interface Filter {
  score: number;
  verdict: Verdict | null;
  q: string;
}

function whoOf({ score, verdict, q }: Filter): EnrollWho {
  return { ...(score > 0 && { min_score: score }), ...(verdict && { verdict }), ...(q.trim() && { q: q.trim() }) };
}

/** The value once it rested for a moment. */
function useSettled(value: EnrollWho): EnrollWho {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return JSON.parse(settled) as EnrollWho;
}

function Problem({ error }: { error: unknown }) {
  const { title, detail } = describeProblem(error);
  return (
    <Callout meaning="stop" title={title}>
      {detail}
    </Callout>
  );
}

function WhichSequence({ value, onChoose }: { value: string | null; onChoose: (id: string) => void }) {
  const list = useQuery(sequencesQuery);
  const open = list.data?.filter((row) => row.state === "active") ?? [];
  if (list.data && open.length === 0) {
    return (
      <Callout meaning="wait" title="No sequence takes leads now">
        Make one under Sequences, or resume a paused one.
      </Callout>
    );
  }
  return (
    <Field label="Sequence">
      {(ids) => (
        <Select
          {...ids}
          value={value ?? ""}
          placeholder="Choose one"
          onValueChange={onChoose}
          options={open.map((row) => ({ value: row.id, label: row.name, note: plural(row.steps, "step") }))}
        />
      )}
    </Field>
  );
}

function FilterFields({ value, onChange }: { value: Filter; onChange: (by: Partial<Filter>) => void }) {
  return (
    <>
      <div>
        <p className="font-medium text-ink text-row">From score</p>
        <Slider
          label="From score"
          short
          min={0}
          max={100}
          value={value.score}
          onValueChange={(score) => onChange({ score })}
          format={(score) => (score === 0 ? "any" : `${score}`)}
        />
      </div>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Verdict">
          {(ids) => (
            <Select
              {...ids}
              value={value.verdict ?? ANY}
              onValueChange={(verdict) => onChange({ verdict: verdict === ANY ? null : (verdict as Verdict) })}
              options={[
                { value: ANY, label: "Any" },
                ...verdicts.map((verdict) => ({ value: verdict as string, label: sayVerdict(verdict).word })),
              ]}
            />
          )}
        </Field>
        <Field label="Name, company or role" optional>
          {(ids) => <Input {...ids} value={value.q} onChange={(event) => onChange({ q: event.target.value })} />}
        </Field>
      </div>
    </>
  );
}

function AgainBox({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is the control
    <label className="flex items-start gap-2.5 text-row">
      <Checkbox
        checked={checked}
        onCheckedChange={onChange}
        className="mt-0.5"
        aria-label="Also people you have written to already"
      />
      <span>
        <span className="block text-ink">Also people you have written to already</span>
        <span className="block text-ink-3 text-meta">Without this tick they are left out.</span>
      </span>
    </label>
  );
}

/** "First Tue 09:00, done by about 12 Dec": what will happen, said before it starts. */
function Estimate({ estimate, stale }: { estimate: EnrollEstimate; stale: boolean }) {
  const now = useNow();
  const left = estimate.skipped.reduce((sum, one) => sum + one.count, 0);
  if (estimate.count === 0) {
    return (
      <Callout meaning="wait" title="Nobody would come in">
        {left > 0 ? `${leftOut(estimate, left)}.` : "No lead is like that. Ask for a lower score or other words."}
      </Callout>
    );
  }
  const facts: [string, string][] = [];
  if (estimate.first_at) facts.push(["First", whenTime(estimate.first_at, now)]);
  facts.push(["Done by about", estimate.finish_at ? dateOf(estimate.finish_at) : "later than can be seen"]);
  facts.push(["To do", `${plural(estimate.acts, "action")}, ${estimate.approvals} with your yes`]);
  if (estimate.limited_by) facts.push(["Limited by", estimate.limited_by]);
  return (
    <div className={`tabular rounded-panel border border-line bg-sunken p-3 ${stale ? "opacity-60" : ""}`}>
      <p className="font-medium text-ink text-row">
        {plural(estimate.count, "lead")}
        {left > 0 && <span className="font-normal text-ink-2">; {leftOut(estimate, left)}</span>}
      </p>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-row">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function leftOut({ skipped }: EnrollEstimate, left: number): string {
  return `${left} left out: ${skipped.map((one) => `${one.count} ${one.reason}`).join(", ")}`;
}

const dateFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dateOf = (iso: string) => dateFormat.format(new Date(iso));
