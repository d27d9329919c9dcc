import type { SuppressionView } from "@/api/types";

export type Kind = SuppressionView["kind"];

export function sayKind(kind: Kind): string {
  switch (kind) {
    case "person":
      return "Person";
    case "x":
      return "X";
    case "telegram":
      return "Telegram";
    case "email":
      return "Email";
    case "linkedin":
      return "LinkedIn";
    case "domain":
      return "Domain";
  }
}

/** Persons are added from the lead list, where their name stands. */
export const addable: readonly { kind: Exclude<Kind, "person">; example: string }[] = [
  { kind: "email", example: "ada@example.com" },
  { kind: "domain", example: "example.com" },
  { kind: "telegram", example: "@ada_moreno" },
  { kind: "x", example: "@ada_cx" },
  { kind: "linkedin", example: "linkedin.com/in/ada-moreno" },
];
