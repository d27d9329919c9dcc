/** The five steps: what each asks and which answers it must get right before the next. */
import type { FieldPath } from "react-hook-form";
import type { Answers } from "@/components/project/answers";

export interface Step {
  number: number;
  name: string;
  title: string;
  lead: string;
  /** The button that leads here. */
  onward: string;
  fields: readonly FieldPath<Answers>[];
}

export const steps: readonly [Step, ...Step[]] = [
  {
    number: 1,
    name: "Company",
    title: "Your company",
    lead: "What you sell, and the problem it takes away. Drafts and verdicts are made from this.",
    onward: "Continue to your company",
    fields: ["company"],
  },
  {
    number: 2,
    name: "Customers",
    title: "Ideal customers",
    lead: "Who should hear from you, and what they would write about.",
    onward: "Continue to ideal customers",
    fields: ["icp"],
  },
  {
    number: 3,
    name: "Connect",
    title: "Connect your accounts",
    lead: "Each one can wait. Without any, you can import leads, see verdicts and read drafts.",
    onward: "Continue to connections",
    fields: ["connect"],
  },
  {
    number: 4,
    name: "Voice",
    title: "Your voice",
    lead: "Who signs the messages, and how they sound.",
    onward: "Continue to your voice",
    fields: ["voice", "llm"],
  },
  {
    number: 5,
    name: "Outreach",
    title: "Outreach style",
    lead: "How bold, how often and when. You can change all of it later.",
    onward: "Continue to outreach style",
    fields: ["outreach"],
  },
];

export function stepAt(number: number): Step {
  return steps.find((step) => step.number === number) ?? steps[0];
}

/** The step a field belongs to. */
export function stepOfField(field: string): number {
  const root = field.split(".")[0];
  return steps.find((step) => step.fields.some((name) => name === root))?.number ?? 1;
}
