/** The parts of a score: their names, and how much each counts. */
import type { Judging, Weights } from "@/api/types";

export const parts = ["relevance", "intent", "profile_fit", "recency", "reach", "engagement"] as const;
export type Part = (typeof parts)[number];

export const partNames: Record<Part, { name: string; does: string }> = {
  relevance: { name: "Relevance", does: "The judge's verdict" },
  intent: { name: "Intent", does: "Wants to change something now" },
  profile_fit: { name: "Profile fit", does: "Role and industry" },
  recency: { name: "Recency", does: "How fresh the newest post is" },
  reach: { name: "Reach", does: "Followers" },
  engagement: { name: "Engagement", does: "How much the posts moved" },
};

function total(weights: Weights): number {
  return parts.reduce((sum, part) => sum + weights[part], 0);
}

/** "25 %": a weight's share of all weights. */
export function shareOf(weights: Weights, part: Part): string {
  const all = total(weights);
  return all === 0 ? "0 %" : `${Math.round((weights[part] / all) * 100)} %`;
}

/** What is different, each as a sentence; nothing when all is the same. */
export function sayJudgingChange(before: Judging, after: Judging): string[] {
  const said: string[] = [];
  for (const part of parts) {
    const [old, fresh] = [shareOf(before.weights, part), shareOf(after.weights, part)];
    if (old !== fresh) said.push(`${partNames[part].name} counts ${fresh} instead of ${old}.`);
  }
  if (before.threshold !== after.threshold) {
    said.push(`The threshold is ${after.threshold} instead of ${before.threshold}.`);
  }
  if (before.guidance.trim() !== after.guidance.trim()) {
    said.push(after.guidance.trim() ? "Your words to the model change." : "Your words to the model are taken out.");
  }
  return said;
}
