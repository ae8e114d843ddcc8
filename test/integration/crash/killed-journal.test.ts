import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { conformanceEntry } from "../../../src/ports/journal.conformance-entry.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-journal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the SQLite journal under SIGKILL", () => {
  it("is reopened 50 times with everything that was acknowledged, nothing twice, nothing torn", async () => {
    const place = join(folder, "journal");
    const program = new URL("../../../src/adapters/journal/sqlite/crash/write-until-killed.ts", import.meta.url).pathname;
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
