/** The people filter in words: what it asks for, and the fixed words of the directory. */
import type { PeopleFilter } from "@/api/types";

export const noFilter: PeopleFilter = {
  titles: [],
  keywords: "",
  locations: [],
  seniorities: [],
  company_locations: [],
  company_domains: [],
  company_sizes: [],
};

export const seniorities = [
  { value: "owner", label: "Owner" },
  { value: "founder", label: "Founder" },
  { value: "c_suite", label: "C level" },
  { value: "vp", label: "VP" },
  { value: "head", label: "Head" },
  { value: "director", label: "Director" },
  { value: "manager", label: "Manager" },
  { value: "senior", label: "Senior" },
  { value: "entry", label: "Entry" },
] as const;

export const sizes = [
  { value: "1,10", label: "1–10" },
  { value: "11,50", label: "11–50" },
  { value: "51,200", label: "51–200" },
  { value: "201,500", label: "201–500" },
  { value: "501,1000", label: "501–1,000" },
  { value: "1001,5000", label: "1,001–5,000" },
  { value: "5001,10000", label: "5,001–10,000" },
] as const;

function words(list: readonly { value: string; label: string }[], chosen: readonly string[]): string {
  return chosen.map((one) => list.find((word) => word.value === one)?.label ?? one).join(", ");
}

/** "Head of Support, VP · Germany · 51–200 people"; says so when it asks for nothing. */
export function sayFilter(filter: PeopleFilter): string {
  const sizeWords = words(sizes, filter.company_sizes);
  const parts = [
    [...filter.titles, words(seniorities, filter.seniorities)].filter(Boolean).join(", "),
    filter.keywords,
    filter.locations.join(", "),
    [...filter.company_locations, ...filter.company_domains].join(", "),
    sizeWords && `${sizeWords} people`,
  ];
  return parts.filter(Boolean).join(" · ") || "Everybody";
}

export function isEmptyFilter(filter: PeopleFilter): boolean {
  return sayFilter(filter) === "Everybody";
}
