import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Project } from "@/api/types";
import { channels, project } from "@/testing/factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

describe("settings", () => {
  it("says what switching dry run off means, and saves it", async () => {
    let saved: Project | null = null;
    server.use(
      http.put("/api/project", async ({ request }) => {
        saved = (await request.json()) as Project;
        return HttpResponse.json({ ...saved, id: project.id });
      }),
    );
    const { user } = openApp("/settings/sending");
    await user.click(await screen.findByRole("switch", { name: "Dry run" }));
    expect(screen.getByText(/Approved messages really go out/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Save changes/ }));
    await waitFor(() => expect(saved).toMatchObject({ outreach: { dry_run: false } }));
    await waitFor(() => expect(screen.queryByText("Not saved yet")).not.toBeInTheDocument());
  });

  it("puts a refused value's sentence under its field", async () => {
    server.use(
      http.put("/api/project", () =>
        HttpResponse.json(
          {
            title: "Something is not right.",
            code: "invalid_answers",
            errors: { "company.name": "This name is taken." },
          },
          { status: 422 },
        ),
      ),
    );
    const { user } = openApp("/settings/project");
    await user.type(await screen.findByLabelText("Company or product name"), "!");
    await user.click(screen.getByRole("button", { name: /Save changes/ }));
    expect(await screen.findByText("This name is taken.")).toBeVisible();
  });

  it("lets a channel that stopped after failures send again", async () => {
    const [telegram] = channels;
    let resumed = false;
    server.use(
      http.get("/api/channels", () => HttpResponse.json([{ ...telegram, paused: !resumed }])),
      http.post("/api/channels/telegram/resume", () => {
        resumed = true;
        return HttpResponse.json({ ...telegram, paused: false });
      }),
    );
    const { user } = openApp("/settings/channels");
    await user.click(await screen.findByRole("button", { name: "Send again" }));
    expect(await screen.findByText("Ready")).toBeVisible();
  });

  it("opens the project's page first", async () => {
    const { router } = openApp("/settings");
    expect(await screen.findByRole("heading", { name: "Project" })).toBeVisible();
    expect(router.state.location.pathname).toBe("/settings/project");
  });
});

describe("the do-not-contact list", () => {
  it("adds a domain and shows the server's sentence for a wrong one", async () => {
    server.use(
      http.post("/api/suppressions", () =>
        HttpResponse.json(
          {
            title: "Not right.",
            code: "invalid_answers",
            errors: { value: "The address looks like name@example.com." },
          },
          { status: 422 },
        ),
      ),
    );
    const { user } = openApp("/suppressions");
    expect(await screen.findByText("competitor.example")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Add to the list" }));
    await user.type(await screen.findByLabelText("Handle or address"), "nobody");
    await user.click(screen.getByRole("button", { name: "Never contact" }));
    expect(await screen.findByText("The address looks like name@example.com.")).toBeVisible();
  });
});
