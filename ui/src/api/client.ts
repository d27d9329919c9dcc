/**
 * The one place that talks to the API. Addresses are relative, so the same build runs inside the desktop window and
 * over TCP.
 *
 * **Invariant:** a Blob, File or FormData never becomes a request body: WebKitGTK crashes the whole app on them.
 */
import { ApiProblem } from "./problem";

export type RawBody = string | ArrayBuffer | Uint8Array<ArrayBuffer>;
type QueryValue = string | number | boolean | null | undefined;

interface RequestOptions {
  query?: Record<string, QueryValue>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. Read files with `await file.arrayBuffer()` first. */
  raw?: RawBody;
  contentType?: string;
  signal?: AbortSignal;
}

/** Throws when `body` is of a kind the desktop's web view cannot send. */
export function assertSendable(body: unknown): asserts body is RawBody {
  if (typeof body === "string" || body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return;
  throw new TypeError("Only text and bytes can be sent. Read a file with arrayBuffer() first.");
}

export function withQuery(path: string, query: Record<string, QueryValue> = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

async function problemFrom(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null) {
      const p = body as Record<string, unknown>;
      const word = (value: unknown): string | null => (typeof value === "string" && value ? value : null);
      const errors = typeof p.errors === "object" && p.errors !== null ? (p.errors as Record<string, string>) : {};
      return new ApiProblem(
        response.status,
        word(p.code) ?? "unknown",
        word(p.title) ?? "The app could not do that.",
        word(p.detail),
        errors,
      );
    }
  } catch {
    // Not JSON: fall through to a sentence of our own.
  }
  return new ApiProblem(
    response.status,
    "unknown",
    `The app answered with an error (${response.status}).`,
    "Try again.",
  );
}

async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  let body: RawBody | undefined;
  if (options.raw !== undefined) {
    body = options.raw;
    headers["content-type"] = options.contentType ?? "application/octet-stream";
  } else if (options.json !== undefined) {
    body = JSON.stringify(options.json);
    headers["content-type"] = "application/json";
  }
  if (body !== undefined) assertSendable(body);

  let response: Response;
  try {
    response = await fetch(withQuery(path, options.query), {
      method,
      headers,
      body: body ?? null,
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(
      0,
      "unreachable",
      "SDR Console is not answering.",
      "Check that it is still running, then try again.",
    );
  }
  if (!response.ok) throw await problemFrom(response);
  return response;
}

async function readJson<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const api = {
  async get<T>(path: string, query?: Record<string, QueryValue>, signal?: AbortSignal): Promise<T> {
    return readJson<T>(await send("GET", path, { ...(query && { query }), ...(signal && { signal }) }));
  },
  async post<T>(path: string, json: unknown = {}): Promise<T> {
    return readJson<T>(await send("POST", path, { json }));
  },
  async put<T>(path: string, json: unknown): Promise<T> {
    return readJson<T>(await send("PUT", path, { json }));
  },
  async patch<T>(path: string, json: unknown): Promise<T> {
    return readJson<T>(await send("PATCH", path, { json }));
  },
  async delete<T = void>(path: string): Promise<T> {
    return readJson<T>(await send("DELETE", path));
  },
  /** Sends text or bytes as they are, e.g. a CSV file or YAML. */
  async raw<T>(
    method: "POST" | "PUT",
    path: string,
    raw: RawBody,
    contentType: string,
    query?: Record<string, QueryValue>,
  ): Promise<T> {
    return readJson<T>(await send(method, path, { raw, contentType, ...(query && { query }) }));
  },
  /** Reads a text answer, e.g. an error CSV or the project as YAML. */
  async text(path: string, query?: Record<string, QueryValue>): Promise<string> {
    return (await send("GET", path, { ...(query && { query }) })).text();
  },
};
