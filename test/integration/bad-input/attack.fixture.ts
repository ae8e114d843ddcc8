import { DatabaseSync } from "node:sqlite";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type CliResult, type CliSurroundings, runCli } from "../../../src/cli/run-cli.fixture.ts";

/** What a bad input has to end with. */
export interface Refusal {
  readonly exit: number;
  readonly code: `LS${number}`;
  /** Names of the place, in the message or the line under it. */
  readonly names: RegExp;
  /** What the user is told to do; any advice when left out. */
  readonly todo?: RegExp;
}

/** A folder of its own in which checks are tried, each with a store and a report of its own. */
export interface Arena {
  readonly cwd: string;
  /** Writes a file and returns its name. */
  file(name: string, content: string | Uint8Array): string;
  /** Runs `lockstep check` with a fresh store and a report that must not be half-written. */
  check(args: readonly string[], surroundings?: Partial<CliSurroundings>): Promise<Attempt>;
  close(): void;
}

export interface Attempt extends CliResult {
  readonly store: string;
  readonly report: string;
}

/** Rows enough to pass on, were they equal. */
export const enoughRows = 60;

/** `id,score` lines of as many rows as may pass. */
export const csvOf = (line: (row: number) => string = (row) => `${row},${row / 7}`, header = "id,score", rows = enoughRows): string => `${header}\n${Array.from({ length: rows }, (_, row) => `${line(row)}\n`).join("")}`;

/** JSON lines of as many rows as may pass. */
export const linesOf = (line: (row: number) => string, rows = enoughRows): string => Array.from({ length: rows }, (_, row) => `${line(row)}\n`).join("");

export const openArena = (): Arena => {
  const cwd = mkdtempSync(join(tmpdir(), "lockstep-bad-input-"));
  let attempts = 0;
  return {
    cwd,
    file(name, content) {
      writeFileSync(join(cwd, name), content);
      return name;
    },
    async check(args, surroundings = {}) {
      attempts += 1;
      const [store, report] = [`store-${attempts}`, `report-${attempts}.html`];
      const result = await runCli(["check", ...args, "--quiet", ...(args.includes("--store") ? [] : ["--store", store]), ...(args.includes("-o") ? [] : ["-o", report])], { cwd, ...surroundings });
      return { ...result, store: join(cwd, store), report: join(cwd, report) };
    },
    close: () => rmSync(cwd, { recursive: true, force: true }),
  };
};

/** Code, place, advice and exit code; nothing on stdout, no report, no run. */
export const expectRefusal = (attempt: Attempt, { exit, code, names, todo = /\S/ }: Refusal): void => {
  const { stderr } = attempt;
  expect(stderr).toMatch(new RegExp(`^error ${code}: \\S`));
  expect(attempt).toMatchObject({ code: exit, stdout: "" });
  expect(stderr).toMatch(names);
  expect(/^ {2}to do: (.+)$/m.exec(stderr)?.[1] ?? "").toMatch(todo);
  // A block to be read, not a dump.
  expect(stderr.length).toBeLessThan(2000);
  expectNothingHalfWritten(attempt);
};

/** No report, no partial file, no run, no recording. */
export const expectNothingHalfWritten = ({ store, report }: Attempt): void => {
  expect(existsSync(report)).toBe(false);
  expect(leftIn(store).filter((path) => /recordings\/.|\.partial$|^tmp\/.|\.parquet$/.test(path))).toEqual([]);
  expect(runsIn(store)).toBe(0);
};

/** Files under a folder, by their path in it. */
export const leftIn = (folder: string): string[] =>
  existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder, { recursive: true }).map(String).filter((path) => statSync(join(folder, path)).isFile()) : [];

/** How many runs a store holds; 0 when there is none. */
export const runsIn = (store: string): number => {
  const path = join(store, "lockstep.db");
  if (!existsSync(path)) return 0;
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number((database.prepare("SELECT count(*) AS n FROM runs").get() as { n: number }).n);
  } finally {
    database.close();
  }
};

/** Whether any file under a folder holds a text. */
export const holds = (folder: string, text: string): string[] => leftIn(folder).filter((path) => readFileSync(join(folder, path)).includes(text));
