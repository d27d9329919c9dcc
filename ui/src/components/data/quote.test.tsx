import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { MarkedText, tidySpans } from "./quote";

describe("marked evidence", () => {
  it("counts in UTF-16, so an emoji before the quote does not move it", () => {
    const text = "😅 our backlog tripled";
    const start = text.indexOf("backlog");
    render(<MarkedText text={text} spans={[{ start, end: start + 7 }]} />);
    expect(screen.getByText("backlog").tagName).toBe("MARK");
  });

  it("drops spans that collide or fall outside the text", () => {
    const spans = [
      { start: 4, end: 9 },
      { start: 0, end: 5 },
      { start: 8, end: 99 },
      { start: -1, end: 2 },
      { start: 6, end: 6 },
    ];
    expect(tidySpans(spans, 10)).toEqual([{ start: 0, end: 5 }]);
  });

  it("shows markup in a post as text", () => {
    const { container } = render(<MarkedText text="<img src=x onerror=alert(1)>" spans={[]} />);
    expect(container.querySelector("img")).toBeNull();
  });
});
