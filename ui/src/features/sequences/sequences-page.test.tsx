import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { NewSequence, Scope, SequenceChange, Step } from "@/api/types";
import { openApp } from "@/testing/render";
import { enrollmentRows, estimate, sequence, viewsOf } from "@/testing/sequence-factories";
import { server } from "@/testing/server";

/** Keeps what is sent to an address. */
function heard<T>(method: "post" | "put" | "patch", path: string, answer: (body: T) => object) {
  const bodies: T[] = [];
  server.use(
    http[method](path, async ({ request }) => {
      const body = (await request.json()) as T;
      bodies.push(body);
      return HttpResponse.json(answer(body));
    }),
  );
  return bodies;
}

const card = (name: RegExp) => screen.findByRole("button", { name });
const steps = () =>
  within(screen.getByRole("region", { name: "Steps" }))
    .getAllByRole("button", { name: /^Step \d/ })
    .map((button) => button.getAttribute("aria-label")?.replace(/^Step \d+: ([^.]*).*/, "$1"));

describe("the list of sequences", () => {
  it("shows where the leads stand and when something happens next", async () => {
    openApp("/sequences");
    const row = await screen.findByRole("row", { name: /Full Sequence/ });
    expect(within(row).getByText("v3 · 11 steps · enrolls from 70")).toBeVisible();
    expect(within(row).getByText("84")).toBeVisible();
    expect(within(screen.getByRole("row", { name: /Conference/ })).getByText("Paused")).toBeVisible();
  });

  it("is reached with g then s, walked with j and opened with Enter", async () => {
    const { user, router } = openApp("/dashboard");
    await screen.findByRole("heading", { name: /Dashboard/, level: 1 });
    await user.keyboard("gs");
    await screen.findByRole("row", { name: /Full Sequence/ });
    await user.keyboard("jj{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/sequences/q-2"));
  });

  it("makes one from a template and opens its steps", async () => {
    const wishes = heard<NewSequence>("post", "/api/sequences", () => sequence({ id: "q-new" }));
    const { user, router } = openApp("/sequences");
    await screen.findByRole("row", { name: /Full Sequence/ });
    await user.keyboard("n");
    await user.click(await screen.findByRole("radio", { name: /Telegram, then e-mail/ }));
    await user.click(screen.getByRole("button", { name: /Make it/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/sequences/q-new"));
    expect(wishes).toMatchObject([{ name: "Telegram, then e-mail", template: "telegram_first", steps: null }]);
  });

  it("resumes a paused one with p, and asks before it archives", async () => {
    const scopes = heard<{ scope: Scope }>("post", "/api/enrollments/resume", () => ({
      count: 17,
      sentence: "17 leads go on.",
    }));
    const { user } = openApp("/sequences?id=q-3");
    await screen.findByRole("row", { name: /Conference/ });
    await user.keyboard("p");
    expect(await screen.findByText("17 leads go on.")).toBeVisible();
    expect(scopes).toEqual([{ scope: { sequence_id: "q-3" } }]);
    await user.click(screen.getByRole("button", { name: "More for Conference follow-up" }));
    await user.click(await screen.findByRole("menuitem", { name: "Archive" }));
    expect(await screen.findByRole("button", { name: "Archive and take out 17 leads" })).toBeVisible();
  });

  it("invites to a first one while there is none", async () => {
    server.use(http.get("/api/sequences", () => HttpResponse.json([])));
    openApp("/sequences");
    expect(await screen.findByText("Reach people in steps")).toBeVisible();
    expect(screen.getAllByRole("button", { name: /New sequence/ })).toHaveLength(1);
  });
});

describe("building by keyboard", () => {
  it("walks, adds, moves, removes, and takes it all back", async () => {
    const { user, router } = openApp("/sequences/q-1");
    await card(/^Step 1: Like/);
    const start = steps();
    await user.keyboard("{ArrowDown}{ArrowDown}");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ at: "follow" }));
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    await waitFor(() => expect(steps().slice(0, 2)).toEqual(["Follow", "Like"]));
    await user.keyboard("a");
    await user.click(await screen.findByRole("menuitem", { name: "Email" }));
    await waitFor(() => expect(steps().slice(0, 3)).toEqual(["Follow", "Email", "Like"]));
    await user.keyboard("d");
    await waitFor(() => expect(steps().slice(0, 2)).toEqual(["Follow", "Like"]));
    await user.keyboard("{Control>}zzz{/Control}");
    await waitFor(() => expect(steps()).toEqual(start));
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    await waitFor(() => expect(steps().slice(0, 2)).toEqual(["Follow", "Like"]));
  });

  it("goes across the branches and into the fields of a step", async () => {
    const { user, router } = openApp("/sequences/q-1?at=responded");
    await card(/^Step \d+: Responded\?/);
    await user.keyboard("{ArrowLeft}");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ at: "warm" }));
    await user.keyboard("{ArrowRight}");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ at: "like_another" }));
    await user.keyboard("{Enter}");
    expect(document.activeElement).toHaveAccessibleName("Step");
  });
});

