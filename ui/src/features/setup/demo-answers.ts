import type { Answers } from "@/components/project/answers";

/** A made-up company for trying the app; whatever was typed already stays. Dry run is on, so nothing can leave. */
export function demoAnswers(typed: Answers): Answers {
  const { company, icp, voice } = typed;
  return {
    ...typed,
    company: {
      name: company.name || "Harbour Metrics",
      product_url: company.product_url || "https://harbour.example",
      description: company.description || "Reporting that builds itself for operations teams",
      problem: company.problem || "Reports are built by hand in spreadsheets and are out of date when they are read",
    },
    icp: {
      ...icp,
      keywords: icp.keywords.length > 0 ? icp.keywords : ["operations", "logistics", "manufacturing", "healthcare"],
    },
    connect: { ...typed.connect, x: { way: "assisted", risk_acknowledged: false, client_id: "" }, email: null },
    voice: { ...voice, persona: voice.persona || "Mara", role: voice.role || "Account executive" },
    outreach: { ...typed.outreach, dry_run: true },
  };
}
