import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

interface FieldProps {
  label: string;
  /** What the answer is used for; one plain sentence. */
  help?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  /** To the right of the label: a counter, a test button. */
  aside?: ReactNode;
  className?: string;
  /** One of several under a legend: a smaller label. */
  quiet?: boolean;
  /** Gets the ids to put on the control. */
  children: (control: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
  }) => ReactNode;
}

/** A labelled control with help and error; wires the ids for screen readers. */
export function Field({ label, help, error, optional, aside, className, quiet, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div className="flex items-baseline gap-2">
        <label htmlFor={id} className={quiet ? "truncate text-ink-2 text-meta" : "font-medium text-ink text-row"}>
          {label}
        </label>
        {optional && <span className="text-ink-3 text-meta">optional</span>}
        {aside && <span className="ml-auto text-ink-3 text-meta">{aside}</span>}
      </div>
      {children({
        id,
        "aria-describedby": error || help ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error ? (
        <p id={noteId} role="alert" className="flex items-start gap-1.5 text-meta text-stop">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {error}
        </p>
      ) : (
        help && (
          <p id={noteId} className="text-ink-3 text-meta">
            {help}
          </p>
        )
      )}
    </div>
  );
}