describe("building by hand", () => {
  it("drags a card to another place on the line", async () => {
    openApp("/sequences/q-1");
    const like = await card(/^Step 1: Like/);
    const plus = screen.getByRole("button", { name: "Add a step after Follow" }).parentElement;
    fireEvent.pointerDown(like, { button: 0, clientX: 0, clientY: 0 });
    // jsdom draws nothing, so the canvas begins at 0, 0.
    const at = {
      clientX: Number.parseFloat(plus?.style.left ?? ""),
      clientY: Number.parseFloat(plus?.style.top ?? ""),
    };
    fireEvent.pointerMove(window, at);
    fireEvent.pointerUp(window, at);
    await waitFor(() => expect(steps().slice(0, 3)).toEqual(["Follow", "Like", "Wait 24 h"]));
  });

  it("puts the card back on Esc", async () => {
    openApp("/sequences/q-1");
    const like = await card(/^Step 1: Like/);
    const start = steps();
    fireEvent.pointerDown(like, { button: 0, clientX: 0, clientY: 0 });
    fireEvent.pointerMove(window, { clientX: 300, clientY: 400 });
    fireEvent.keyDown(window, { key: "Escape" });
    fireEvent.pointerUp(window);
    expect(steps()).toEqual(start);
  });

  it("changes a delay on the line", async () => {
    const { user } = openApp("/sequences/q-1");
    await user.click(await screen.findByRole("button", { name: /^Follow: after 6 h/ }));
    const field = await screen.findByRole("spinbutton", { name: "Delay before Follow" });
    await user.clear(field);
    await user.type(field, "8");
    expect(await screen.findByRole("button", { name: /^Follow: after 8 h/, hidden: true })).toBeVisible();
  });

  it("says the platform's rule, and that a step without a yes goes out unread", async () => {
    const { user } = openApp("/sequences/q-1?at=reply");
    const panel = await screen.findByRole("complementary", { name: "Reply on X" });
    expect(within(panel).getByText(/X allows automated replies only/)).toBeVisible();
    await user.click(within(panel).getByRole("switch", { name: "Needs your yes" }));
    expect(await screen.findByText("It goes out when it is due.")).toBeVisible();
  });
});

