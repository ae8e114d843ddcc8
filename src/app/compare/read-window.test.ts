import { describe, expect, it } from "vitest";
import { readWindow } from "./read-window.ts";

describe("a window in time", () => {
  it("takes days as midnight UTC, and times with their zone", () => {
    expect(readWindow("2026-10-01..2026-10-08", "--window")).toEqual({ from: "2026-10-01T00:00:00.000Z", to: "2026-10-08T00:00:00.000Z" });
    expect(readWindow("2026-10-01T06:00+02:00..", "--window")).toEqual({ from: "2026-10-01T04:00:00.000Z", to: null });
    expect(readWindow(null, "--window")).toEqual({ from: null, to: null });
  });

  for (const [text, why] of [["..", "both ends are open"], ["2026-10-01", "two ends"], ["2026-10-08..2026-10-01", "ends before"], ["2026-10-01T06:00..", "with its zone"], ["yesterday..", "neither a day"]] as const) {
    it(`refuses ${text}`, () => expect(() => readWindow(text, "--window")).toThrow(new RegExp(why)));
  }
});
