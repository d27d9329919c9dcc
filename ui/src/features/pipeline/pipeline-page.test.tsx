import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { idle, pipeline, run } from "@/testing/engine-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

/** The pipeline at rest, remembering what it was asked to run. */
function atRest(over: Partial<typeof idle> = {}) {
  const wishes: unknown[] = [];
  server.use(
    http.get("/api/pipeline/status", () => HttpResponse.json({ ...idle, ...over })),
    http.post("/api/pipeline/run", async ({ request }) => {
      wishes.push(await request.json());
      return HttpResponse.json(run());
    }),
  );
  return wishes;
}

describe("the pipeline", () => {
  it("says how far each stage is, how fast, and how long it takes", async () => {
    openApp("/pipeline");
    expect(await screen.findByText("412 leads a second, about 8 s left")).toBeVisible();
    expect(screen.getByRole("progressbar", { name: "Enrich: 743 of 1180" })).toBeInTheDocument();
    expect(screen.getByText("31 leads a second, about 7 s left")).toBeVisible();
  });

  it("stops the run by button and then offers to run, saying on what", async () => {
    let stopped = false;
    server.use(
      http.get("/api/pipeline/status", () => HttpResponse.json(stopped ? idle : pipeline)),
      http.post("/api/pipeline/stop", () => {
        stopped = true;
        return HttpResponse.json(pipeline.run);
      }),
    );
    const { user } = openApp("/pipeline");
    await user.click(await screen.findByRole("button", { name: /Stop the run/ }));
    expect(await screen.findByRole("button", { name: /Run on 1 source and 437 leads/ })).toBeVisible();
  });

  it("stops by key as well", async () => {
    let stops = 0;
    server.use(
      http.post("/api/pipeline/stop", () => {
        stops += 1;
        return HttpResponse.json(null);
      }),
    );
    const { user } = openApp("/pipeline");
    await screen.findByRole("button", { name: /Stop the run/ });
    await user.keyboard("s");
    await waitFor(() => expect(stops).toBe(1));
  });

  it("takes every source that is on, or only the ones that are ticked", async () => {
    const wishes = atRest();
    const { user } = openApp("/pipeline");
    await user.click(await screen.findByRole("button", { name: /Run on 1 source/ }));
    await user.click(await screen.findByRole("checkbox", { name: /Backlog posts on X/ }));
    await user.click(await screen.findByRole("button", { name: /Run on 437 leads/ }));
    await waitFor(() =>
      expect(wishes).toEqual([
        { dry_run: false, sources: null },
        { dry_run: false, sources: [] },
      ]),
    );
  });

  it("runs dry by key and shows what it would do", async () => {
    const wishes = atRest({
      run: run({ state: "finished", dry_run: true, sentence: "Would judge 437 leads and ask Ollama 437 times." }),
    });
    const { user } = openApp("/pipeline");
    expect(await screen.findByText("Would judge 437 leads and ask Ollama 437 times.")).toBeVisible();
    await user.keyboard("d");
    await waitFor(() => expect(wishes).toEqual([{ dry_run: true, sources: null }]));
  });

  it("lists what failed when asked, with the person or the source", async () => {
    const { user } = openApp("/pipeline");
    await user.click(await screen.findByText("2 leads failed; the others went on"));
    expect(await screen.findByText(/The website is not an address/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Samuel Okafor" })).toHaveAttribute("href", "/leads/l-4");
    await user.click(screen.getByText("1 source failed; the others went on"));
    expect(await screen.findByRole("link", { name: "Open the source" })).toHaveAttribute(
      "href",
      "/sources?id=source-x",
    );
  });

  it("runs by itself as often as chosen", async () => {
    let asked: unknown = null;
    atRest();
    server.use(
      http.put("/api/pipeline/schedule", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({ every_minutes: null, next_at: null });
      }),
    );
    const { user } = openApp("/pipeline");
    const select = await screen.findByRole("combobox", { name: "Runs by itself" });
    expect(select).toHaveTextContent("Every 30 minutes");
    await user.click(select);
    await user.click(await screen.findByRole("option", { name: "Off" }));
    await waitFor(() => expect(asked).toEqual({ every_minutes: null }));
  });

  it("says so while the rules stand in for the model", async () => {
    atRest({ llm: "Judged offline: Ollama does not answer at 127.0.0.1:11434." });
    openApp("/pipeline");
    expect(await screen.findByText(/Judged offline: Ollama does not answer/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Look at the model" })).toHaveAttribute("href", "/settings/model");
  });
});
