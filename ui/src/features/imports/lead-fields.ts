/** What a column can hold, in the words of the screen. */
import type { LeadField } from "@/api/types";

const names: Record<LeadField, string> = {
  name: "Full name",
  first_name: "First name",
  last_name: "Last name",
  role: "Role",
  company: "Company",
  industry: "Industry",
  bio: "Profile text",
  location: "Location",
  website: "Website",
  language: "Language",
  followers: "Followers",
  company_size: "Company size",
  x: "X handle",
  telegram: "Telegram",
  email: "Email",
  linkedin: "LinkedIn",
  post: "What they wrote",
  post_url: "Link to the post",
  posted_at: "Date of the post",
  ignore: "Do not import",
};

export const fieldOptions = (Object.entries(names) as [LeadField, string][]).map(([value, label]) => ({
  value,
  label,
}));

/** Gives `field` to one column. A field that may stand only once is taken from the column that had it. */
export function assign(fields: readonly LeadField[], index: number, field: LeadField): LeadField[] {
  const repeats = field === "ignore" || field === "post";
  return fields.map((old, at) => (at === index ? field : !repeats && old === field ? "ignore" : old));
}
