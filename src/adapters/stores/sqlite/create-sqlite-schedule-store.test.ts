import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testScheduleStore } from "../../../ports/schedule-store.conformance.ts";
import { createSqliteScheduleStore } from "./create-sqlite-schedule-store.ts";

const newPlace = () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-schedule-"));
  return { folder, open: () => createSqliteScheduleStore(folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
};

testScheduleStore("SQLite", newPlace);

test("a claim writes nothing: what is left of it when its holder dies is an empty file", () => {
  const place = newPlace();
  const store = place.open();
  store.plan("check", 1);
  expect(store.claim("check", 1)).toBe(true);
  const locks = readdirSync(join(place.folder, "watch")).filter((name) => name.endsWith(".lock"));
  expect(locks.map((name) => readFileSync(join(place.folder, "watch", name)).length)).toEqual([0]);
  store.close();
  place.remove();
});
