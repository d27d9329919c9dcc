/** A backtest in words. */
import type { Backtest, Icp, Project } from "@/api/types";
import type { Said } from "@/lib/meaning";
import { sayJudgingChange } from "@/lib/weights";
import { count, plural } from "@/lib/words";

export function sayState(backtest: Backtest): Said {
  if (backtest.applied_at) return { word: "Applied", meaning: "go" };
  switch (backtest.state) {
    case "running":
      return { word: "Running", meaning: "wait" };
    case "finished":
      return { word: "Finished", meaning: "quiet" };
    case "stopped":
      return { word: "Stopped", meaning: "quiet" };
    case "failed":
      return { word: "Failed", meaning: "stop" };
  }
}

/** What it came to, in one sentence; while it runs, how far it is. */
export function saySummary({ state, sentence, done, total, summary }: Backtest): string {
  if (state === "running") return `${count(done)} of ${plural(total, "lead")} tried.`;
  if (sentence) return sentence;
  const { newly_in, newly_out, passing_before, passing_after } = summary;
  if (newly_in === 0 && newly_out === 0)
    return `Nothing would change: ${plural(passing_after, "lead")} pass as before.`;
  return `${plural(newly_in, "lead")} would come in, ${count(newly_out)} would drop out: ${count(passing_after)} pass instead of ${count(passing_before)}.`;
}

/** How it judged: "Judged again with the model", "Only scored again". */
export function sayWay({ judge_again, use_llm }: Backtest): string {
  if (!judge_again) return "only scored again, verdicts kept";
  return use_llm ? "judged again with the model" : "judged again with the rules on this machine";
}

function sayWords(name: string, before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((word) => !before.includes(word));
  const gone = before.filter((word) => !after.includes(word));
  return [
    ...(added.length > 0 ? [`${name}: ${added.join(", ")} added.`] : []),
    ...(gone.length > 0 ? [`${name}: ${gone.join(", ")} taken out.`] : []),
  ];
}

function sayIcpChange(before: Icp, after: Icp): string[] {
  const said = [
    ...sayWords("Roles and industries", before.keywords, after.keywords),
    ...sayWords("What they would write", before.queries, after.queries),
    ...sayWords("Languages", before.languages, after.languages),
  ];
  if (before.min_followers !== after.min_followers) {
    said.push(`Minimum followers: ${count(after.min_followers)} instead of ${count(before.min_followers)}.`);
  }
  return said;
}

/** Exactly what applying changes in the project. */
export function sayChanges(project: Project, backtest: Backtest): string[] {
  return [
    ...sayJudgingChange(project.judging, backtest.judging),
    ...(backtest.icp ? sayIcpChange(project.icp, backtest.icp) : []),
  ];
}
