import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import type { ImportMapping } from "@/api/types";
import { importPreview, importReport } from "@/testing/people-factories";
import { openApp } from "@/testing/render";
import { server } from "@/testing/server";
import { assign } from "./lead-fields";

const csv = () => new File(["First Name,Email\nAda,ada@example.com\n"], "apollo export.csv", { type: "text/csv" });

describe("importing a file", () => {
  it("sends the bytes of the file, never the file itself", async () => {
    const sent = vi.spyOn(globalThis, "fetch");
    const { user } = openApp("/leads/import");
    await user.upload(await screen.findByLabelText("Lead file to import"), csv());
    expect(await screen.findByRole("heading", { name: "Check the columns" })).toBeVisible();
    const [address, options] = sent.mock.calls.find(([path]) => String(path).startsWith("/api/imports?")) ?? [];
    expect(address).toBe("/api/imports?file_name=apollo+export.csv");
    expect(options?.body).toBeInstanceOf(Uint8Array);
    expect(new TextDecoder().decode(options?.body as Uint8Array)).toContain("ada@example.com");
  });

  it("counts again when a column changes, and imports with exactly that mapping", async () => {
    const previewed: ImportMapping[] = [];
    const committed: ImportMapping[] = [];
    server.use(
      http.post("/api/imports/:id/preview", async ({ request }) => {
        previewed.push((await request.json()) as ImportMapping);
        return HttpResponse.json({ ...importPreview, accepted: 1240, rejected_count: 8 });
      }),
      http.post("/api/imports/:id/commit", async ({ request }) => {
        committed.push((await request.json()) as ImportMapping);
        return HttpResponse.json(importReport);
      }),
    );
    const { user } = openApp("/leads/import");
    await user.upload(await screen.findByLabelText("Lead file to import"), csv());
    await user.click(await screen.findByRole("combobox", { name: "Keywords becomes" }));
    await user.click(await screen.findByRole("option", { name: "Industry" }));
    await user.click(await screen.findByRole("button", { name: /Import 1,240 leads/ }));
    expect(await screen.findByText(importReport.sentence)).toBeVisible();
    expect(previewed[0]?.fields[6]).toBe("industry");
    expect(committed).toEqual([{ fields: previewed[0]?.fields }]);
  });

  it("says what is wrong with a file in the server's words", async () => {
    server.use(
      http.post("/api/imports", () =>
        HttpResponse.json(
          { title: "The file is empty.", detail: "Export it again and choose the new file.", code: "empty_file" },
          { status: 422 },
        ),
      ),
    );
    const { user } = openApp("/leads/import");
    await user.upload(await screen.findByLabelText("Lead file to import"), csv());
    expect(await screen.findByText("The file is empty.")).toBeVisible();
    expect(screen.getByText("Export it again and choose the new file.")).toBeVisible();
  });

  it("shows rejected rows with line and reason before and after", async () => {
    const { user } = openApp("/leads/import");
    await user.upload(await screen.findByLabelText("Lead file to import"), csv());
    expect(await screen.findByText("Line 204")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Import 1,231 leads/ }));
    expect(await screen.findByRole("button", { name: "Save the rejected rows" })).toBeVisible();
    expect(screen.getByRole("link", { name: "Show these leads" })).toHaveAttribute("href", "/leads?source=source-1");
  });

  it("makes demo leads of a given number and seed", async () => {
    let wish: unknown = null;
    server.use(
      http.post("/api/leads/demo", async ({ request }) => {
        wish = await request.json();
        return HttpResponse.json(importReport);
      }),
    );
    const { user } = openApp("/leads/import");
    const many = await screen.findByLabelText("How many");
    await user.clear(many);
    await user.type(many, "50");
    await user.click(screen.getByRole("button", { name: "Make demo leads" }));
    await waitFor(() => expect(wish).toEqual({ count: 50, seed: 7 }));
  });
});

describe("a field that may stand only once", () => {
  it("is taken from the column that had it", () => {
    expect(assign(["name", "email", "ignore"], 2, "email")).toEqual(["name", "ignore", "email"]);
  });
  it("may repeat when it is a post", () => {
    expect(assign(["post", "ignore"], 1, "post")).toEqual(["post", "post"]);
  });
});
