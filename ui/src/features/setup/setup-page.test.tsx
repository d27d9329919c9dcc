import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { WizardAnswers } from "@/api/types";
import { project } from "@/testing/factories";
import { freshSetup } from "@/testing/people-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";

const { id: _id, judging: _judging, ...complete } = project;

/** A fresh app whose wizard was left at `step`, with complete or empty answers. */
function fresh(step: number, answers: Partial<WizardAnswers> = {}) {
  server.use(
    http.get("/api/setup", () =>
      HttpResponse.json({ ...freshSetup, step, answers: { ...freshSetup.answers, ...answers, step } }),
    ),
  );
}

describe("the wizard", () => {
  it("opens by itself while no project exists", async () => {
    fresh(1);
    const { router } = openApp("/queue");
    expect(await screen.findByRole("heading", { name: "Your company" })).toBeVisible();
    expect(router.state.location.pathname).toBe("/setup");
  });

  it("keeps what is typed on the server, half-way", async () => {
    fresh(1);
    const kept: WizardAnswers[] = [];
    server.use(
      http.put("/api/setup/answers", async ({ request }) => {
        const answers = (await request.json()) as WizardAnswers;
        kept.push(answers);
        return HttpResponse.json({ needed: true, step: answers.step, answers });
      }),
    );
    const { user } = openApp("/setup");
    await user.type(await screen.findByLabelText("Company or product name"), "Harbour");
    await waitFor(() => expect(kept.at(-1)?.company.name).toBe("Harbour"));
    expect(await screen.findByText(/You can close the app and go on later/)).toBeVisible();
  });

  it("goes on at the step where it was left", async () => {
    fresh(4, complete);
    openApp("/setup");
    expect(await screen.findByRole("heading", { name: "Your voice" })).toBeVisible();
    expect(screen.getByLabelText("Name under the message")).toHaveValue("Mara Lind");
  });

  it("does not go on while a needed answer is missing, and says which", async () => {
    fresh(1);
    const { user } = openApp("/setup");
    await user.click(await screen.findByRole("button", { name: /Continue to ideal customers/ }));
    expect(await screen.findByText("Enter the name of your company")).toBeVisible();
    expect(screen.getByRole("heading", { name: "Your company" })).toBeVisible();
  });

  it("completes an address and refuses one that is none", async () => {
    fresh(1);
    const { user } = openApp("/setup");
    const address = await screen.findByLabelText("Product page");
    await user.type(address, "harbour.example");
    await user.tab();
    expect(address).toHaveValue("https://harbour.example");
    await user.clear(address);
    await user.type(address, "not an address");
    await user.tab();
    expect(await screen.findByText("A web address looks like https://www.example.com")).toBeVisible();
  });

  it("shows the server's own words when a test is skipped", async () => {
    fresh(3, complete);
    const { user } = openApp("/setup");
    await user.click(await screen.findByRole("button", { name: "Test X" }));
    expect(await screen.findByText("What you entered is kept.")).toBeVisible();
  });

  it("asks for the risk to be accepted before X works by session", async () => {
    fresh(3, complete);
    const { user } = openApp("/setup");
    await user.click(await screen.findByRole("radio", { name: /signed-in session/ }));
    await user.click(screen.getByRole("button", { name: /Continue to your voice/ }));
    expect(await screen.findByText("Read the risk and tick the box, or choose another way")).toBeVisible();
    await user.click(screen.getByLabelText(/I understand the risk/));
    await user.click(screen.getByRole("button", { name: /Continue to your voice/ }));
    expect(await screen.findByRole("heading", { name: "Your voice" })).toBeVisible();
  });

  it("brings back the step of a field the server refuses, with its sentence", async () => {
    fresh(5, complete);
    server.use(
      http.post("/api/setup/finish", () =>
        HttpResponse.json(
          {
            title: "Something in what was entered is not right.",
            detail: "A web address starts with https://",
            code: "invalid_answers",
            errors: { "company.product_url": "This address is not reachable for buyers." },
          },
          { status: 422 },
        ),
      ),
    );
    const { user } = openApp("/setup");
    await user.click(await screen.findByRole("button", { name: /Finish setup/ }));
    expect(await screen.findByRole("heading", { name: "Your company" })).toBeVisible();
    expect(screen.getByText("This address is not reachable for buyers.")).toBeVisible();
  });

  it("puts typed secrets into the keychain, never into the answers, and says what comes next", async () => {
    fresh(3, complete);
    const secrets: unknown[] = [];
    let finished = "";
    server.use(
      http.put("/api/secrets/:name", async ({ request, params }) => {
        secrets.push([params.name, await request.json()]);
        return HttpResponse.json({ place: "system keychain" });
      }),
      http.post("/api/setup/finish", async ({ request }) => {
        finished = await request.text();
        return HttpResponse.json(project);
      }),
    );
    const { user } = openApp("/setup");
    await user.type(await screen.findByLabelText("Apollo API key"), "key-123");
    await user.click(screen.getByRole("button", { name: /Continue to your voice/ }));
    await user.click(await screen.findByRole("button", { name: /Continue to outreach style/ }));
    await user.click(await screen.findByRole("button", { name: /Finish setup/ }));
    expect(await screen.findByRole("heading", { name: "Setup is done" })).toBeVisible();
    expect(secrets).toEqual([["apollo.key", { value: "key-123" }]]);
    expect(finished).not.toContain("key-123");
    expect(JSON.parse(finished).company.name).toBe("Harbour Metrics");
    expect(screen.getByRole("button", { name: /Import a CSV file/ })).toBeVisible();
  });

  it("runs everything in dry run with demo leads and no account", async () => {
    fresh(1);
    let finished: WizardAnswers | null = null;
    let demo: unknown = null;
    server.use(
      http.post("/api/setup/finish", async ({ request }) => {
        finished = (await request.json()) as WizardAnswers;
        return HttpResponse.json(project);
      }),
      http.post("/api/leads/demo", async ({ request }) => {
        demo = await request.json();
        return HttpResponse.json({ created: 200 });
      }),
      http.post("/api/pipeline/run", () => HttpResponse.json(null)),
    );
    const { user } = openApp("/setup");
    await user.click(await screen.findByRole("button", { name: "Try it with demo leads" }));
    expect(await screen.findByRole("heading", { name: "Pipeline" })).toBeVisible();
    expect(demo).toEqual({ count: 200, seed: 7 });
    expect(finished).toMatchObject({ outreach: { dry_run: true }, connect: { email: null } });
  });
});
