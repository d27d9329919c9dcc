import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { delivery, deliveryRows } from "@/testing/delivery-factories";
import { page } from "@/testing/factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";
import { allowedDeeds } from "./deeds";

describe("the ledger", () => {
  it("lists every delivery with its state, person and reason", async () => {
    openApp("/deliveries");
    const table = await screen.findByRole("table", { name: "Deliveries" });
    const row = within(table).getByText("Claire Dubois").closest("[role='row']");
    expect(row).toHaveTextContent("Failed");
    expect(row).toHaveTextContent("550 no such user");
  });

  it("settles an uncertain one with n", async () => {
    const settled: unknown[] = [];
    server.use(
      http.post("/api/deliveries/:id/settle", async ({ params, request }) => {
        settled.push({ id: params.id, body: await request.json() });
        return HttpResponse.json({ ...delivery("d-2").row, state: "canceled" });
      }),
    );
    const { user } = openApp("/deliveries?id=d-2");
    await screen.findByRole("button", { name: "No, it was not sent" });
    await user.keyboard("n");
    await waitFor(() => expect(settled).toEqual([{ id: "d-2", body: { outcome: "not_sent" } }]));
  });

  it("opens with j, closes with Esc, and filters by the address", async () => {
    const { user, router } = openApp("/deliveries?state=sent");
    await screen.findByText("Mateo Rossi");
    expect(screen.queryByText("Claire Dubois")).toBeNull();
    await user.keyboard("j");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ state: "sent", id: "d-7" }));
    expect(await screen.findByRole("complementary", { name: "Delivery to Linnea Aalto" })).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
  });

  it("names what is done, and asks about a like in its own words", async () => {
    openApp("/deliveries?id=d-11");
    const table = await screen.findByRole("table", { name: "Deliveries" });
    expect(within(table).getByText("Amara Lindqvist").closest("[role='row']")).toHaveTextContent("Like");
    const panel = await screen.findByRole("complementary", { name: "Delivery to Amara Lindqvist" });
    expect(await within(panel).findByText("Did you press the heart under the post of @amara_cx?")).toBeVisible();
    expect(within(panel).getByRole("button", { name: "Open post" })).toBeVisible();
    expect(within(panel).queryByRole("heading", { name: "Message" })).toBeNull();
  });

  it("offers to clear a filter that found nothing", async () => {
    server.use(http.get("/api/deliveries", () => HttpResponse.json(page([]))));
    openApp("/deliveries?state=armed");
    expect(await screen.findByText("No delivery matches")).toBeVisible();
    expect(screen.getByRole("button", { name: "Clear the filter" })).toBeVisible();
  });

  it("never offers a retry where it cannot be known whether it left", () => {
    for (const row of deliveryRows) {
      const deeds = allowedDeeds(row);
      if (row.state === "uncertain") expect(deeds).toMatchObject({ settle: true, retry: false, cancel: false });
      if (row.channel === "email") expect(deeds.prepare).toBe(false);
      if (row.state === "sent") expect(deeds).toEqual({ settle: false, retry: false, cancel: false, prepare: false });
    }
  });
});
