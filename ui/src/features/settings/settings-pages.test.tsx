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

describe("the order of channels", () => {
  it("is changed one step at a time and one can be left out, never all", async () => {
    let saved: Project | null = null;
    server.use(
      http.put("/api/project", async ({ request }) => {
        saved = (await request.json()) as Project;
        return HttpResponse.json({ ...saved, id: project.id });
      }),
    );
    const { user } = openApp("/settings/sending");
    await user.click(await screen.findByRole("button", { name: "Try X earlier" }));
    await user.click(screen.getByRole("switch", { name: "Write on LinkedIn" }));
    await user.click(screen.getByRole("button", { name: /Save changes/ }));
    await waitFor(() => expect(saved).toMatchObject({ outreach: { channels: ["telegram", "x", "email"] } }));
    for (const name of ["Telegram", "X", "Email"]) {
      await user.click(screen.getByRole("switch", { name: `Write on ${name}` }));
    }
    expect(await screen.findByText("Choose at least one channel")).toBeVisible();
  });
});

describe("the language model", () => {
  const ollama = { ...project, llm: { ...project.llm, provider: "ollama" as const } };

  it("is chosen from what is there, the suggested ones first", async () => {
    let saved: Project | null = null;
    server.use(
      http.get("/api/project", () => HttpResponse.json(ollama)),
      http.put("/api/project", async ({ request }) => {
        saved = (await request.json()) as Project;
        return HttpResponse.json({ ...saved, id: project.id });
      }),
    );
    const { user } = openApp("/settings/model");
    expect(await screen.findByRole("combobox", { name: "Writes drafts" })).toHaveTextContent("qwen3:14b");
    expect(screen.getByRole("combobox", { name: "Judges posts" })).toHaveTextContent("qwen3:4b");
    await user.click(screen.getByRole("button", { name: /Save changes/ }));
    await waitFor(() => expect(saved).toMatchObject({ llm: { model: "qwen3:14b", judge_model: "qwen3:4b" } }));
  });

  it("says why there is no list and takes a typed name", async () => {
    server.use(
      http.get("/api/project", () => HttpResponse.json(ollama)),
      http.post("/api/llm/models", () =>
        HttpResponse.json({
          models: [],
          suggested_judge: null,
          suggested_writer: null,
          sentence: "Ollama does not answer at 127.0.0.1:11434",
        }),
      ),
    );
    const { user } = openApp("/settings/model");
    expect(await screen.findByText(/Ollama does not answer at 127.0.0.1:11434\./)).toBeVisible();
    await user.type(screen.getByLabelText("Writes drafts"), "llama3");
    expect(screen.getByRole("button", { name: /Save changes/ })).toBeVisible();
  });

  it("is downloaded with its progress, which can be canceled", async () => {
    const running = { model: "qwen3:4b", state: "running", status: "pulling", completed: 1e9, total: 2.5e9 };
    let state: object | null = null;
    server.use(
      http.get("/api/project", () => HttpResponse.json(ollama)),
      http.get("/api/llm/pull", () => HttpResponse.json(state)),
      http.post("/api/llm/pull", async ({ request }) => {
        expect(await request.json()).toEqual({ model: "qwen3:4b", base_url: null });
        state = running;
        return HttpResponse.json(state);
      }),
      http.post("/api/llm/pull/cancel", () => {
        state = { ...running, state: "canceled" };
        return HttpResponse.json(state);
      }),
    );
    const { user } = openApp("/settings/model");
    await user.type(await screen.findByLabelText(/Download a model/), "qwen3:4b{Enter}");
    expect(await screen.findByText("1 GB of 2.5 GB")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(await screen.findByText(/download of qwen3:4b was canceled/)).toBeVisible();
  });

  it("shows what it used today against the budget", async () => {
    openApp("/settings/model");
    expect(await screen.findByText(/412 questions, 430,100 tokens of 1,000,000, 96 answers reused/)).toBeVisible();
    expect(await screen.findByRole("cell", { name: "332,000" })).toBeVisible();
  });
});

describe("judging", () => {
  it("shows each weight as its share and carries what is set over to a backtest", async () => {
    const { user, router } = openApp("/settings/judging");
    const intent = await screen.findByRole("slider", { name: "Intent" });
    expect(intent).toHaveAttribute("aria-valuetext", "25 %");
    intent.focus();
    await user.keyboard("{ArrowRight}");
    expect(intent).toHaveAttribute("aria-valuetext", "26 %");
    await user.click(screen.getByRole("button", { name: "Try on past leads" }));
    expect(await screen.findByRole("form", { name: "New backtest" })).toBeVisible();
    expect(router.state.location.search).toMatchObject({ judging: { weights: { intent: 26 } } });
  });
});

describe("X", () => {
  const official = {
    ...project,
    connect: { ...project.connect, x: { ...project.connect.x, way: "api_key" as const, client_id: "abc" } },
  };

  it("signs in on X's own page and says how it went", async () => {
    let state = { state: "none", sentence: "Nobody is signed in to X" };
    server.use(
      http.get("/api/project", () => HttpResponse.json(official)),
      http.get("/api/x/sign-in", () => HttpResponse.json(state)),
      http.post("/api/x/sign-in/start", async ({ request }) => {
        expect(await request.json()).toEqual({ client_id: "abc" });
        state = { state: "waiting", sentence: "Waiting for your yes on X's page" };
        return HttpResponse.json({ url: "https://x.example/authorize" });
      }),
    );
    const { user } = openApp("/settings/channels");
    await user.click(await screen.findByRole("button", { name: "Sign in at X" }));
    expect(await screen.findByText("Waiting for your yes on X's page.")).toBeVisible();
    expect(screen.getByRole("link", { name: /open it here/ })).toHaveAttribute("href", "https://x.example/authorize");
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
