import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { NewBacktest } from "@/api/types";
import { project } from "@/testing/factories";
import { backtest } from "@/testing/model-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

function started() {
  const wishes: NewBacktest[] = [];
  server.use(
    http.post("/api/backtests", async ({ request }) => {
      wishes.push((await request.json()) as NewBacktest);
      return HttpResponse.json(backtest());
    }),
  );
  return wishes;
}

describe("a new backtest", () => {
  it("starts from the project's judging and only scores again unless told otherwise", async () => {
    const wishes = started();
    const { user, router } = openApp("/backtests");
    await screen.findByText("Intent counts more");
    await user.keyboard("n");
    const threshold = await screen.findByRole("slider", { name: "Threshold" });
    threshold.focus();
    await user.keyboard("{ArrowRight}");
    await user.click(screen.getByRole("button", { name: /Try on 500 leads/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/backtests/b-1"));
    expect(wishes).toEqual([
      {
        name: "The threshold is 41 instead of 40",
        judging: { ...project.judging, threshold: 41 },
        icp: null,
        judge_again: false,
        use_llm: false,
        leads: 500,
      },
    ]);
  });

  it("takes over what another page wants to try", async () => {
    const wishes = started();
    const judging = { ...project.judging, guidance: "Only heads of support." };
    const { user } = openApp(`/backtests?judging=${encodeURIComponent(JSON.stringify(judging))}`);
    expect(await screen.findByLabelText(/What makes a lead/)).toHaveValue("Only heads of support.");
    expect(screen.getByText(/Only the model reads your words/)).toBeVisible();
    await user.click(screen.getByRole("radio", { name: /Judge again with the rules/ }));
    await user.click(screen.getByRole("button", { name: /Try on 500 leads/ }));
    await waitFor(() => expect(wishes[0]).toMatchObject({ judging, judge_again: true, use_llm: false }));
  });
});

describe("a backtest", () => {
  it("says in one sentence what would change and shows the differences side by side", async () => {
    const asked: (string | null)[] = [];
    server.use(
      http.get("/api/backtests/:id/rows", ({ request }) => {
        asked.push(new URL(request.url).searchParams.get("only"));
        return HttpResponse.json({ items: [], next: null, total: 0 });
      }),
    );
    const { user, router } = openApp("/backtests/b-1");
    expect(await screen.findByText(/22 would come in and 47 would drop out/)).toBeVisible();
    await user.click(screen.getByRole("radio", { name: /Drops out/ }));
    expect(router.state.location.search).toMatchObject({ only: "newly_out" });
    await waitFor(() => expect(asked).toEqual(["newly_in", "newly_out"]));
    expect(await screen.findByText("No lead is like that")).toBeVisible();
  });

  it("changes nothing before it is applied, and says exactly what it changes", async () => {
    let applied = 0;
    server.use(
      http.post("/api/backtests/b-1/apply", () => {
        applied += 1;
        return HttpResponse.json(project);
      }),
    );
    const { user } = openApp("/backtests/b-1");
    expect(await screen.findByRole("row", { name: /Ada Moreno/ })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Apply" }));
    const dialog = await screen.findByRole("dialog");
    expect(await within(dialog).findByText("The threshold is 50 instead of 40.")).toBeVisible();
    expect(within(dialog).getByText(/47 leads drop out/)).toBeVisible();
    expect(applied).toBe(0);
    await user.click(within(dialog).getByRole("button", { name: /Apply to project and 500 leads/ }));
    await waitFor(() => expect(applied).toBe(1));
  });

  it("is stopped by key while it runs", async () => {
    let stopped = "";
    server.use(
      http.get("/api/backtests/:id", () => HttpResponse.json(backtest({ state: "running", done: 120 }))),
      http.post("/api/backtests/:id/stop", ({ params }) => {
        stopped = String(params.id);
        return HttpResponse.json(backtest({ state: "stopped" }));
      }),
    );
    const { user } = openApp("/backtests/b-1");
    expect(await screen.findByText("120 of 500 leads tried.")).toBeVisible();
    await user.keyboard("s");
    await waitFor(() => expect(stopped).toBe("b-1"));
  });
});
