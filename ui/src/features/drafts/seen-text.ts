/**
 * What the reader has in front of them. A draft may change in the background (another window, a rewrite); the text on
 * screen stays as it was read, and an approval carries that text's fingerprint, so the server can refuse.
 */
import { useState } from "react";
import type { DraftDetail, DraftVariant } from "@/api/types";

export type Letter = DraftVariant["variant"];

export interface SeenText {
  shown: DraftVariant;
  /** Set after a refusal: the text as it is now, to be read before the next yes. */
  changedTo: DraftVariant | null;
  show: (letter: Letter) => void;
  /** The reader's own edit: what was saved is what is seen. */
  saved: (variant: DraftVariant) => void;
  refusedWith: (fresh: DraftDetail) => void;
  readAgain: () => void;
}

export function useSeenText(draft: DraftDetail): SeenText | null {
  const [letter, setLetter] = useState<Letter>("A");
  const [seen, setSeen] = useState<readonly DraftVariant[]>(draft.variants);
  const [changedTo, setChangedTo] = useState<DraftVariant | null>(null);
  const shown = seen.find((variant) => variant.variant === letter) ?? seen[0];
  if (!shown) return null;
  const replace = (fresh: DraftVariant) =>
    setSeen((before) => before.map((variant) => (variant.variant === fresh.variant ? fresh : variant)));
  return {
    shown,
    changedTo,
    show: (next) => {
      setLetter(next);
      setChangedTo(null);
    },
    saved: (variant) => {
      replace(variant);
      setChangedTo(null);
    },
    refusedWith: (fresh) => setChangedTo(fresh.variants.find((variant) => variant.variant === shown.variant) ?? null),
    readAgain: () => {
      if (changedTo) replace(changedTo);
      setChangedTo(null);
    },
  };
}
