import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface CardProps {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A bordered panel. Borders separate; only floating things have a shadow. */
export function Card({ title, aside, children, className }: CardProps) {
  return (
    <section aria-label={title} className={cn("rounded-panel border border-line bg-surface p-4", className)}>
      {title && (
        <div className="mb-3 flex min-h-5 items-center gap-2">
          <h2 className="font-semibold text-ink text-row">{title}</h2>
          {aside && <span className="-my-1 ml-auto flex min-w-0 items-center text-ink-3 text-meta">{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}
