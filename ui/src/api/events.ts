/**
 * Live changes. The desktop window hears the Tauri event `changed`; a browser listens to /api/events (SSE). Both end in
 * the same call, which marks the queries of that topic stale.
 */
import type { QueryClient } from "@tanstack/react-query";
import { keys, staleAfter } from "./query-keys";
import type { Changed } from "./types";

type Listener = (changed: Changed) => void;
const RECONNECT_MS = 3_000;

export function insideDesktop(): boolean {
  return typeof window !== "undefined" && "__TAURI_INTERNALS__" in window;
}

function parseChanged(payload: unknown): Changed | null {
  const value: unknown = typeof payload === "string" ? safeJson(payload) : payload;
  if (typeof value !== "object" || value === null || !("topic" in value)) return null;
  return String(value.topic) in staleAfter ? (value as Changed) : null;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function listenOnDesktop(onChanged: Listener): () => void {
  let stop: (() => void) | null = null;
  let closed = false;
  void import("@tauri-apps/api/event").then(async ({ listen }) => {
    const unlisten = await listen<unknown>("changed", (event) => {
      const changed = parseChanged(event.payload);
      if (changed) onChanged(changed);
    });
    if (closed) unlisten();
    else stop = unlisten;
  });
  return () => {
    closed = true;
    stop?.();
  };
}

function listenOverHttp(onChanged: Listener, onReconnect: () => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasOpen = false;
  const hear = (event: MessageEvent<string>) => {
    const changed = parseChanged(event.data);
    if (changed) onChanged(changed);
  };
  const connect = () => {
    source = new EventSource("/api/events");
    source.onmessage = hear;
    source.addEventListener("changed", hear);
    source.onopen = () => {
      // Whatever happened while the line was down was missed: look at everything again.
      if (wasOpen) onReconnect();
      wasOpen = true;
    };
    source.onerror = () => {
      source?.close();
      timer = setTimeout(connect, RECONNECT_MS);
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

/** Keeps the query cache fresh until the returned function is called. */
export function followChanges(client: QueryClient): () => void {
  const refresh: Listener = (changed) => {
    for (const root of staleAfter[changed.topic]) void client.invalidateQueries({ queryKey: keys[root] });
  };
  if (insideDesktop()) return listenOnDesktop(refresh);
  if (typeof EventSource === "undefined") return () => {};
  return listenOverHttp(refresh, () => void client.invalidateQueries());
}
