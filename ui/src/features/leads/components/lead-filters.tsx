import { ArrowDownWideNarrow, ListFilter } from "lucide-react";
import type { LeadStatus, Source, Verdict } from "@/api/types";
import type { FilterChip } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { SearchInput } from "@/components/ui/search-input";
import { sayLead, sayVerdict } from "@/lib/meaning";
import type { LeadFilters } from "../queries";

const statuses: readonly LeadStatus[] = [
  "new",
  "qualified",
  "disqualified",
  "enriched",
  "messaged",
  "sent",
  "replied",
  "failed",
  "suppressed",
];
const verdicts: readonly Verdict[] = ["relevant", "maybe", "irrelevant"];
const sorts = { score: "Best score first", created: "Newest first", name: "By name" } as const;

interface LeadFiltersProps {
  filters: LeadFilters;
  sources: readonly Source[];
  onChange: (change: Partial<LeadFilters>) => void;
}

export function LeadFilterControls({ filters, sources, onChange }: LeadFiltersProps) {
  const sort = filters.sort ?? "score";
  return (
    <>
      <SearchInput
        className="w-40 inspect:w-52"
        label="Search leads"
        value={filters.q ?? ""}
        onSearch={(q) => onChange({ q: q || undefined })}
      />
      <Menu
        align="start"
        trigger={
          <Button variant="ghost" size="small" icon={<ListFilter aria-hidden />}>
            Filter
          </Button>
        }
        items={[
          ...verdicts.map((verdict) => ({
            label: `Verdict: ${sayVerdict(verdict).word.toLowerCase()}`,
            onSelect: () => onChange({ verdict }),
          })),
          ...statuses.map((status) => ({
            label: `Status: ${sayLead(status).word.toLowerCase()}`,
            onSelect: () => onChange({ status }),
          })),
          ...sources.map((source) => ({
            label: `Source: ${source.name}`,
            onSelect: () => onChange({ source: source.id }),
          })),
        ]}
      />
      <Menu
        align="start"
        trigger={
          <Button
            variant="ghost"
            size="small"
            aria-label={`Order: ${sorts[sort]}`}
            icon={<ArrowDownWideNarrow aria-hidden />}
          >
            <span className="hidden inspect:inline">{sorts[sort]}</span>
          </Button>
        }
        items={(Object.keys(sorts) as (keyof typeof sorts)[]).map((key) => ({
          label: sorts[key],
          onSelect: () => onChange({ sort: key === "score" ? undefined : key }),
        }))}
      />
    </>
  );
}

/** The filters that are on, as chips that can be taken off. */
export function leadChips({ filters, sources, onChange }: LeadFiltersProps): FilterChip[] {
  const chips: FilterChip[] = [];
  if (filters.verdict) {
    chips.push({
      label: `Verdict: ${sayVerdict(filters.verdict).word.toLowerCase()}`,
      onClear: () => onChange({ verdict: undefined }),
    });
  }
  if (filters.status) {
    chips.push({
      label: `Status: ${sayLead(filters.status).word.toLowerCase()}`,
      onClear: () => onChange({ status: undefined }),
    });
  }
  if (filters.source) {
    const name = sources.find((source) => source.id === filters.source)?.name;
    chips.push({ label: name ? `Source: ${name}` : "One source", onClear: () => onChange({ source: undefined }) });
  }
  return chips;
}
