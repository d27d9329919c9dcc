import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { PreviewOrder, Project } from "@/api/types";
import { longDay } from "@/lib/zoned";
import { project } from "@/testing/factories";
import { diff, emptyPlan, plan } from "@/testing/plan-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

const { days } = plan();
const busy = days.filter((day) => day.acts > 0);
const [first, second] = busy;
const closed = days.find((day) => day.closed);
const dayButton = (date: string | undefined) =>
  screen.findByRole("button", { name: new RegExp(`^${longDay(date ?? "")}\\b`) });

/** Records what was asked of the server. */
function givenPlan() {
  const asked: PreviewOrder[] = [];
  server.use(
    http.post("/api/preview", async ({ request }) => {
      asked.push((await request.json()) as PreviewOrder);
      return HttpResponse.json(plan());
    }),
  );
  return asked;
}

describe("the preview", () => {
  it("shows what each day holds and why some hold nothing", async () => {
    openApp("/preview");
    expect(await dayButton(first?.date)).toHaveAccessibleName(
      new RegExp(`${first?.acts} actions, ${first?.x} on X, ${first?.telegram} on Telegram`),
    );
    expect(await dayButton(closed?.date)).toHaveAccessibleName(new RegExp(`closed, ${closed?.closed}`));
    expect(screen.getByText(plan().sentence)).toBeVisible();
    expect(
      within(screen.getByRole("list", { name: "What waits" })).getByText("Waiting for your approval"),
    ).toBeVisible();
  });

  it("marks today", async () => {
    openApp("/preview");
    expect(await dayButton(days[0]?.date)).toHaveAttribute("aria-current", "date");
  });

  it("lists the day that is clicked", async () => {
    const { user, router } = openApp("/preview");
    await user.click(await dayButton(second?.date));
    const list = screen.getByRole("grid", { name: "What happens" });
    expect(within(list).getByText(longDay(second?.date ?? ""))).toBeVisible();
    expect(within(list).queryByText(longDay(first?.date ?? ""))).toBeNull();
    expect(router.state.location.search).toMatchObject({ day: second?.date });
  });

  it("goes from day to day with the arrows and opens one with Enter", async () => {
    const { user, router } = openApp(`/preview?day=${days[4]?.date}`);
    (await dayButton(days[4]?.date)).focus();
    await user.keyboard("{ArrowRight}{ArrowDown}");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ day: days[12]?.date }));
    expect(await dayButton(days[12]?.date)).toHaveFocus();
    await user.keyboard("{ArrowLeft}{ArrowUp}{Enter}");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ day: days[4]?.date, view: "list" }));
  });

  it("lists every day, each entry with its time and what made it later", async () => {
    openApp("/preview?view=list");
    const list = await screen.findByRole("grid", { name: "What happens" });
    expect(within(list).getAllByText(longDay(first?.date ?? "")).length).toBe(1);
    expect(within(list).getAllByText(/^Wanted .*\. Today's limit for all channels is reached$/).length).toBeGreaterThan(
      0,
    );
    expect(within(list).getAllByText("if you approve at once").length).toBeGreaterThan(0);
  });

  it("asks for one sequence, and for the plan if every yes came at once", async () => {
    const asked = givenPlan();
    const { user, router } = openApp("/preview?sequence=q-1");
    await user.click(await screen.findByRole("switch", { name: "Assume I approve at once" }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked).toEqual([
      { days: 14, sequence_id: "q-1", assume_approval: false },
      { days: 14, sequence_id: "q-1", assume_approval: true },
    ]);
    expect(router.state.location.search).toMatchObject({ assume: true });
  });

  it("invites to enroll when nothing is planned, and to clear a filter that leaves nothing", async () => {
    server.use(http.post("/api/preview", () => HttpResponse.json(emptyPlan())));
    const { user, router } = openApp("/preview?sequence=q-2");
    await user.click(await screen.findByRole("button", { name: "Clear the filter" }));
    expect(await screen.findByRole("link", { name: "Go to Sequences" })).toBeVisible();
    expect(router.state.location.search).toEqual({});
  });
});

describe("what if", () => {
  it("compares other limits, then saves them", async () => {
    const tried: PreviewOrder[] = [];
    let saved: Project | null = null;
    server.use(
      http.post("/api/preview/diff", async ({ request }) => {
        tried.push((await request.json()) as PreviewOrder);
        return HttpResponse.json(diff());
      }),
      http.put("/api/project", async ({ request }) => {
        saved = (await request.json()) as Project;
        return HttpResponse.json({ ...saved, id: project.id });
      }),
    );
    const { user, router } = openApp("/preview?view=what_if");
    const field = await screen.findByLabelText("Actions a day");
    await user.clear(field);
    await user.type(field, "45");
    expect(await screen.findByText(diff().sentence)).toBeVisible();
    expect(tried.at(-1)).toMatchObject({ outreach: { actions_per_day: 45, dry_run: true } });
    expect(router.state.location.search).toMatchObject({ try: { actions_per_day: 45 } });
    expect(screen.getByRole("table", { name: /Actions a day/ })).toBeVisible();

    await user.click(screen.getByRole("button", { name: /Save these limits/ }));
    await waitFor(() => expect(saved).toMatchObject({ outreach: { actions_per_day: 45, undo_secs: 30 } }));
    await waitFor(() => expect(router.state.location.search).not.toHaveProperty("try"));
  });

  it("tries nothing that is not right, and says so beside the field", async () => {
    const { user, router } = openApp("/preview?view=what_if");
    const field = await screen.findByLabelText("Actions a day");
    await user.clear(field);
    await user.type(field, "0");
    expect(await screen.findByText("Actions per day: a whole number from 1 to 1000")).toBeVisible();
    expect(router.state.location.search).not.toHaveProperty("try");
  });

  it("forgets", async () => {
    const { user, router } = openApp("/preview?view=what_if&try=%7B%22actions_per_day%22%3A45%7D");
    await user.click(await screen.findByRole("button", { name: "Forget" }));
    expect(await screen.findByLabelText("Actions a day")).toHaveValue(20);
    await waitFor(() => expect(router.state.location.search).not.toHaveProperty("try"));
  });
});
