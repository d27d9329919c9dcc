import { useSyncExternalStore } from "react";

/** True while the media query matches. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      if (typeof matchMedia !== "function") return () => {};
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => (typeof matchMedia === "function" ? matchMedia(query).matches : false),
  );
}

/** Below this width the inspector is a sheet. */
export const NARROW = "(max-width: 999.98px)";

/** Below this width the sidebar is a rail of icons. */
export const NARROW_RAIL = "(max-width: 799.98px)";

/** Below this width a table beside an open inspector has no room for everything. */
export const BELOW_WIDE = "(max-width: 1279.98px)";
