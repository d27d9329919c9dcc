import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

describe("leads", () => {
  it("keeps every filter in the URL, as a chip that can be taken off", async () => {
    const { user, router } = openApp("/leads");
    await user.click(await screen.findByRole("button", { name: "Filter" }));
    await user.click(await screen.findByRole("menuitem", { name: "Verdict: relevant" }));
    expect(router.state.location.search).toMatchObject({ verdict: "relevant" });
    await user.click(await screen.findByRole("button", { name: "Clear filter Verdict: relevant" }));
    await waitFor(() => expect(router.state.location.search).not.toHaveProperty("verdict"));
  });

  it("asks the server with the filters of the address", async () => {
    const asked: URL[] = [];
    server.use(
      http.get("/api/leads", ({ request }) => {
        asked.push(new URL(request.url));
        return HttpResponse.json({ items: [], next: null, total: 0 });
      }),
    );
    openApp("/leads?status=sent&q=ada&source=source-1");
    expect(await screen.findByText("No lead matches")).toBeVisible();
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toMatchObject({
      status: "sent",
      q: "ada",
      source: "source-1",
      sort: "score",
    });
  });

  it("moves by keyboard, shows why, and opens the person", async () => {
    const { user, router } = openApp("/leads");
    await screen.findAllByText("Ada Moreno");
    await user.keyboard("j");
    expect(router.state.location.search).toMatchObject({ id: "l-1" });
    const inspector = await screen.findByRole("complementary", { name: "Ada Moreno" });
    expect(await within(inspector).findByText(/asks for a tool/)).toBeVisible();
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { name: "Ada Moreno", level: 1 })).toBeVisible();
  });

  it("marks the quote in the post by its offsets", async () => {
    const { container } = openApp("/leads/l-1");
    await screen.findByRole("heading", { name: "Ada Moreno", level: 1 });
    const marked = [...container.querySelectorAll("mark")].map((mark) => mark.textContent);
    expect(marked).toContain("support backlog tripled");
    expect(marked).toContain("Anyone found a tool");
  });

  it("never contacts someone again, with a reason", async () => {
    let reason: unknown = null;
    server.use(
      http.post("/api/leads/l-1/suppress", async ({ request }) => {
        reason = await request.json();
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = openApp("/leads?id=l-1");
    await screen.findAllByText("Ada Moreno");
    await user.keyboard("b");
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Reason"), "Asked to stop");
    await user.click(within(dialog).getByRole("button", { name: "Never contact" }));
    await waitFor(() => expect(reason).toEqual({ reason: "Asked to stop" }));
  });

  it("needs a name and one way to reach them for a lead by hand", async () => {
    const { user } = openApp("/leads");
    await user.click(await screen.findByRole("button", { name: "Add lead" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Name"), "Bo Lindqvist");
    await user.click(within(dialog).getByRole("button", { name: "Add lead" }));
    expect(await within(dialog).findByText("Enter at least one way to reach them")).toBeVisible();
  });

  it("invites one act when there are none yet", async () => {
    server.use(http.get("/api/leads", () => HttpResponse.json({ items: [], next: null, total: 0 })));
    openApp("/leads");
    expect(await screen.findByRole("link", { name: "Import a CSV file" })).toHaveAttribute("href", "/leads/import");
  });
});