describe("checking and saving", () => {
  const wrong = (severity: "error" | "warning") => ({
    step: "follow",
    severity,
    code: "unread",
    sentence: "This follow needs a second look.",
  });

  it("does not save what is wrong, says why, and leads to the step", async () => {
    heard<{ steps: Step[] }>("post", "/api/sequences/check", (body) => ({
      problems: [wrong("error")],
      views: viewsOf(body.steps),
    }));
    const { user, router } = openApp("/sequences/q-1?at=like");
    await card(/^Step 1: Like/);
    expect(screen.getByRole("button", { name: "Save as version 4" })).toBeDisabled();
    await user.keyboard("d");
    expect(await screen.findByText("1 problem to solve first.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Save as version 4" })).toBeDisabled();
    await user.click(within(screen.getByRole("list", { name: "Problems" })).getByRole("button"));
    await waitFor(() => expect(router.state.location.search).toMatchObject({ at: "follow" }));
  });

  it("saves with a warning, and says who stays on the old version", async () => {
    heard<{ steps: Step[] }>("post", "/api/sequences/check", (body) => ({
      problems: [wrong("warning")],
      views: viewsOf(body.steps),
    }));
    let now = sequence();
    server.use(http.get("/api/sequences/q-1", () => HttpResponse.json(now)));
    const saved = heard<{ steps: Step[] }>("put", "/api/sequences/q-1/steps", (body) => {
      now = sequence({ steps: body.steps, version: 4, version_id: "v-4" });
      return { sequence: now, changed: true, still_on_older: 102 };
    });
    const moved = heard<{ version_id: string }>("post", "/api/sequences/q-1/move", () => ({
      moved: 101,
      stayed: 1,
      sentence: "101 leads moved over. 1 stayed: its step is gone.",
    }));
    const { user } = openApp("/sequences/q-1?at=like");
    await card(/^Step 1: Like/);
    await user.keyboard("d");
    await waitFor(() => expect(screen.getByRole("button", { name: "Save as version 4" })).toBeEnabled());
    await user.keyboard("{Control>}s{/Control}");
    expect(await screen.findByText(/102 leads stay on version 3 or older ones until you move them over/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Save and move them over" }));
    expect(await screen.findByText(/Saved as version 4. 101 leads moved over/)).toBeVisible();
    expect(saved[0]?.steps[0]?.key).toBe("follow");
    expect(moved).toEqual([{ version_id: "v-4" }]);
    expect(screen.getByRole("button", { name: "Save as version 5" })).toBeDisabled();
  });

  it("asks before unsaved steps are left", async () => {
    const { user, router } = openApp("/sequences/q-1?at=like");
    await card(/^Step 1: Like/);
    await user.keyboard("d");
    await user.keyboard("gl");
    await user.click(await screen.findByRole("button", { name: "Stay here" }));
    expect(router.state.location.pathname).toBe("/sequences/q-1");
    await user.keyboard("gl");
    await user.click(await screen.findByRole("button", { name: "Leave and lose them" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/leads"));
  });
});

describe("the funnel", () => {
  it("counts on the same track, and says how it ended", async () => {
    const { user, router } = openApp("/sequences/q-1");
    await card(/^Step 1: Like/);
    await user.keyboard("f");
    expect(await card(/Reply on X.*129 leads came here: 16 here, 12 wait for your yes, 104 done/)).toBeVisible();
    expect(screen.getByText("no 64")).toBeVisible();
    expect(within(screen.getByRole("region", { name: "How it ended" })).getByText("Taken out by you")).toBeVisible();
    expect(router.state.location.search).toMatchObject({ view: "funnel" });
  });
});

describe("the leads of a sequence", () => {
  it("are filtered in the URL by state and step", async () => {
    const asked: string[] = [];
    server.use(
      http.get("/api/enrollments", ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ items: enrollmentRows, next: null, total: 5 });
      }),
    );
    openApp("/sequences/q-1?tab=leads&state=paused&step=responded");
    expect(await screen.findByRole("row", { name: /Linnea Aalto/ })).toBeVisible();
    expect(asked[0]).toContain("sequence=q-1");
    expect(asked[0]).toContain("state=paused");
    expect(asked[0]).toContain("step=responded");
    expect(screen.getByRole("button", { name: "Clear filter At Responded?" })).toBeVisible();
  });

  it("are taken out for the selection, after a question", async () => {
    const scopes = heard<{ scope: Scope }>("post", "/api/enrollments/exit", () => ({
      count: 1,
      sentence: "Taken out.",
    }));
    const { user } = openApp("/sequences/q-1?tab=leads");
    await screen.findByRole("row", { name: /Ada Moreno/ });
    await user.keyboard("jxjx");
    const bar = await screen.findByRole("toolbar", { name: "Selection" });
    await user.click(within(bar).getByRole("button", { name: "Take out" }));
    await user.click(await screen.findByRole("button", { name: "Take 2 leads out" }));
    expect(await screen.findByText("2 of 2 taken out.")).toBeVisible();
    expect(scopes.map((one) => one.scope)).toEqual([{ enrollment_id: "e-1" }, { enrollment_id: "e-2" }]);
  });
});

describe("enrolling", () => {
  it("shows what it comes to before it starts, and says the number on the button", async () => {
    const asked = heard<object>("post", "/api/sequences/q-1/enroll/estimate", () => estimate);
    const enrolled = heard<object>("post", "/api/sequences/q-1/enroll", () => ({
      enrolled: 42,
      skipped: [],
      sentence: "42 leads enrolled.",
    }));
    const { user } = openApp("/sequences/q-1");
    await card(/^Step 1: Like/);
    await user.keyboard("e");
    expect(await screen.findByText(/3 left out: 2 on the do-not-contact list, 1 already in it/)).toBeVisible();
    expect(screen.getByText("20 actions a day")).toBeVisible();
    expect(enrolled).toEqual([]);
    await user.click(screen.getByRole("checkbox", { name: /written to already/ }));
    await waitFor(() => expect(asked.at(-1)).toEqual({ min_score: 70, again: true }));
    await user.click(await screen.findByRole("button", { name: "Enroll 42 leads" }));
    expect(await screen.findByText("42 leads enrolled.")).toBeVisible();
    expect(enrolled).toEqual([{ min_score: 70, again: true }]);
  });
});

describe("the settings of a sequence", () => {
  it("switch off who comes in by itself", async () => {
    const changes = heard<SequenceChange>("patch", "/api/sequences/q-1", () => sequence());
    const { user } = openApp("/sequences/q-1?tab=settings");
    await user.click(await screen.findByRole("switch", { name: "Enroll good leads by itself" }));
    await user.click(screen.getByRole("button", { name: /Save/ }));
    await waitFor(() => expect(changes[0]?.settings).toEqual({ auto_enroll_score: null, pause_company: true }));
  });
});
