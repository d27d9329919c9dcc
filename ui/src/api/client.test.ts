import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { server } from "@/testing/server";
import { api, assertSendable, type RawBody, withQuery } from "./client";
import { ApiProblem } from "./problem";

describe("the fetch wrapper", () => {
  it.each([
    ["a Blob", new Blob(["name,email"])],
    ["a File", new File(["name,email"], "leads.csv")],
    ["a form", new FormData()],
    ["an object", {}],
  ])("refuses to send %s", async (_what, body) => {
    expect(() => assertSendable(body)).toThrow(/arrayBuffer/);
    await expect(api.raw("POST", "/api/imports", body as unknown as RawBody, "text/csv")).rejects.toThrow(TypeError);
  });

  it.each([
    ["text", "a;b"],
    ["bytes", new Uint8Array([1, 2])],
    ["a buffer", new ArrayBuffer(2)],
  ])("sends %s", (_what, body) => {
    expect(() => assertSendable(body)).not.toThrow();
  });

  it("turns a problem answer into words and a code", async () => {
    server.use(
      http.get("/api/status", () =>
        HttpResponse.json(
          {
            type: "about:blank",
            title: "The disk is full.",
            status: 507,
            detail: "Free some space, then retry.",
            code: "disk_full",
          },
          { status: 507 },
        ),
      ),
    );
    const problem = await api.get("/api/status").catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      status: 507,
      code: "disk_full",
      title: "The disk is full.",
      detail: "Free some space, then retry.",
    });
  });

  it("says so when an error has no words", async () => {
    server.use(http.get("/api/status", () => new HttpResponse("oops", { status: 500 })));
    await expect(api.get("/api/status")).rejects.toMatchObject({ code: "unknown", status: 500 });
  });

  it("says so when nobody answers", async () => {
    server.use(http.get("/api/status", () => HttpResponse.error()));
    await expect(api.get("/api/status")).rejects.toMatchObject({ code: "unreachable", status: 0 });
  });

  it("reads an empty answer as nothing", async () => {
    server.use(http.delete("/api/leads/l-1", () => new HttpResponse(null, { status: 204 })));
    await expect(api.delete("/api/leads/l-1")).resolves.toBeUndefined();
  });

  it("leaves empty filters out of the address", () => {
    expect(withQuery("/api/leads", { q: "a b", status: undefined, cursor: null, source: "", limit: 50 })).toBe(
      "/api/leads?q=a+b&limit=50",
    );
  });
});
