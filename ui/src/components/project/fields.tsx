/** The controls of the project form, wired to it by name. */
import type { ReactNode } from "react";
import { type FieldPath, useController } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { cn } from "@/lib/cn";
import type { Answers } from "./answers";
import { useAnswers, useFieldError } from "./use-answers-form";

interface TextFieldProps {
  name: FieldPath<Answers>;
  label: string;
  help?: ReactNode;
  placeholder?: string;
  optional?: boolean;
  aside?: ReactNode;
  /** Several lines. */
  long?: boolean;
  inputMode?: "url" | "email" | "text";
  autoFocus?: boolean;
  /** Called when the focus leaves, e.g. to complete what was typed. */
  onLeave?: () => void;
  className?: string;
}

export function TextField({
  name,
  label,
  help,
  placeholder,
  optional,
  aside,
  long,
  inputMode,
  autoFocus,
  onLeave,
  className,
}: TextFieldProps) {
  const { register } = useAnswers();
  const error = useFieldError(name);
  return (
    <Field
      label={label}
      help={help}
      error={error}
      aside={aside}
      {...(optional !== undefined && { optional })}
      {...(className !== undefined && { className })}
    >
      {(control) =>
        long ? (
          <Textarea {...control} {...register(name)} placeholder={placeholder} />
        ) : (
          <Input
            {...control}
            {...register(name, { ...(onLeave && { onBlur: onLeave }) })}
            placeholder={placeholder}
            inputMode={inputMode}
            autoFocus={autoFocus}
          />
        )
      }
    </Field>
  );
}

interface NumberFieldProps {
  name: FieldPath<Answers>;
  label: string;
  unit?: string;
  help?: ReactNode;
  min?: number;
  max?: number;
  className?: string;
}

export function NumberField({ name, label, unit, help, min, max, className }: NumberFieldProps) {
  const { register } = useAnswers();
  const error = useFieldError(name);
  return (
    <Field label={label} help={help} error={error} {...(className !== undefined && { className })}>
      {(control) => (
        <div className="flex items-center gap-2">
          <Input
            {...control}
            {...register(name, { valueAsNumber: true })}
            type="number"
            min={min}
            max={max}
            className="tabular w-24"
          />
          {unit && <span className="whitespace-nowrap text-ink-2 text-row">{unit}</span>}
        </div>
      )}
    </Field>
  );
}

interface SwitchFieldProps {
  name: "outreach.approval" | "outreach.dry_run";
  label: string;
  /** What each position means for the messages. Off is the bold one: it is said in the colour of attention. */
  help: (on: boolean) => string;
}

export function SwitchField({ name, label, help }: SwitchFieldProps) {
  const { control } = useAnswers();
  const { field } = useController({ control, name });
  return (
    <div className="flex items-start justify-between gap-6 rounded-panel border border-line bg-surface p-3">
      <div className="min-w-0">
        <label htmlFor={name} className="font-medium text-ink text-row">
          {label}
        </label>
        <p id={`${name}-help`} className={cn("text-meta", field.value ? "text-ink-2" : "font-medium text-wait")}>
          {help(field.value)}
        </p>
      </div>
      <Switch id={name} checked={field.value} onCheckedChange={field.onChange} aria-describedby={`${name}-help`} />
    </div>
  );
}

/** A titled group inside a form. */
export function Group({
  title,
  note,
  aside,
  children,
}: {
  title: string;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 rounded-panel border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 className="font-semibold text-ink text-row">{title}</h2>
          {note && <p className="mt-0.5 text-ink-2 text-meta">{note}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
