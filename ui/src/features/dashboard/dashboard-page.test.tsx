import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { dashboard, setup, status } from "@/testing/factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

describe("the dashboard", () => {
  it("lists what needs the person before any number", async () => {
    const { user, router } = openApp("/dashboard");
    const needs = await screen.findByRole("region", { name: "Needs you" });
    expect(needs.compareDocumentPosition(screen.getByText("Qualified", { selector: "dt" }))).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    );
    await user.click(within(needs).getByRole("button", { name: "Review" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/queue"));
  });

  it("says why nothing is sending and fixes it with one button", async () => {
    const dryRun: unknown[] = [];
    server.use(
      http.get("/api/dashboard", () =>
        HttpResponse.json({
          ...dashboard,
          why_nothing: {
            sentence: "Dry run is on: nothing leaves this machine.",
            fix: "Send for real",
            action: "dry_run_off",
          },
        }),
      ),
      http.put("/api/dry-run", async ({ request }) => {
        dryRun.push(await request.json());
        return HttpResponse.json(status());
      }),
    );
    const { user } = openApp("/dashboard");
    await user.click(await screen.findByRole("button", { name: "Send for real" }));
    await waitFor(() => expect(dryRun).toEqual([{ on: false }]));
  });

  it("leads to the next days when only waiting helps", async () => {
    const why_nothing = { sentence: "Today's limit for all channels is reached.", fix: null, action: "none" };
    server.use(http.get("/api/dashboard", () => HttpResponse.json({ ...dashboard, why_nothing })));
    const { user, router } = openApp("/dashboard");
    await user.click(await screen.findByRole("button", { name: "See what comes next" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/preview"));
  });

  it("shows the limits in use, and the sequences that run", async () => {
    const { user, router } = openApp("/dashboard");
    const limits = await screen.findByRole("region", { name: "Today's limits" });
    expect(await within(limits).findByText("17 of 20 today")).toBeVisible();
    expect(within(limits).getByText("Follows on X")).toBeVisible();
    expect(within(limits).queryByText("LinkedIn")).toBeNull();
    const running = screen.getByRole("region", { name: "Sequences" });
    expect(await within(running).findByText("Full Sequence")).toBeVisible();
    expect(within(running).getAllByText(/^\d+ in it$/)).toHaveLength(2);
    expect(within(running).queryByText("Conference follow-up")).toBeNull();
    const [preview] = within(running).getAllByRole("button", { name: "Preview" });
    if (preview) await user.click(preview);
    await waitFor(() => expect(router.state.location.search).toMatchObject({ sequence: "q-1" }));
  });

  it("pauses everything with Ctrl+. from any page", async () => {
    let paused = false;
    server.use(
      http.post("/api/pause", () => {
        paused = true;
        return HttpResponse.json(status({ paused: true, sending: "paused", sentence: "Paused by you." }));
      }),
    );
    const { user } = openApp("/dashboard");
    await screen.findByText("Sending on");
    await user.keyboard("{Control>}.{/Control}");
    await waitFor(() => expect(paused).toBe(true));
    expect(await screen.findByText("Paused")).toBeVisible();
    expect(screen.getByRole("button", { name: "Resume" })).toBeVisible();
  });

  it("goes to the queue with g then q", async () => {
    const { user, router } = openApp("/dashboard");
    await screen.findByRole("region", { name: "Needs you" });
    await user.keyboard("gq");
    await waitFor(() => expect(router.state.location.pathname).toBe("/queue"));
  });

  it("opens the palette with Ctrl+K and runs a command from it", async () => {
    const { user, router } = openApp("/dashboard");
    await screen.findByRole("region", { name: "Needs you" });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByPlaceholderText("Type a command"), "deliv{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/deliveries"));
  });

  it("shows the error with a way to try again when the core does not answer", async () => {
    server.use(
      http.get("/api/dashboard", () =>
        HttpResponse.json(
          { title: "The database is locked.", detail: "Close the other copy of the app.", code: "busy" },
          { status: 503 },
        ),
      ),
    );
    openApp("/dashboard");
    expect(await screen.findByText("The database is locked.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
  });

  it("sends a fresh app to the wizard", async () => {
    server.use(http.get("/api/setup", () => HttpResponse.json({ ...setup, needed: true, step: 1 })));
    const { router } = openApp("/dashboard");
    await waitFor(() => expect(router.state.location.pathname).toBe("/setup"));
  });
});
