import type { ReactNode } from "react";
import { NARROW, useMedia } from "@/lib/use-media";
import { Sheet } from "../ui/sheet";

/** A page: its header, then its body, which fills the rest and scrolls by itself. */
export function Page({ header, children }: { header: ReactNode; children: ReactNode }) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <div className="flex min-h-0 grow">{children}</div>
    </div>
  );
}

/** The scrolling middle of a page, with the page's padding and a comfortable width. */
export function PageBody({ children }: { children: ReactNode }) {
  return (
    <div className="relative min-w-0 grow overflow-y-auto">
      <div className="mx-auto w-full max-w-[1080px] p-6">{children}</div>
    </div>
  );
}

interface InspectorProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Stays a column even when nothing is selected. */
  width?: string;
}

/** What is known about the selected row: a column at the right, a sheet on narrow windows. */
export function Inspector({ title, open, onClose, children, width = "w-[360px]" }: InspectorProps) {
  const narrow = useMedia(NARROW);
  if (narrow) {
    return (
      <Sheet open={open} onOpenChange={(next) => !next && onClose()} title={title}>
        {children}
      </Sheet>
    );
  }
  if (!open) return null;
  return (
    <aside
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
      tabIndex={0}
      className={`${width} shrink-0 overflow-y-auto border-line border-l bg-surface focus-visible:-outline-offset-2`}
    >
      {children}
    </aside>
  );
}

/** A titled part of an inspector or a settings page. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-line border-b px-4 py-4 last:border-b-0">
      <div className="mb-2 flex min-h-5 items-center gap-2">
        <h2 className="font-medium text-ink-3 text-meta">{title}</h2>
        {aside && <span className="ml-auto text-ink-3 text-meta">{aside}</span>}
      </div>
      {children}
    </section>
  );
}
