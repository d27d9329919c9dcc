/** Where the wizard stands on this screen; the answers themselves are in the form and on the server. */
import { create } from "zustand";

export type Keeping = "idle" | "typing" | "kept" | "failed";

interface WizardState {
  step: number;
  /** The furthest step reached: earlier ones may be opened from the progress bar. */
  reached: number;
  keeping: Keeping;
  start: (step: number, reached: number) => void;
  goTo: (step: number) => void;
  setKeeping: (keeping: Keeping) => void;
}

export const useWizard = create<WizardState>((set) => ({
  step: 1,
  reached: 1,
  keeping: "idle",
  start: (step, reached) => set({ step, reached, keeping: "idle" }),
  goTo: (step) => set((state) => ({ step, reached: Math.max(state.reached, step) })),
  setKeeping: (keeping) => set({ keeping }),
}));
