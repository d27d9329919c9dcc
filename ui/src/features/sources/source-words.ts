/** A source in a sentence. */
import type { Source } from "@/api/types";
import { plural } from "@/lib/words";
import { sayFilter } from "./filter-words";

export const industries = ["Technology", "Manufacturing", "Healthcare", "Retail", "Finance", "Logistics"] as const;

/** What it looks for. */
export function saySettings({ settings }: Source): string {
  switch (settings.kind) {
    case "x_search":
      return settings.queries.map((query) => `“${query.replaceAll('"', "")}”`).join(", ");
    case "apollo":
      return sayFilter(settings.filter);
    case "generator":
      return `${plural(settings.count, "made-up person", "made-up people")}, seed ${settings.seed}`;
    case "csv":
      return "A file you imported";
    case "manual":
      return "People you typed in";
  }
}
