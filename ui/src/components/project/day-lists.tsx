/** Days on which nothing goes out: holidays one by one, vacations from a day to a day; and the lead's own hours. */
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useController } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { longDay } from "@/lib/zoned";
import { ClockInput } from "./clock-input";
import { useAnswers, useFieldError } from "./use-answers-form";

export function HolidayList() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "outreach.holidays" });
  const error = useFieldError("outreach.holidays");
  const [day, setDay] = useState("");
  const known = field.value.includes(day);
  const add = () => {
    if (!day || known) return;
    field.onChange([...field.value, day].sort());
    setDay("");
  };
  return (
    <div className="flex flex-col gap-3">
      <Days
        label="Holidays"
        empty="No holidays yet."
        days={field.value.map((date) => ({ key: date, said: sayDate(date) }))}
        onRemove={(date) => field.onChange(field.value.filter((other) => other !== date))}
      />
      <Field label="Another holiday" error={known ? "It is on the list" : error}>
        {(ids) => (
          <div className="flex gap-2">
            <Input
              {...ids}
              type="date"
              value={day}
              onChange={(event) => setDay(event.target.value)}
              className="tabular w-44"
            />
            <Button icon={<Plus aria-hidden />} disabled={!day || known} onClick={add}>
              Add holiday
            </Button>
          </div>
        )}
      </Field>
    </div>
  );
}

export function VacationList() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "outreach.vacation" });
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const wrong = from !== "" && to !== "" && to < from;
  const add = () => {
    if (!from || !to || wrong) return;
    field.onChange([...field.value, { from, to }].sort((one, other) => one.from.localeCompare(other.from)));
    setFrom("");
    setTo("");
  };
  return (
    <div className="flex flex-col gap-3">
      <Days
        label="Vacation"
        empty="No vacation yet."
        days={field.value.map((range) => ({
          key: `${range.from}/${range.to}`,
          said: range.from === range.to ? sayDate(range.from) : `${sayDate(range.from)} to ${sayDate(range.to)}`,
        }))}
        onRemove={(key) => field.onChange(field.value.filter((range) => `${range.from}/${range.to}` !== key))}
      />
      <div className="flex flex-wrap items-start gap-3">
        <Field label="First day">
          {(ids) => (
            <Input
              {...ids}
              type="date"
              value={from}
              onChange={(event) => setFrom(event.target.value)}
              className="tabular w-44"
            />
          )}
        </Field>
        <Field label="Last day" error={wrong ? "It ends before it begins" : undefined}>
          {(ids) => (
            <div className="flex flex-wrap gap-2">
              <Input
                {...ids}
                type="date"
                min={from || undefined}
                value={to}
                onChange={(event) => setTo(event.target.value)}
                className="tabular w-44"
              />
              <Button icon={<Plus aria-hidden />} disabled={!from || !to || wrong} onClick={add}>
                Add vacation
              </Button>
            </div>
          )}
        </Field>
      </div>
    </div>
  );
}

/** "Monday, 23 November 2026" */
function sayDate(date: string): string {
  return `${longDay(date)} ${date.slice(0, 4)}`;
}

interface DaysProps {
  label: string;
  empty: string;
  days: readonly { key: string; said: string }[];
  onRemove: (key: string) => void;
}

function Days({ label, empty, days, onRemove }: DaysProps) {
  if (days.length === 0) return <p className="text-ink-2 text-row">{empty}</p>;
  return (
    <ul aria-label={label} className="flex flex-col">
      {days.map(({ key, said }) => (
        <li
          key={key}
          className="tabular flex h-9 items-center gap-2 border-line border-b text-ink text-row last:border-b-0"
        >
          <span className="grow">{said}</span>
          <Button size="icon_small" variant="ghost" hint={`Remove ${said}`} onClick={() => onRemove(key)}>
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The hours at the lead's own place, within which something may arrive. */
export function LeadHoursFields() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "outreach.lead_hours" });
  const startError = useFieldError("outreach.lead_hours.start");
  const hoursError = useFieldError("outreach.lead_hours");
  const endError = useFieldError("outreach.lead_hours.end") ?? hoursError;
  const on = field.value !== null;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-start justify-between gap-6">
        <div className="min-w-0">
          <label htmlFor="lead-hours" className="font-medium text-ink text-row">
            Keep to the lead's own hours as well
          </label>
          <p id="lead-hours-help" className="text-ink-2 text-meta">
            {on
              ? "Only while it is this time both here and where the lead is. Leads whose place is not known go by your hours."
              : "Off: only your own working hours count."}
          </p>
        </div>
        <Switch
          id="lead-hours"
          checked={on}
          aria-describedby="lead-hours-help"
          onCheckedChange={(next) => field.onChange(next ? { start: "08:00", end: "19:00" } : null)}
        />
      </div>
      {on && (
        <div className="grid grid-cols-[96px_96px] gap-4">
          <Field label="From" error={startError}>
            {(ids) => <ClockInput ids={ids} name="outreach.lead_hours.start" />}
          </Field>
          <Field label="To" error={endError}>
            {(ids) => <ClockInput ids={ids} name="outreach.lead_hours.end" />}
          </Field>
        </div>
      )}
    </div>
  );
}
