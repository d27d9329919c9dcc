import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { EnrollWho, ReplyForm } from "@/api/types";
import { page } from "@/testing/factories";
import { leadRow } from "@/testing/people-factories";
import { openApp } from "@/testing/render";
import { estimate } from "@/testing/sequence-factories";
import { server } from "@/testing/server";

describe("a person's place in sequences", () => {
  it("is a small track with what was done, where they are and what is ahead", async () => {
    openApp("/leads/l-1");
    const section = await screen.findByRole("region", { name: "Sequences" });
    const spots = await within(section).findAllByRole("listitem");
    expect(spots.map((spot) => spot.textContent).join(" ")).toContain("Like, Done");
    expect(spots.find((spot) => spot.getAttribute("aria-current") === "step")).toHaveTextContent("Responded?");
    expect(within(section).getByText("Looks for a reply in 1 day.")).toBeVisible();
  });
});

describe("they replied", () => {
  it("is noted with its kind, and says what it stopped", async () => {
    const forms: ReplyForm[] = [];
    server.use(
      http.post("/api/leads/l-1/replies", async ({ request }) => {
        forms.push((await request.json()) as ReplyForm);
        return HttpResponse.json({ sentence: "1 sequence stopped, 2 colleagues paused." });
      }),
    );
    const { user } = openApp("/leads/l-1");
    await screen.findByRole("region", { name: "Sequences" });
    await user.keyboard("r");
    await user.click(await screen.findByRole("radio", { name: /Out of office/ }));
    expect(screen.getByRole("button", { name: /pause until then/ })).toBeDisabled();
    await user.type(screen.getByLabelText("Back on"), "2031-03-04");
    await user.click(screen.getByRole("button", { name: /pause until then/ }));
    expect(await screen.findByText("1 sequence stopped, 2 colleagues paused.")).toBeVisible();
    expect(forms[0]).toMatchObject({ kind: "out_of_office", note: null });
    expect(forms[0]?.back_at).toMatch(/^2031-03-0[345]T/);
  });
});

describe("selected leads", () => {
  it("are enrolled in a sequence that is chosen", async () => {
    const asked: EnrollWho[] = [];
    server.use(
      http.post("/api/sequences/q-2/enroll/estimate", async ({ request }) => {
        asked.push((await request.json()) as EnrollWho);
        return HttpResponse.json({ ...estimate, count: 2 });
      }),
    );
    server.use(http.get("/api/leads", () => HttpResponse.json(page([leadRow(0), leadRow(1), leadRow(2)]))));
    const { user } = openApp("/leads");
    await screen.findByRole("row", { name: /Ada Moreno/ });
    await user.keyboard("jxjx");
    await user.keyboard("s");
    await user.click(await screen.findByRole("combobox", { name: "Sequence" }));
    await user.click(await screen.findByRole("option", { name: /Telegram, then e-mail/ }));
    expect(await screen.findByRole("button", { name: "Enroll 2 leads" })).toBeEnabled();
    await waitFor(() => expect(asked.at(-1)).toEqual({ lead_ids: ["l-1", "l-2"], again: false }));
  });
});
