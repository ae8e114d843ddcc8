import { spawn, spawnSync } from "node:child_process";
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

describe("the SQLite journal under SIGKILL", () => {
  it("is reopened 50 times with everything that was acknowledged, nothing twice, nothing torn", async () => {
    const place = freshPlace();
    const program = new URL("./crash/write-until-killed.ts", import.meta.url).pathname;
    let most = 0;
    for (let kill = 0; kill < 50; kill += 1) {
      const acknowledged = await new Promise<number>((resolve) => {
        const child = spawn(process.execPath, [program, place], { stdio: ["ignore", "pipe", "inherit"] });
        let heard = "";
        child.stdout.setEncoding("utf8");
        child.stdout.on("data", (text: string) => {
          if (heard === "") setTimeout(() => child.kill("SIGKILL"), Math.random() * 30);
          heard += text;
        });
        child.on("close", () => resolve(Number(heard.slice(0, heard.lastIndexOf("\n")).split("\n").at(-1))));
      });
      const journal = openSqliteJournal(place);
      expect(journal.plan).toBe("crash");
      const there = journal.answered().size;
      expect(there).toBeGreaterThanOrEqual(acknowledged);
      expect(acknowledged).toBeGreaterThanOrEqual(most);
      expect([...journal.answered()].toSorted((a, b) => a - b).at(-1) ?? -1).toBe(there - 1);
      if (kill % 10 === 9) {
        let call = 0;
        for (const entry of journal.entries()) {
          expect(entry.call).toBe(call);
          call += 1;
        }
        expect(call).toBe(there);
      }
      most = acknowledged;
      journal.close();
    }
    const journal = openSqliteJournal(place);
    const last = [...journal.entries()].at(-1);
    expect(last).toStrictEqual(conformanceEntry(most > 0 ? journal.answered().size - 1 : -1));
    journal.close();
  }, 120_000);
});
