import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exampleAlert, exampleDelivery } from "../core/alert/alert.fixture.ts";
import type { DeliveryStore } from "./delivery-store.ts";

/** A place that deliveries can be opened at, more than once and at the same time. */
export interface DeliveryStorePlace {
  open(): DeliveryStore;
  remove(): void;
}

/** What every store of deliveries must do. `newPlace` gives an empty place. */
export const testDeliveryStore = (name: string, newPlace: () => DeliveryStorePlace): void => {
  describe(`${name} as a store of deliveries`, () => {
    let place: DeliveryStorePlace;
    let store: DeliveryStore;
    let other: DeliveryStore;
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
    const now = Date.parse("2026-10-01T06:00:00Z");
    const a = exampleDelivery("a");
    const ids = (deliveries: readonly { readonly id: string }[]): string[] => deliveries.map(({ id }) => id);

    test("is empty at first, and knows an empty ledger from one that was never read", () => {
      expect([store.cursor(), store.begun(), store.nextDue(), store.get("a"), store.list({ limit: 5 }), store.channels()]).toEqual([0, false, null, null, { items: [], next: null, total: 0 }, []]);
      expect(store.put([], 0, 0)).toBe(true);
      expect([other.cursor(), other.begun()]).toEqual([0, true]);
    });

    test("deliveries and cursor are put together, by the one who was first", () => {
      expect(store.put([a], 7, 0)).toBe(true);
      expect(other.put([exampleDelivery("b")], 9, 0)).toBe(false);
      expect([other.cursor(), other.get("b"), other.get("a")]).toEqual([7, null, a]);
      store.put([{ ...a, reason: "another" }], 3);
      expect([other.cursor(), other.get("a")]).toEqual([7, a]);
    });

    test("one that is due is held by one process, until it is settled or the time is over", () => {
      store.put([a], 1);
      expect(store.claim("one", now - 1, 1000, 5)).toEqual([]);
      expect([ids(store.claim("one", now, 1000, 5)), ids(other.claim("two", now + 999, 1000, 5)), ids(other.claim("two", now + 1000, 1000, 5))]).toEqual([["a"], [], ["a"]]);
      const done = { ...a, status: "delivered", nextAt: null, attempts: 1, triedAt: a.createdAt, deliveredAt: a.createdAt } as const;
      store.settle("one", { ...done, reason: "too late" });
      expect(store.get("a")?.status).toBe("waiting");
      other.settle("two", done);
      expect([store.get("a"), store.nextDue(), ids(store.claim("one", now + 1e9, 1000, 5))]).toEqual([done, null, []]);
    });

    test("one channel's are taken apart from another's; what is muted when the mute ends", () => {
      store.put([a, exampleDelivery("b", { channel: "mail" }), exampleDelivery("c", { channel: "mail", status: "muted", nextAt: new Date(now + 5000).toISOString(), alerts: [exampleAlert({ incident: "INC-9", key: "INC-9/1" })] })], 1);
      expect(ids(store.claim("one", now, 1000, 5, "mail"))).toEqual(["b"]);
      expect(ids(store.claim("one", now + 5000, 1000, 5, "mail"))).toEqual(["b", "c"]);
    });

    test("an end does not overtake its beginning on the same channel, whatever else does", () => {
      const later = new Date(now + 60_000).toISOString();
      const [about, elsewhere] = [exampleAlert(), exampleAlert({ incident: "INC-2", key: "INC-2/1" })];
      store.put([{ ...a, nextAt: later, alerts: [about, elsewhere] }, exampleDelivery("end", { alerts: [exampleAlert({ kind: "closed", key: "INC-1/2" })] }), exampleDelivery("apart", { alerts: [exampleAlert({ incident: "INC-3", key: "INC-3/1" })] }), exampleDelivery("mail", { channel: "mail" })], 1);
      expect(ids(store.claim("one", now, 1000, 5))).toEqual(["apart", "mail"]);
      expect(ids(store.claim("one", now + 60_000, 1000, 1, "team"))).toEqual(["a"]);
      store.settle("one", { ...a, alerts: [about, elsewhere], status: "failed", reason: "refused", triedAt: later, attempts: 1, nextAt: null });
      expect(ids(store.claim("one", now + 60_000, 1000, 1, "team"))).toEqual(["end"]);
    });

    test("lists newest first in pages, by status, incident and channel", () => {
      store.put(["a", "b", "c"].map((id) => exampleDelivery(id)), 1);
      store.put([exampleDelivery("d", { channel: "mail", alerts: [exampleAlert({ incident: "INC-2", key: "INC-2/1" })] })], 2);
      const first = store.list({ limit: 3 });
      expect([ids(first.items), first.total]).toEqual([["d", "c", "b"], 4]);
      expect(store.list({ limit: 3, after: first.next })).toMatchObject({ items: [{ id: "a" }], next: null });
      expect([ids(store.list({ limit: 9, incident: "INC-2" }).items), ids(store.list({ limit: 9, channel: "mail" }).items), ids(store.list({ limit: 9, status: "failed" }).items)]).toEqual([["d"], ["d"], []]);
    });

    test("what failed can be tried again at once, what was told cannot; channels say how it goes", () => {
      store.put([a, exampleDelivery("b")], 1);
      for (const each of store.claim("one", now, 1000, 5)) store.settle("one", { ...each, status: each.id === "a" ? "failed" : "delivered", reason: "said", attempts: 1, triedAt: each.createdAt, deliveredAt: each.id === "a" ? null : each.createdAt, nextAt: null });
      for (const each of store.claim("one", now, 1000, 5)) store.settle("one", { ...each, status: "delivered", reason: "said", attempts: 1, triedAt: each.createdAt, deliveredAt: each.createdAt, nextAt: null });
      expect(store.channels()).toEqual([{ channel: "team", lastDeliveredAt: a.createdAt, lastFailure: { at: a.createdAt, reason: "said" }, waiting: 0, failed: 1 }]);
      expect([store.retry("b", now + 5), store.retry("?", now), store.retry("a", now + 5)?.nextAt]).toEqual([null, null, new Date(now + 5).toISOString()]);
      expect([store.nextDue(), ids(other.claim("two", now + 5, 1000, 5))]).toEqual([now + 5, ["a"]]);
    });

    test("remembers that a server attends", () => {
      expect(store.attendedAt()).toBeNull();
      store.attend(5);
      store.attend(9);
      expect(other.attendedAt()).toBe(9);
    });
  });
};
