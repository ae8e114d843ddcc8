import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { conformanceEntry } from "../../../ports/journal.conformance-entry.ts";
import { journalConformance } from "../../../ports/journal.conformance.ts";
import { DatabaseSync } from "./load-sqlite.ts";
import { openSqliteJournal } from "./sqlite-journal.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-journal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let places = 0;
const freshPlace = (): string => {
  places += 1;
  return join(folder, `${places}.journal`);
};

journalConformance("the SQLite journal", freshPlace, openSqliteJournal);

const codeOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "nothing was thrown";
};

describe("the SQLite journal's file", () => {
  it("is locked while it is open", () => {
    const place = freshPlace();
    const journal = openSqliteJournal(place);
    journal.begin("plan");
    expect(codeOf(() => openSqliteJournal(place))).toBe("LS505");
    const other = spawnSync(process.execPath, ["-e", `
      const { openSqliteJournal } = await import(${JSON.stringify(new URL("./sqlite-journal.ts", import.meta.url).href)});
      try { openSqliteJournal(${JSON.stringify(place)}); } catch (error) { console.log(error.code); }
    `, "--input-type=module"], { encoding: "utf8" });
    expect(other.stdout.trim()).toBe("LS505");
    expect(other.stderr).toBe("");
    journal.append(conformanceEntry(0));
    journal.close();
    openSqliteJournal(place).close();
  });

  it("is refused when it is something else, is of a newer layout, or cannot be made", () => {
    const foreign = freshPlace();
    writeFileSync(foreign, "id,score\n1,0.5\n".repeat(100));
    expect(codeOf(() => openSqliteJournal(foreign))).toBe("LS501");
    const other = freshPlace();
    const database = new DatabaseSync(other);
    database.exec("CREATE TABLE theirs (a); PRAGMA user_version = 3");
    database.close();
    expect(codeOf(() => openSqliteJournal(other))).toBe("LS501");
    const newer = freshPlace();
    openSqliteJournal(newer).close();
    const bump = new DatabaseSync(newer);
    bump.exec("PRAGMA user_version = 99");
    bump.close();
    expect(codeOf(() => openSqliteJournal(newer))).toBe("LS504");
    expect(codeOf(() => openSqliteJournal(join(folder, "no", "such", "folder")))).toBe("LS501");
  });

  it("keeps every complete transaction when its log was cut off at any byte", () => {
    const place = freshPlace();
    const writer = spawnSync(process.execPath, ["-e", `
      const { openSqliteJournal } = await import(${JSON.stringify(new URL("./sqlite-journal.ts", import.meta.url).href)});
      const { conformanceEntry } = await import(${JSON.stringify(new URL("./../../../ports/journal.conformance-entry.ts", import.meta.url).href)});
      const journal = openSqliteJournal(${JSON.stringify(place)});
      journal.begin("plan");
      for (let call = 0; call < 40; call += 1) { journal.append(conformanceEntry(call)); if (call % 10 === 9) journal.flush(); }
      process.kill(process.pid, "SIGKILL");
    `, "--input-type=module"], { encoding: "utf8" });
    expect(writer.stderr).toBe("");
    truncateSync(`${place}-wal`, statSync(`${place}-wal`).size - 1500);
    const journal = openSqliteJournal(place);
    const calls = [...journal.entries()].map((entry) => entry.call);
    expect(calls.length % 10).toBe(0);
    expect(calls).toEqual(Array.from({ length: calls.length }, (_, index) => index));
    expect(calls.length).toBe(30);
    journal.remove();
    expect(readdirSync(folder).filter((name) => join(folder, name).startsWith(place))).toEqual([]);
  });
});
