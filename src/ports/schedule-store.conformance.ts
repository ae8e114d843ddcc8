import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ScheduleStore } from "./schedule-store.ts";

/** A place that a schedule can be opened at, more than once and at the same time. */
export interface ScheduleStorePlace {
  open(): ScheduleStore;
  remove(): void;
}

/** What every store of schedules must do. `newPlace` gives an empty place. */
export const testScheduleStore = (name: string, newPlace: () => ScheduleStorePlace): void => {
  describe(`${name} as a store of schedules`, () => {
    let place: ScheduleStorePlace;
    let store: ScheduleStore;
    let other: ScheduleStore;
    beforeEach(() => {
      place = newPlace();
      store = place.open();
      other = place.open();
    });
    afterEach(() => {
      store.close();
      other.close();
      place.remove();
    });

    test("is empty at first", () => {
      expect(store.list()).toEqual([]);
      expect(store.state("check")).toBeNull();
    });

    test("remembers what was planned, also for the next one who opens it", () => {
      store.plan("check", 100);
      store.plan("a job 'with' / words", 7);
      expect(other.state("check")).toEqual({ job: "check", nextAt: 100, retryAt: null, doneAt: null, lastRun: null, failures: 0 });
      expect(other.list().map(({ job }) => job)).toEqual(["a job 'with' / words", "check"]);
    });

    test("one instance holds a job, until it is done, postponed, released or closed", () => {
      store.plan("check", 100);
      store.plan("fingerprint", 100);
      expect([store.claim("check", 100), other.claim("check", 100), store.claim("check", 100), other.claim("fingerprint", 100)]).toEqual([true, false, false, true]);
      store.finish("check", 100, "r-1", 200);
      expect(other.state("check")).toEqual({ job: "check", nextAt: 200, retryAt: null, doneAt: 100, lastRun: "r-1", failures: 0 });
      expect(other.claim("check", 200)).toBe(true);
      other.release("check");
      expect(store.claim("check", 200)).toBe(true);
      store.close();
      expect(other.claim("check", 200)).toBe(true);
      store = place.open();
    });

    test("what is done is not claimed again, nor planned again", () => {
      store.plan("check", 100);
      store.claim("check", 100);
      store.finish("check", 100, "r-1", 200);
      expect([store.claim("check", 100), other.claim("check", 99)]).toEqual([false, false]);
      expect(() => store.plan("check", 100)).toThrow("cannot fall due");
      expect(other.claim("check", 200)).toBe(true);
    });

    test("a failure stays due and is counted; planning anew forgets it, what was done stays", () => {
      store.plan("check", 100);
      store.claim("check", 100);
      store.postpone("check", 150);
      expect(store.claim("check", 100)).toBe(true);
      store.postpone("check", 170);
      expect(other.state("check")).toMatchObject({ nextAt: 100, retryAt: 170, failures: 2, doneAt: null });
      store.claim("check", 100);
      store.finish("check", 100, null, 200);
      expect(other.state("check")).toMatchObject({ nextAt: 200, retryAt: null, failures: 0, doneAt: 100, lastRun: null });
      store.plan("check", 250);
      expect(other.state("check")).toMatchObject({ nextAt: 250, doneAt: 100 });
    });

    test("nothing is finished or postponed by who does not hold it", () => {
      store.plan("check", 100);
      expect(() => store.finish("check", 100, "r", 200)).toThrow("not claimed");
      expect(() => store.postpone("check", 200)).toThrow("not claimed");
      store.claim("check", 100);
      expect(() => store.finish("check", 100, "r", 100)).toThrow("cannot fall due");
      expect(store.state("check")).toMatchObject({ nextAt: 100, doneAt: null });
    });
  });
};
