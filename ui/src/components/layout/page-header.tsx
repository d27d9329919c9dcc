import { X } from "lucide-react";
import type { ReactNode } from "react";
import { count } from "@/lib/words";

export interface FilterChip {
  /** "State: uncertain" */
  label: string;
  onClear: () => void;
}

interface PageHeaderProps {
  title: string;
  total?: number | undefined;
  /** Filters that are on, read from the URL. */
  chips?: readonly FilterChip[];
  /** Search and selects, after the title. */
  filters?: ReactNode;
  /** The page's deeds, at the right. */
  actions?: ReactNode;
}

export function PageHeader({ title, total, chips = [], filters, actions }: PageHeaderProps) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-6 py-2.5">
      <div className="flex items-baseline gap-2">
        <h1 className="font-semibold text-ink text-title tracking-[-0.01em]">{title}</h1>
        {total !== undefined && <span className="tabular text-ink-3 text-read">{count(total)}</span>}
      </div>
      {(filters || chips.length > 0) && (
        <div className="flex flex-wrap items-center gap-2">
          {filters}
          <Chips chips={chips} />
        </div>
      )}
      {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** Filters that are on; each can be taken off. */
export function Chips({ chips }: { chips: readonly FilterChip[] }) {
  return chips.map((chip) => (
    <span
      key={chip.label}
      className="inline-flex h-6 items-center gap-1 rounded-full bg-accent-soft pr-1 pl-2.5 font-medium text-accent-ink text-meta"
    >
      {chip.label}
      <button
        type="button"
        aria-label={`Clear filter ${chip.label}`}
        onClick={chip.onClear}
        className="flex size-4 items-center justify-center rounded-full hover:bg-selected"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  ));
}
