/** The steps while they are being changed: what is on the screen, what was before, what can be done again. */
import { useReducer } from "react";
import type { Step } from "@/api/types";
import { sameSteps } from "./track";

type Steps = readonly Step[];

export interface Edits {
  saved: Steps;
  past: readonly Steps[];
  present: Steps;
  future: readonly Steps[];
  /** What the last edit was about; typing on in the same field is one edit. */
  tag: string | null;
}

export type Deed =
  | { do: "edit"; steps: Steps; tag?: string | undefined }
  | { do: "undo" }
  | { do: "redo" }
  | { do: "restart"; steps: Steps };

const MOST = 200;

export const started = (steps: Steps): Edits => ({ saved: steps, past: [], present: steps, future: [], tag: null });

export function edited(edits: Edits, deed: Deed): Edits {
  switch (deed.do) {
    case "edit": {
      if (sameSteps(deed.steps, edits.present)) return edits;
      const goesOn = deed.tag !== undefined && deed.tag === edits.tag;
      const past = goesOn ? edits.past : [...edits.past, edits.present].slice(-MOST);
      return { ...edits, past, present: deed.steps, future: [], tag: deed.tag ?? null };
    }
    case "undo": {
      const last = edits.past.at(-1);
      if (!last) return edits;
      const future = [edits.present, ...edits.future];
      return { ...edits, past: edits.past.slice(0, -1), present: last, future, tag: null };
    }
    case "redo": {
      const [next, ...future] = edits.future;
      return next ? { ...edits, past: [...edits.past, edits.present], present: next, future, tag: null } : edits;
    }
    case "restart":
      return started(deed.steps);
  }
}

export interface Builder {
  steps: Steps;
  dirty: boolean;
  canUndo: boolean;
  canRedo: boolean;
  edit: (steps: Steps, tag?: string) => void;
  undo: () => void;
  redo: () => void;
  restart: (steps: Steps) => void;
}

/** Starts from the saved steps; another version saved elsewhere is taken over while nothing was changed here. */
export function useBuilder(saved: Steps): Builder {
  const [edits, dispatch] = useReducer(edited, saved, started);
  const dirty = !sameSteps(edits.present, edits.saved);
  if (!dirty && !sameSteps(saved, edits.saved)) dispatch({ do: "restart", steps: saved });
  return {
    steps: edits.present,
    dirty,
    canUndo: edits.past.length > 0,
    canRedo: edits.future.length > 0,
    edit: (steps, tag) => dispatch({ do: "edit", steps, tag }),
    undo: () => dispatch({ do: "undo" }),
    redo: () => dispatch({ do: "redo" }),
    restart: (steps) => dispatch({ do: "restart", steps }),
  };
}
