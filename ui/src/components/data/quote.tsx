import { Fragment, type ReactNode } from "react";

export interface Span {
  /** UTF-16 offsets, as JavaScript counts; `end` is start + quote.length. */
  start: number;
  end: number;
  /** Shown on hover: why this passage counts. */
  reason?: string;
}

/** Spans in order, without overlap and inside the text: later ones that collide are dropped. */
export function tidySpans(spans: readonly Span[], length: number): Span[] {
  const tidy: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = tidy.at(-1);
    if (span.start < 0 || span.end > length || span.start >= span.end) continue;
    if (last && span.start < last.end) continue;
    tidy.push(span);
  }
  return tidy;
}

/** Text with its evidence marked. The text is data: it is only ever shown as text. */
export function MarkedText({ text, spans }: { text: string; spans: readonly Span[] }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const span of tidySpans(spans, text.length)) {
    parts.push(<Fragment key={`t${at}`}>{text.slice(at, span.start)}</Fragment>);
    parts.push(
      <mark
        key={`m${span.start}`}
        title={span.reason}
        className="rounded-[3px] bg-mark box-decoration-clone px-0.5 text-mark-ink underline decoration-1 decoration-mark-line underline-offset-3"
      >
        {text.slice(span.start, span.end)}
      </mark>,
    );
    at = span.end;
  }
  parts.push(<Fragment key="rest">{text.slice(at)}</Fragment>);
  return <span className="whitespace-pre-wrap break-words">{parts}</span>;
}
