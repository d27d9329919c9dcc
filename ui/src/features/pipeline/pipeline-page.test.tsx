import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { pipeline } from "@/testing/people-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

describe("the pipeline", () => {
  it("says how far each stage is, how fast, and how long it takes", async () => {
    openApp("/pipeline");
    expect(await screen.findByText("412 leads a second, about 8 s left")).toBeVisible();
    expect(screen.getByRole("progressbar", { name: "Enrich: 743 of 1180" })).toBeInTheDocument();
  });

  it("stops the run by button and then offers to run", async () => {
    let stopped = false;
    server.use(
      http.get("/api/pipeline/status", () =>
        HttpResponse.json(stopped ? { run: null, per_second: null, seconds_left: null, waiting: 437 } : pipeline),
      ),
      http.post("/api/pipeline/stop", () => {
        stopped = true;
        return HttpResponse.json(pipeline.run);
      }),
    );
    const { user } = openApp("/pipeline");
    await user.click(await screen.findByRole("button", { name: /Stop the run/ }));
    expect(await screen.findByRole("button", { name: /Run on 437 leads/ })).toBeVisible();
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

  it("lists what failed, with the person", async () => {
    openApp("/pipeline");
    expect(await screen.findByText("2 leads failed; the others went on")).toBeVisible();
    expect(screen.getByText(/The website is not an address/)).toBeInTheDocument();
  });
});
