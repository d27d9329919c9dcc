import { describe, expect, it } from "vitest";
import { project } from "@/testing/factories";
import { sayJudgingChange, shareOf } from "./weights";

const { judging } = project;

describe("the parts of a score", () => {
  it("say their share of all, whatever they add up to", () => {
    expect(shareOf(judging.weights, "relevance")).toBe("30 %");
    expect(shareOf({ ...judging.weights, relevance: 130 }, "relevance")).toBe("65 %");
    const none = { relevance: 0, intent: 0, recency: 0, reach: 0, profile_fit: 0, engagement: 0 };
    expect(shareOf(none, "intent")).toBe("0 %");
  });

  it("name exactly what changes, and nothing when nothing does", () => {
    expect(sayJudgingChange(judging, judging)).toEqual([]);
    const doubled = Object.fromEntries(Object.entries(judging.weights).map(([part, weight]) => [part, weight * 2]));
    expect(sayJudgingChange(judging, { ...judging, weights: doubled as typeof judging.weights })).toEqual([]);
    expect(sayJudgingChange(judging, { ...judging, threshold: 55, guidance: "Only heads." })).toEqual([
      "The threshold is 55 instead of 40.",
      "Your words to the model change.",
    ]);
  });
});
