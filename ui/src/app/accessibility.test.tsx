import { screen } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { openApp } from "@/testing/render";

// axe measures icon fonts on a canvas, which there is none of here and in the app.
HTMLCanvasElement.prototype.getContext = () => null;

/** Contrast needs real drawing; lib/contrast.test.ts measures it on the tokens. */
const rules = { "color-contrast": { enabled: false } };

const pages: [path: string, landmark: RegExp][] = [
  ["/dashboard", /Dashboard/],
  ["/queue", /Queue/],
  ["/leads?id=l-1", /Leads/],
  ["/leads/l-1", /Ada Moreno/],
  ["/sources?id=source-x", /Sources/],
  ["/sources/source-apollo/people", /Support heads in Germany/],
  ["/pipeline", /Pipeline/],
  ["/deliveries", /Deliveries/],
  ["/preview", /Preview/],
  ["/preview?view=list", /Preview/],
  ["/preview?view=what_if&try=%7B%22actions_per_day%22%3A40%7D", /Preview/],
  ["/templates?id=t-2", /Templates/],
  ["/sequences?id=q-1", /Sequences/],
  ["/sequences/q-1?at=reply", /Full Sequence/],
  ["/sequences/q-2", /Telegram, then e-mail/],
  ["/sequences/q-1?view=funnel", /Full Sequence/],
  ["/sequences/q-1?tab=leads&id=e-2", /Full Sequence/],
  ["/sequences/q-1?tab=settings", /Full Sequence/],
  ["/backtests", /Backtests/],
  ["/backtests/b-1", /Intent counts more/],
  ["/settings/model", /Settings/],
  ["/settings/judging", /Settings/],
  ["/settings/channels", /Settings/],
  ["/settings/limits", /Settings/],
  ["/settings/egress", /Settings/],
];

describe("no page has a fault that a reader of screens would meet", () => {
  it.each(pages)("%s", async (path, title) => {
    const { container } = openApp(path);
    await screen.findByRole("heading", { name: title, level: 1 });
    await expect.poll(() => container.querySelector("[aria-label^='Loading']")).toBeNull();
    const { violations } = await axe.run(container, { rules, resultTypes: ["violations"] });
    const said = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
    expect(said).toEqual([]);
  });
});
