import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

describe("data that leaves", () => {
  it("says for each service what for, how often, and of how many people", async () => {
    openApp("/settings/egress");
    const apollo = await screen.findByRole("row", { name: /api\.apollo\.io/ });
    expect(within(apollo).getByText("Searching, Enriching")).toBeVisible();
    expect(within(apollo).getByText("2 refused")).toBeVisible();
    const local = screen.getByRole("row", { name: /127\.0\.0\.1/ });
    expect(within(local).getByText("this machine")).toBeVisible();
    expect(await screen.findByText("User name of 1 person")).toBeVisible();
  });

  it("stops everything with one switch that says its consequence", async () => {
    let asked: unknown = null;
    server.use(
      http.put("/api/egress/local-only", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({ local_only: true, hosts: [] });
      }),
      http.get("/api/egress/summary", () => HttpResponse.json({ local_only: asked !== null, hosts: [] })),
    );
    const { user } = openApp("/settings/egress");
    await user.click(await screen.findByRole("switch", { name: "Nothing leaves this machine" }));
    expect(await screen.findByText(/Every request to another machine is refused/)).toBeVisible();
    expect(asked).toEqual({ on: true });
  });

  it("keeps its filters in the URL and names the person", async () => {
    const asked: URL[] = [];
    server.use(
      http.get("/api/egress", ({ request }) => {
        asked.push(new URL(request.url));
        return HttpResponse.json({ items: [], next: null, total: 0 });
      }),
    );
    const { user, router } = openApp("/settings/egress?lead_id=l-1");
    await user.click(await screen.findByRole("button", { name: "t.me" }));
    expect(router.state.location.search).toEqual({ lead_id: "l-1", host: "t.me" });
    await waitFor(() =>
      expect(Object.fromEntries(asked.at(-1)?.searchParams ?? [])).toMatchObject({ lead_id: "l-1", host: "t.me" }),
    );
    expect(await screen.findByText("No request matches")).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Clear filter About Ada Moreno" }));
    expect(router.state.location.search).toEqual({ host: "t.me" });
  });
});
