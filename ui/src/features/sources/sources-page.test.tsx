import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { SourceSettings } from "@/api/types";
import { run } from "@/testing/engine-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

describe("sources", () => {
  it("shows each with its last pass, and the trouble of one with its fix", async () => {
    openApp("/sources?id=source-x");
    expect(await screen.findByText(/12 people revealed for 12 credits/)).toBeVisible();
    const panel = await screen.findByRole("complementary", { name: "Backlog posts on X" });
    expect(within(panel).getByText("X answered that the limit of this hour is used up.")).toBeVisible();
    expect(within(panel).getByText(/Wait until it is free again/)).toBeVisible();
    expect(within(panel).getByRole("link", { name: "Look at the connection" })).toHaveAttribute(
      "href",
      "/settings/channels",
    );
    expect(within(panel).getByRole("link", { name: /Show 214 leads/ })).toHaveAttribute(
      "href",
      "/leads?source=source-x",
    );
  });

  it("collects from the selected one by key", async () => {
    let asked: unknown = null;
    server.use(
      http.post("/api/pipeline/run", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json(run());
      }),
    );
    const { user, router } = openApp("/sources");
    await screen.findByText("Backlog posts on X");
    await user.keyboard("j");
    expect(router.state.location.search).toMatchObject({ id: "source-x" });
    await user.keyboard("c");
    await waitFor(() => expect(asked).toEqual({ sources: ["source-x"] }));
  });

  it("is switched off without being opened", async () => {
    let saved: unknown = null;
    server.use(
      http.put("/api/sources/source-x", async ({ request }) => {
        saved = await request.json();
        return HttpResponse.json({});
      }),
    );
    const { user, router } = openApp("/sources");
    await user.click(await screen.findByRole("switch", { name: /Backlog posts on X/ }));
    await waitFor(() => expect(saved).toMatchObject({ name: "Backlog posts on X", enabled: false }));
    expect(router.state.location.search).not.toHaveProperty("id");
  });

  it("adds an X search, made from the project's queries, and needs a name", async () => {
    let made: { name: string; settings: SourceSettings } | null = null;
    server.use(
      http.post("/api/sources", async ({ request }) => {
        made = (await request.json()) as typeof made;
        return HttpResponse.json({ id: "source-new" });
      }),
    );
    const { user } = openApp("/sources");
    await screen.findByText("Backlog posts on X");
    await user.keyboard("n");
    await user.click(await screen.findByRole("menuitem", { name: "Search X for posts" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByLabelText("Search 1")).toHaveValue("support backlog growing");
    await user.click(within(dialog).getByRole("button", { name: "Add this source" }));
    expect(await within(dialog).findByText("Give the source a name")).toBeVisible();
    await user.type(within(dialog).getByLabelText("Name"), "Posts");
    await user.click(within(dialog).getByRole("button", { name: "Add this source" }));
    await waitFor(() =>
      expect(made).toMatchObject({
        name: "Posts",
        settings: { kind: "x_search", queries: ["support backlog growing"], most_posts: 200 },
      }),
    );
  });

  it("keeps the leads when it is deleted, and says so", async () => {
    let gone = "";
    server.use(
      http.delete("/api/sources/:id", ({ params }) => {
        gone = String(params.id);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = openApp("/sources?id=source-x");
    await user.click(await screen.findByRole("button", { name: "Delete this source" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText(/Its 214 leads stay/)).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Delete the source" }));
    await waitFor(() => expect(gone).toBe("source-x"));
  });

  it("invites to add the first", async () => {
    server.use(http.get("/api/sources", () => HttpResponse.json([])));
    openApp("/sources");
    expect(await screen.findByText("No source yet")).toBeVisible();
    expect(screen.getByRole("button", { name: "Add a source" })).toBeVisible();
  });
});

describe("people at Apollo", () => {
  it("shows the credits before they are spent, and those who cost nothing", async () => {
    let asked: unknown = null;
    server.use(
      http.post("/api/apollo/reveal", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({ sentence: "2 people added for 1 credit." });
      }),
    );
    const { user } = openApp("/sources/source-apollo/people");
    await user.click(await screen.findByRole("checkbox", { name: "Greta Lohmann" }));
    await user.click(screen.getByRole("checkbox", { name: "Nils Aigner" }));
    expect(screen.getByText("Known, costs nothing")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Reveal 2 people for 1 credit" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText(/1 person is known already and costs nothing again/)).toBeVisible();
    expect(asked).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Spend 1 credit" }));
    await waitFor(() =>
      expect(asked).toEqual({ source_id: "source-apollo", ids: ["person-1", "person-2"], credits: 1 }),
    );
  });

  it("leads to the key while Apollo is not connected", async () => {
    server.use(
      http.post("/api/apollo/search", () =>
        HttpResponse.json({ title: "Apollo is not connected.", code: "apollo_not_connected" }, { status: 422 }),
      ),
    );
    openApp("/sources/source-apollo/people");
    expect(await screen.findByRole("link", { name: "Enter the Apollo key" })).toHaveAttribute(
      "href",
      "/settings/channels",
    );
  });

  it("shows the server's words when it would cost more, and spends nothing", async () => {
    server.use(
      http.post("/api/apollo/reveal", () =>
        HttpResponse.json(
          { title: "It would cost 3 credits now.", detail: "Nothing was spent. Look again.", code: "costs_more" },
          { status: 409 },
        ),
      ),
    );
    const { user } = openApp("/sources/source-apollo/people");
    await user.click(await screen.findByRole("checkbox", { name: "Greta Lohmann" }));
    await user.click(screen.getByRole("button", { name: "Reveal 1 person for 1 credit" }));
    await user.click(await screen.findByRole("button", { name: "Spend 1 credit" }));
    expect(await screen.findByText("Nothing was spent. Look again.")).toBeVisible();
  });
});
