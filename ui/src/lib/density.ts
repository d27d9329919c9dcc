/** How tall rows of tables and lists are; kept in localStorage. */
import { useSyncExternalStore } from "react";

export type Density = "comfortable" | "dense";
const STORAGE_KEY = "sdr.density";
const listeners = new Set<() => void>();
let chosen: Density | null = null;

function read(): Density {
  if (chosen) return chosen;
  try {
    return localStorage.getItem(STORAGE_KEY) === "dense" ? "dense" : "comfortable";
  } catch {
    return "comfortable";
  }
}

export function setDensity(density: Density) {
  chosen = density;
  try {
    localStorage.setItem(STORAGE_KEY, density);
  } catch {
    // Private mode: the choice lasts as long as the window.
  }
  for (const listener of listeners) listener();
}

export function useDensity(): Density {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}

/** Pixels of a one-line row: 44, or 36 when dense. */
export function useRowHeight(): number {
  return useDensity() === "dense" ? 36 : 44;
}
