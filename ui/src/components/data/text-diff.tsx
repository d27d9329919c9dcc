import { diffWordsWithSpace } from "diff";

/** What changed between two texts, word by word: removed struck out, added underlined (not by colour alone). */
export function TextDiff({ before, after, label }: { before: string; after: string; label: string }) {
  let at = 0;
  return (
    <section aria-label={label} className="measure whitespace-pre-wrap break-words text-ink text-read">
      {diffWordsWithSpace(before, after).map((part) => {
        const key = `${at}-${part.added ? "a" : part.removed ? "r" : "s"}`;
        at += part.value.length;
        if (part.added) {
          return (
            <ins key={key} className="mx-0.5 rounded-[3px] bg-go-soft text-go decoration-1 underline-offset-3">
              {part.value}
            </ins>
          );
        }
        if (part.removed) {
          return (
            <del key={key} className="rounded-[3px] bg-stop-soft text-stop decoration-1">
              {part.value}
            </del>
          );
        }
        return <span key={key}>{part.value}</span>;
      })}
    </section>
  );
}
