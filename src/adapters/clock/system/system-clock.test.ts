import { describe, expect, it } from "vitest";
import { systemClock } from "./system-clock.ts";

describe("systemClock", () => {
  it("tells the time and sleeps at least as long as asked", async () => {
    const before = systemClock.monotonic();
    const date = systemClock.now();
    await systemClock.sleep(20);
    // A timer may fire up to a millisecond early by the finer clock.
    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(19);
    expect(Math.abs(systemClock.now() - date)).toBeLessThan(10_000);
  });

  it("is woken by its signal, with the signal's reason", async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    controller.abort(new Error("enough"));
    await expect(sleeping).rejects.toThrow("enough");
    await expect(systemClock.sleep(60_000, controller.signal)).rejects.toThrow("enough");
  });
});
