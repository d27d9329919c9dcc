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
        <div className="mb-3 flex items-baseline gap-2">
          <h2 className="font-semibold text-ink text-row">{title}</h2>
          {aside && <span className="ml-auto text-ink-3 text-meta">{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}
