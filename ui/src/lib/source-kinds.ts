/** The kinds of sources in words, and what each can do. */
import type { Source, SourceSettings } from "@/api/types";

export type SourceKind = SourceSettings["kind"];

export function sayKind(kind: SourceKind): string {
  switch (kind) {
    case "x_search":
      return "X search";
    case "apollo":
      return "Apollo";
    case "generator":
      return "Demo leads";
    case "csv":
      return "CSV file";
    case "manual":
      return "By hand";
  }
}

/** Whether a run takes something from it; files and lists are taken by a human. */
export function collects(source: Source): boolean {
  return source.settings.kind === "x_search" || source.settings.kind === "generator";
}
