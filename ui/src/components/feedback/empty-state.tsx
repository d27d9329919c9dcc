import { CircleAlert, CircleCheck, SearchX, Sparkles } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  /** first: nothing yet, invites one act · done: all handled, says what comes next · nothing: the filter found none · error */
  kind: "first" | "done" | "nothing" | "error";
  title: string;
  children?: ReactNode;
  /** One button. */
  action?: ReactNode;
}

const icons = { first: Sparkles, done: CircleCheck, nothing: SearchX, error: CircleAlert };
const tints = { first: "text-accent-ink", done: "text-go", nothing: "text-ink-3", error: "text-stop" };

export function EmptyState({ kind, title, children, action }: EmptyStateProps) {
  const Icon = icons[kind];
  return (
    <div
      role={kind === "error" ? "alert" : "status"}
      className="flex h-full min-h-64 w-full flex-col items-center justify-center gap-1 p-8 text-center"
    >
      <Icon aria-hidden className={`mb-2 size-6 ${tints[kind]}`} strokeWidth={1.75} />
      <p className="font-semibold text-ink text-section">{title}</p>
      {children && <div className="max-w-[46ch] text-balance text-ink-2 text-read">{children}</div>}
      {action && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}
