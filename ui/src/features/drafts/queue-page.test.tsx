import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { DraftDetail } from "@/api/types";
import { draft, draftRows, variant, wordlessRows } from "@/testing/draft-factories";
import { page } from "@/testing/factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

const soon = () => new Date(Date.now() + 30_000).toISOString();
const yes = (draftId: string) => ({
  approval_id: `approval-${draftId}`,
  delivery_id: "d-1",
  draft_id: draftId,
  undo_until: soon(),
  sentence: "Goes to @ada_moreno in 30 s.",
});

/** A queue that loses a draft once it is decided; records every request body. */
function givenQueue(rows = draftRows.slice(0, 3)) {
  const decided = new Set<string>();
  const asked: { approve: unknown[]; reject: unknown[]; undo: string[]; bulk: unknown[]; save: unknown[] } = {
    approve: [],
    reject: [],
    undo: [],
    bulk: [],
    save: [],
  };
  const rowOf = (id: string) => rows.find((row) => id.startsWith(row.id)) ?? rows[0];
  server.use(
    http.get("/api/drafts", () => HttpResponse.json(page(rows.filter((row) => !decided.has(row.id))))),
    http.post("/api/drafts/approve", async ({ request }) => {
      const body = (await request.json()) as { items: { id: string; fingerprint: string }[] };
      asked.bulk.push(body);
      return HttpResponse.json({ approved: body.items.map((item) => yes(item.id)), refused: [] });
    }),
    http.post("/api/drafts/:id/approve", async ({ params, request }) => {
      asked.approve.push({ id: params.id, body: await request.json() });
      decided.add(rowOf(String(params.id))?.id ?? "");
      return HttpResponse.json(yes(String(params.id)));
    }),
    http.post("/api/drafts/:id/reject", async ({ params, request }) => {
      asked.reject.push({ id: params.id, body: await request.json() });
      decided.add(String(params.id));
      return HttpResponse.json(rowOf(String(params.id)));
    }),
    http.post("/api/approvals/:id/undo", ({ params }) => {
      asked.undo.push(String(params.id));
      decided.clear();
      return HttpResponse.json(rows[0]);
    }),
    http.put("/api/drafts/:id", async ({ request }) => {
      const body = (await request.json()) as { subject: string | null; body: string };
      asked.save.push(body);
      return HttpResponse.json(
        variant("A", {
          id: "draft-1-a",
          body: body.body,
          paragraphs: body.body.split("\n\n"),
          edited: true,
          fingerprint: "sha256-edited",
        }),
      );
    }),
  );
  return asked;
}

const openDraft = (name: string) => screen.findByRole("article", { name: `Draft to ${name}` });

