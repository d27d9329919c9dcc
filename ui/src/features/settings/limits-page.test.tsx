import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Project } from "@/api/types";
import { project } from "@/testing/factories";
import { diff, limits } from "@/testing/plan-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

function givenSaving() {
  const saved: Project[] = [];
  server.use(
    http.put("/api/project", async ({ request }) => {
      const body = (await request.json()) as Project;
      saved.push(body);
      return HttpResponse.json({ ...body, id: project.id });
    }),
  );
  return saved;
}

const lineOf = async (name: string) => {
  const button = await screen.findByRole("button", { name, expanded: false });
  return button.closest("li") as HTMLElement;
};

describe("the limits", () => {
  it("stand beside today's use, with why one waits", async () => {
    openApp("/settings/limits");
    const follows = await lineOf("Follows on X");
    expect(await within(follows).findByText("5 of 5 this hour")).toBeVisible();
    expect(follows).toHaveTextContent(/The limit of 5 follows an hour is reached\. Free again/);
    expect(within(follows).getByRole("progressbar", { name: "Follows on X, used today" })).toHaveAttribute(
      "aria-valuenow",
      "5",
    );
    expect(screen.getByText("Open today until 18:00.")).toBeVisible();
  });

  it("are changed, checked beside the field and put back to the usual", async () => {
    const saved = givenSaving();
    const { user } = openApp("/settings/limits");
    await user.click(await screen.findByRole("button", { name: "Telegram, new chats" }));
    const perDay = screen.getByLabelText("A day");
    await user.clear(perDay);
    await user.type(perDay, "25");
    expect(await screen.findByText("It starts with more than that a day")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Back to the usual" }));
    await waitFor(() => expect(screen.queryByText("It starts with more than that a day")).toBeNull());
    const most = screen.getByLabelText("Up to");
    await user.clear(most);
    await user.type(most, "12");
    await user.click(screen.getByRole("button", { name: /Save changes/ }));
    await waitFor(() =>
      expect(saved.at(-1)?.outreach.telegram).toMatchObject({ per_day: 5, ramp: { add: 1, every_days: 1, most: 12 } }),
    );
  });

  it("know holidays, vacations and the lead's own hours", async () => {
    const saved = givenSaving();
    const { user } = openApp("/settings/limits");
    await user.type(await screen.findByLabelText("Another holiday"), "2026-12-25");
    await user.click(screen.getByRole("button", { name: "Add holiday" }));
    await user.type(screen.getByLabelText("First day"), "2026-08-10");
    await user.type(screen.getByLabelText("Last day"), "2026-08-03");
    expect(screen.getByText("It ends before it begins")).toBeVisible();
    await user.clear(screen.getByLabelText("Last day"));
    await user.type(screen.getByLabelText("Last day"), "2026-08-21");
    await user.click(screen.getByRole("button", { name: "Add vacation" }));
    await user.click(screen.getByRole("switch", { name: "Keep to the lead's own hours as well" }));
    await user.click(screen.getByRole("button", { name: /Save changes/ }));
    await waitFor(() =>
      expect(saved.at(-1)?.outreach).toMatchObject({
        holidays: ["2026-12-25"],
        vacation: [{ from: "2026-08-10", to: "2026-08-21" }],
        lead_hours: { start: "08:00", end: "19:00" },
      }),
    );
    await user.click(screen.getByRole("button", { name: "Remove Friday 25 December 2026" }));
    expect(screen.getByText("No holidays yet.")).toBeVisible();
  });

  it("offer, after a change, to see what it does to the next days", async () => {
    const { user, router } = openApp("/settings/limits");
    const all = await screen.findByLabelText("At most");
    await user.clear(all);
    await user.type(all, "45");
    expect(await screen.findByText(new RegExp(diff().sentence))).toBeVisible();
    await user.click(screen.getByRole("button", { name: "See what changes" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/preview"));
    expect(router.state.location.search).toMatchObject({ view: "what_if", try: { actions_per_day: 45 } });
  });

  it("let a channel go on that stopped after failures", async () => {
    let resumed = "";
    server.use(
      http.post("/api/channels/:channel/resume", ({ params }) => {
        resumed = String(params.channel);
        return HttpResponse.json({});
      }),
    );
    const { user } = openApp("/settings/limits");
    await user.click(await screen.findByRole("button", { name: "Resume channel" }));
    await waitFor(() => expect(resumed).toBe("email"));
  });
});

describe("what was done by hand", () => {
  it("is noted from the palette on any page and counts against today's limits", async () => {
    const noted: unknown[] = [];
    server.use(
      http.post("/api/manual-acts", async ({ request }) => {
        noted.push(await request.json());
        return HttpResponse.json(limits);
      }),
    );
    const { user } = openApp("/dashboard");
    await screen.findByRole("region", { name: "Needs you" });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByPlaceholderText("Type a command"), "by hand{Enter}");
    const many = await screen.findByLabelText("How many");
    await user.clear(many);
    await user.type(many, "4");
    expect(await screen.findByText("Counts against today's limits: 9 of 100 used, 13 with this.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Note 4 likes" }));
    await waitFor(() => expect(noted).toEqual([{ channel: "x", action: "like", lead_id: null, count: 4, at: null }]));
  });

  it("is at least one", async () => {
    const { user } = openApp("/settings/limits");
    await user.click(await screen.findByRole("button", { name: "I did this by hand" }));
    const many = await screen.findByLabelText("How many");
    await user.clear(many);
    await user.type(many, "0");
    expect(screen.getByText("1 to 500")).toBeVisible();
    expect(screen.getByRole("button", { name: "Note it" })).toBeDisabled();
  });
});
