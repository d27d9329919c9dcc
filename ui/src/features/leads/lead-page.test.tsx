import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { draft, lead } from "@/testing/draft-factories";
import { checks, merges } from "@/testing/model-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

const ada = lead(0);

describe("a lead", () => {
  it("says which model judged, or why the rules did", async () => {
    const judgement = ada.judgement && {
      ...ada.judgement,
      note: "Judged offline, because Ollama did not answer",
    };
    server.use(http.get("/api/leads/l-1", () => HttpResponse.json({ ...ada, judgement })));
    openApp("/leads/l-1");
    expect(await screen.findByText("Judged offline, because Ollama did not answer.")).toBeVisible();
    expect(screen.getByText(/judged by rules on this machine/)).toBeVisible();
  });

  it("shows fit and intent apart, and each part with its weight", async () => {
    openApp("/leads/l-1");
    const score = await screen.findByRole("region", { name: "Score" });
    expect(within(score).getByText("Fit, the right person").nextSibling).toHaveTextContent("82");
    expect(within(score).getByText("Intent, wants it now").nextSibling).toHaveTextContent("95");
    expect(within(score).getByText("of 35")).toBeVisible();
  });

  it("checks handles when told to, and never says gone when it cannot be said", async () => {
    let known = ada.checks;
    server.use(
      http.get("/api/leads/l-1", () => HttpResponse.json({ ...ada, checks: known })),
      http.post("/api/leads/l-1/check", () => {
        known = checks;
        return HttpResponse.json(known);
      }),
    );
    const { user } = openApp("/leads/l-1");
    expect(await screen.findByText(/A person with this name is on Telegram/)).toBeVisible();
    await user.keyboard("c");
    expect(await screen.findByText(/Telegram did not say whether this name exists/)).toBeVisible();
    expect(screen.queryByText(/does not exist/)).not.toBeInTheDocument();
  });

  it("takes a merge apart again", async () => {
    let undone = "";
    server.use(
      http.get("/api/leads/:id/merges", () =>
        HttpResponse.json(undone ? merges.map((merge) => ({ ...merge, undone_at: merge.at })) : merges),
      ),
      http.post("/api/merges/:id/undo", ({ params }) => {
        undone = String(params.id);
        return HttpResponse.json({ kept: "l-1", restored: "l-77" });
      }),
    );
    const { user } = openApp("/leads/l-1");
    expect(await screen.findByText(/A. Moreno from Support heads in Germany: the same email address/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Take apart" }));
    expect(await screen.findByText("Taken apart")).toBeVisible();
    expect(undone).toBe("m-1");
  });

  it("is written to on another channel", async () => {
    let asked: unknown = null;
    server.use(
      http.post("/api/leads/l-1/drafts", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json(draft("draft-1", { channel: "x" }));
      }),
    );
    const { user } = openApp("/leads/l-1");
    await screen.findByRole("heading", { name: "Ada Moreno", level: 1 });
    await user.keyboard("w");
    await user.click(await screen.findByRole("menuitem", { name: "For X" }));
    await waitFor(() => expect(asked).toEqual({ channel: "x" }));
  });

  it("says who has seen their data", async () => {
    openApp("/leads/l-1");
    const seen = await screen.findByRole("region", { name: "Who has seen this data" });
    expect(await within(seen).findByText(/1 service outside this machine/)).toBeVisible();
    expect(within(seen).getByText("Checking handles: user name")).toBeVisible();
    expect(within(seen).getByRole("link", { name: "Show each request" })).toHaveAttribute(
      "href",
      "/settings/egress?lead_id=l-1",
    );
  });

  it("is erased with what goes and what stays said before and after", async () => {
    let asked: unknown = null;
    server.use(
      http.post("/api/leads/l-1/erase", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({ sentence: "Ada Moreno is erased.", kept: ["the count of 2 messages sent"] });
      }),
    );
    const { user, router } = openApp("/leads/l-1");
    await user.click(await screen.findByRole("button", { name: "More for this person" }));
    await user.click(await screen.findByRole("menuitem", { name: "Erase the person" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByRole("region", { name: "What stays" })).toBeVisible();
    expect(within(dialog).getByRole("checkbox", { name: /never contact them again/ })).toBeChecked();
    await user.click(within(dialog).getByRole("button", { name: "Erase for good" }));
    expect(await screen.findByText("The count of 2 messages sent.")).toBeVisible();
    expect(asked).toEqual({ suppress: true });
    await user.click(screen.getByRole("button", { name: "To the leads" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/leads"));
  });
});

describe("selected leads", () => {
  it("are enriched only after the credits were seen and confirmed", async () => {
    let asked: unknown = null;
    server.use(
      http.post("/api/apollo/estimate", () => HttpResponse.json({ credits: 2, known: 1 })),
      http.post("/api/apollo/enrich", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({ sentence: "2 people completed for 2 credits." });
      }),
    );
    const { user } = openApp("/leads");
    await screen.findAllByText("Ada Moreno");
    await user.keyboard("jx");
    await user.click(screen.getByRole("button", { name: "Ask Apollo" }));
    const dialog = await screen.findByRole("dialog");
    expect(await within(dialog).findByText(/At most 2 credits\. 1 person was bought before/)).toBeVisible();
    expect(asked).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Spend 2 credits" }));
    await waitFor(() => expect(asked).toEqual({ lead_ids: ["l-1"], credits: 2 }));
  });

  it("are put together when two are one person", async () => {
    let asked: unknown = null;
    server.use(
      http.post("/api/leads/l-1/merge", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json(ada);
      }),
    );
    const { user } = openApp("/leads");
    await screen.findAllByText("Ada Moreno");
    await user.keyboard("jx");
    expect(screen.queryByRole("button", { name: "Same person" })).not.toBeInTheDocument();
    await user.keyboard("{Shift>}j{/Shift}");
    await user.click(screen.getByRole("button", { name: "Same person" }));
    await waitFor(() => expect(asked).toEqual({ other: "l-2" }));
  });

  it("have their handles checked together", async () => {
    let asked: unknown = null;
    server.use(
      http.post("/api/handle-checks", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({ queued: 2 });
      }),
    );
    const { user } = openApp("/leads");
    await screen.findAllByText("Ada Moreno");
    await user.keyboard("jx");
    await user.keyboard("{Shift>}j{/Shift}");
    await user.click(screen.getByRole("button", { name: "Check handles" }));
    await waitFor(() => expect(asked).toEqual({ lead_ids: ["l-1", "l-2"] }));
    expect(await screen.findByText(/The handles of 2 leads are being checked/)).toBeVisible();
  });
});
