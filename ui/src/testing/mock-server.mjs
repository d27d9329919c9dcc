// Serves the built UI with canned answers, to look at the pages without the real core:
//   npm run build && node src/testing/mock-server.mjs [port]
// The answers are those of factories.ts, so the pictures and the page tests agree.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer as createVite } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const port = Number(process.argv[2] ?? 8450);
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

// The handlers name relative paths, as the browser does.
globalThis.location = new URL(`http://127.0.0.1:${port}/`);
const vite = await createVite({
  root,
  server: { middlewareMode: true, ws: false, watch: null },
  appType: "custom",
  logLevel: "error",
});
const { handlers } = await vite.ssrLoadModule("/src/testing/handlers.ts");
const { getResponse } = await vite.ssrLoadModule("msw");

createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", `http://127.0.0.1:${port}`);
  if (url.pathname === "/api/events") {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    return;
  }
  if (url.pathname.startsWith("/api/")) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const answer = await getResponse(
      handlers,
      new Request(url, { method: request.method, headers: request.headers, body }),
    );
    response.writeHead(answer?.status ?? 404, { "content-type": "application/json" });
    response.end(answer ? Buffer.from(await answer.arrayBuffer()) : '{"title":"Not canned.","code":"not_found"}');
    return;
  }
  const wanted = normalize(url.pathname);
  const file = extname(wanted) ? wanted : "/index.html";
  try {
    const bytes = await readFile(join(root, "dist", file));
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
