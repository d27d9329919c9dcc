import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Template } from "@/api/types";
import { templatePreview } from "@/testing/model-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

describe("templates", () => {
  it("stand by channel, and a channel without one says what is used", async () => {
    openApp("/templates");
    const telegram = await screen.findByRole("region", { name: "Telegram" });
    expect(within(telegram).getByRole("button", { name: /Short hello/ })).toBeVisible();
    expect(within(screen.getByRole("region", { name: "LinkedIn" })).getByText("Built-in text")).toBeVisible();
  });

  it("put a variable in at the cursor and show how it reads", async () => {
    const asked: { body: string; lead_id: string | null }[] = [];
    server.use(
      http.post("/api/templates/preview", async ({ request }) => {
        asked.push((await request.json()) as (typeof asked)[number]);
        return HttpResponse.json(templatePreview);
      }),
    );
    const { user } = openApp("/templates?id=t-1");
    const body = await screen.findByLabelText<HTMLTextAreaElement>("Message");
    await user.click(body);
    body.setSelectionRange(0, 0);
    await user.click(screen.getByRole("button", { name: "Insert" }));
    await user.click(await screen.findByRole("menuitem", { name: /Their company/ }));
    await waitFor(() => expect(body.value.startsWith("{{company}}{{greeting}}")).toBe(true));
    await waitFor(() => expect(asked.at(-1)?.body).toContain("{{company}}{{greeting}}"));
    expect(asked.at(-1)?.lead_id).toBeNull();
    expect(await screen.findByText("104 of 4,096 characters")).toBeVisible();
  });

  it("list beside the text what would block it", async () => {
    server.use(
      http.post("/api/templates/preview", () =>
        HttpResponse.json({
          ...templatePreview,
          body: null,
          limit: null,
          problems: [{ kind: "unresolved", sentence: "{{industry}} is not known of Ingrid Solberg" }],
        }),
      ),
    );
    openApp("/templates?id=t-1");
    const problems = await screen.findByRole("list", { name: "What stands in the way" });
    expect(within(problems).getByText("{{industry}} is not known of Ingrid Solberg.")).toBeVisible();
  });

  it("start from the built-in text and are saved with one key", async () => {
    let made: Partial<Template> | null = null;
    server.use(
      http.post("/api/templates", async ({ request }) => {
        made = (await request.json()) as Partial<Template>;
        return HttpResponse.json({ ...made, id: "t-new", updated_at: new Date().toISOString() });
      }),
    );
    const { user } = openApp("/templates?fresh=email");
    await user.type(await screen.findByLabelText("Name"), "Mine");
    await user.click(screen.getByRole("button", { name: "Start from the built-in text" }));
    await waitFor(() => expect(screen.getByLabelText("Subject")).toHaveValue("{{topic}} at {{company}}"));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(made).toMatchObject({ name: "Mine", channel: "email", variant: "A", enabled: true }));
  });

  it("keep half-written words while another one is looked at", async () => {
    const { user } = openApp("/templates?id=t-1");
    await user.type(await screen.findByLabelText("Message"), " and more");
    await user.click(screen.getByRole("button", { name: /Monday question/ }));
    await waitFor(() => expect(screen.getByLabelText("Name")).toHaveValue("Monday question"));
    await user.click(screen.getByRole("button", { name: /Short hello/ }));
    await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>("Message").value).toMatch(/ and more$/));
    await user.click(screen.getByRole("button", { name: "Discard" }));
    expect(screen.getByLabelText<HTMLTextAreaElement>("Message").value).not.toContain("and more");
  });

  it("put the server's sentence under its field", async () => {
    server.use(
      http.put("/api/templates/t-1", () =>
        HttpResponse.json(
          { title: "Not right.", code: "invalid_answers", errors: { body: "Braces are opened and never closed." } },
          { status: 422 },
        ),
      ),
    );
    const { user } = openApp("/templates?id=t-1");
    await user.type(await screen.findByLabelText("Message"), "!");
    await user.click(screen.getByRole("button", { name: /Save and use it/ }));
    expect(await screen.findByText("Braces are opened and never closed.")).toBeVisible();
  });
});
