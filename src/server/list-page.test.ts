import fc from "fast-check";
import { expect, it } from "vitest";
import { listPage } from "./list-page.ts";

it("gives each item that fits once, also where what a page ended with fits no longer when the next is asked for", () => {
  fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (open, limit) => {
    const items = open.map((each, at) => ({ id: `REQ-${at}`, open: each }));
    const answered = new Set<string>();
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page: ReturnType<typeof listPage<(typeof items)[number]>> = listPage(items, { limit, after }, (each) => each.open && !answered.has(each.id));
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      answered.add(page.next);
      after = page.next;
    }
    expect(seen).toEqual(items.filter((each) => each.open).map(({ id }) => id));
  }));
});

it("refuses to go on after what is not there", () => {
  expect(() => listPage([{ id: "a" }], { limit: 5, after: "b" })).toThrow(expect.objectContaining({ code: "LS707" }));
});