describe("the queue", () => {
  it("approves with the keyboard exactly the text that is shown", async () => {
    const asked = givenQueue();
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");

    await user.keyboard("2a");

    await waitFor(() => expect(asked.approve).toEqual([{ id: "draft-1-b", body: { fingerprint: "sha256-B" } }]));
    expect(await openDraft("Jonas Weber")).toBeVisible();
  });

  it("says the consequence on the button", async () => {
    givenQueue();
    openApp("/queue");
    expect(await screen.findByRole("button", { name: "Approve & send in 30 s" })).toBeEnabled();
  });

  it("moves with j and k, and opens what the cursor is on", async () => {
    givenQueue();
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    await user.keyboard("jj");
    expect(await openDraft("Linnea Aalto")).toBeVisible();
    await user.keyboard("k");
    expect(await openDraft("Jonas Weber")).toBeVisible();
  });

  it("marks the evidence in the post", async () => {
    givenQueue();
    openApp("/queue");
    const why = await screen.findByRole("complementary", { name: "Why Ada Moreno" });
    expect(within(why).getByText("support backlog tripled").tagName).toBe("MARK");
    expect(within(why).getByText("91 of 100")).toBeVisible();
  });

  it("shows what changed when the draft is not the one that was read, and approves the new one only after", async () => {
    const asked = givenQueue();
    let current: DraftDetail = draft("draft-1");
    server.use(
      http.get("/api/drafts/draft-1", () => HttpResponse.json(current)),
      http.post("/api/drafts/:id/approve", async ({ request }) => {
        const body = (await request.json()) as { fingerprint: string };
        asked.approve.push(body);
        if (body.fingerprint !== "sha256-new") {
          return HttpResponse.json(
            { title: "The draft changed.", detail: "Read it again.", status: 409, code: "draft_changed" },
            { status: 409 },
          );
        }
        return HttpResponse.json(yes("draft-1"));
      }),
    );
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    current = draft("draft-1", {
      variants: [
        variant("A", {
          id: "draft-1-a",
          body: "Hi Ada, something new.",
          paragraphs: ["Hi Ada, something new."],
          fingerprint: "sha256-new",
        }),
      ],
    });

    await user.keyboard("a");

    const changed = await screen.findByRole("region", { name: "The draft changed" });
    const words = (tag: "ins" | "del") => [...changed.querySelectorAll(tag)].map((part) => part.textContent).join(" ");
    expect(words("ins")).toContain("something");
    expect(words("del")).toContain("backlog");
    await user.keyboard("a");
    expect(asked.approve).toHaveLength(1);

    await user.click(screen.getByRole("button", { name: "I have read the new text" }));
    await user.keyboard("a");
    await waitFor(() => expect(asked.approve).toEqual([{ fingerprint: "sha256-A" }, { fingerprint: "sha256-new" }]));
  });

  it("takes the last approval back with u and comes back to that draft", async () => {
    const asked = givenQueue();
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    await user.keyboard("a");
    await openDraft("Jonas Weber");
    expect(await screen.findByRole("button", { name: /Undo \d+ s/ })).toBeVisible();

    await user.keyboard("u");

    await waitFor(() => expect(asked.undo).toEqual(["approval-draft-1-a"]));
    expect(await openDraft("Ada Moreno")).toBeVisible();
  });

  it("rejects only with a reason", async () => {
    const asked = givenQueue();
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");

    await user.keyboard("r");
    const field = await screen.findByRole("textbox", { name: "Why not write this to Ada Moreno?" });
    expect(field).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(screen.getByRole("alert")).toHaveTextContent("A reason is needed.");
    expect(asked.reject).toEqual([]);

    await user.keyboard("Works for us already{Enter}");
    await waitFor(() => expect(asked.reject).toEqual([{ id: "draft-1", body: { reason: "Works for us already" } }]));
    expect(await openDraft("Jonas Weber")).toBeVisible();
  });

  it("asks for an explicit yes before a second first message", async () => {
    const asked = givenQueue();
    server.use(
      http.post("/api/drafts/:id/approve", async ({ request }) => {
        const body = (await request.json()) as { again?: boolean };
        asked.approve.push(body);
        if (body.again) return HttpResponse.json(yes("draft-1"));
        return HttpResponse.json(
          {
            title: "You wrote to Ada on Monday.",
            detail: "Write again only if you mean it.",
            status: 422,
            code: "already_contacted",
          },
          { status: 422 },
        );
      }),
    );
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    await user.keyboard("a");

    await user.click(await screen.findByRole("button", { name: "Yes, write to Ada Moreno again" }));

    await waitFor(() =>
      expect(asked.approve).toEqual([{ fingerprint: "sha256-A" }, { fingerprint: "sha256-A", again: true }]),
    );
  });

  it("edits in place, saves with Ctrl+Enter and approves the edited text", async () => {
    const asked = givenQueue();
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    await user.keyboard("e");
    const field = await screen.findByRole("textbox", { name: "Message" });
    await user.clear(field);
    await user.type(field, "Short and mine.");
    await user.keyboard("{Control>}{Enter}{/Control}");

    await waitFor(() => expect(asked.save).toEqual([{ subject: null, body: "Short and mine." }]));
    expect(await screen.findByRole("radio", { name: "Machine's text" })).toBeVisible();
    await user.keyboard("a");
    await waitFor(() => expect(asked.approve).toEqual([{ id: "draft-1-a", body: { fingerprint: "sha256-edited" } }]));
  });

  it("does not save a mail that is over its limit", async () => {
    const asked = givenQueue();
    const { user } = openApp("/queue?id=draft-3");
    await openDraft("Linnea Aalto");
    await user.keyboard("e");
    const field = await screen.findByRole("textbox", { name: "Message" });
    await user.clear(field);
    await user.click(field);
    await user.paste("word ".repeat(121));

    expect(screen.getByText("121 of 120 words, 1 too many")).toBeVisible();
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(asked.save).toEqual([]);
  });

  it("approves several at once only when each was opened", async () => {
    const asked = givenQueue();
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    await user.keyboard("xj");
    await openDraft("Jonas Weber");
    await user.keyboard("xa");

    await waitFor(() =>
      expect(asked.bulk).toEqual([
        {
          items: [
            { id: "draft-1-a", fingerprint: "sha256-A" },
            { id: "draft-2-a", fingerprint: "sha256-A" },
          ],
        },
      ]),
    );
    expect(asked.approve).toEqual([]);
  });

  it("refuses to approve a selected draft nobody opened", async () => {
    const asked = givenQueue();
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    await user.click(screen.getByRole("checkbox", { name: "Select the draft to Linnea Aalto", hidden: true }));
    await user.keyboard("a");
    expect(await screen.findByText("1 selected draft not opened yet.")).toBeVisible();
    expect(asked.bulk).toEqual([]);
  });

  it("keeps its keys quiet while a text field has the focus", async () => {
    const asked = givenQueue();
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    await user.keyboard("/");
    expect(screen.getByRole("textbox", { name: "Search drafts" })).toHaveFocus();
    await user.keyboard("a");
    expect(asked.approve).toEqual([]);
  });

  it("says after the last one what was decided and when the first goes out", async () => {
    givenQueue(draftRows.slice(0, 1));
    const { user } = openApp("/queue");
    await openDraft("Ada Moreno");
    await user.keyboard("a");
    expect(await screen.findByText("Every draft is decided")).toBeVisible();
    expect(screen.getByText("You approved 1 message.")).toBeVisible();
    expect(screen.getByText(/The first goes out: @ada_moreno on Telegram/)).toBeVisible();
  });

  it("puts an uncertain delivery on top with its one question", async () => {
    givenQueue();
    const settled: unknown[] = [];
    server.use(
      http.post("/api/deliveries/:id/settle", async ({ params, request }) => {
        settled.push({ id: params.id, body: await request.json() });
        return HttpResponse.json({ id: "d-2", lead_name: "Jonas Weber", state: "sent" });
      }),
    );
    const { user } = openApp("/queue");
    const top = await screen.findByRole("region", { name: "Needs an answer first" });
    expect(within(top).getByText("Does paragraph 2 stand in your chat with @jweber?")).toBeVisible();
    await user.click(within(top).getByRole("button", { name: "Yes, it was sent" }));
    await waitFor(() => expect(settled).toEqual([{ id: "d-2", body: { outcome: "sent" } }]));
  });

  it("shows the post that would be liked, and asks for a yes to that", async () => {
    const asked = givenQueue([...draftRows.slice(0, 1), ...wordlessRows]);
    const { user } = openApp("/queue?id=draft-like");
    await openDraft("Ada Moreno");
    const act = screen.getByRole("region", { name: "What will be done" });
    expect(within(act).getByText("Like this post")).toBeVisible();
    expect(within(act).getByText(/Our support backlog tripled/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Rewrite" })).toBeNull();
    await user.keyboard("e");
    expect(screen.queryByRole("textbox", { name: "Message" })).toBeNull();
    expect(screen.getByRole("button", { name: "Approve like" })).toBeEnabled();
    await user.keyboard("a");
    await waitFor(() => expect(asked.approve).toEqual([{ id: "draft-like-a", body: { fingerprint: "sha256-A" } }]));
    expect(await screen.findByText("Follow @jonas_cx")).toBeVisible();
    expect(screen.getByRole("button", { name: "Approve follow" })).toBeEnabled();
  });
});
