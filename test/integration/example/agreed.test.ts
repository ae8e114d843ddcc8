import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../servers/free-port.ts";

const clone = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const example = join(clone, "examples/agreed");

let folder: string;
/** What each line of the README's commands printed, and its exit code. */
let told: readonly { readonly command: string; readonly code: number; readonly text: string }[];

/** The lines of every block of commands, without the words behind `#`. */
const commandsIn = (readme: string): string[] => [...readme.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => (block ?? "").trimEnd().split("\n")).map((line) => line.replace(/\s+# .*$/, ""));

/** The lines one after the other in one shell, which starts and ends the servers itself; whatever it leaves behind is ended with it. */
const runInShell = async (lines: readonly string[], cwd: string): Promise<string> => {
  const shell = spawn("bash", ["-c", lines.map((line, index) => `${line}\ncode=$?; echo; echo "::${index} $code"\n`).join("")], { cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.setEncoding("utf8").on("data", (part: string) => { text += part; });
  try {
    await new Promise((resolve, reject) => shell.once("close", resolve).once("error", reject));
  } finally {
    try {
      process.kill(-(shell.pid ?? 0), "SIGKILL");
    } catch {
      // Nothing was left.
    }
  }
  return text;
};

/** A copy beside links to what the commands reach for, so that nothing is left in the clone; the ports are free ones. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-agreed-"));
  const [ignored, staging, production] = await Promise.all([readFile(join(example, ".gitignore"), "utf8"), freePort(), freePort()]);
  const made = new Set(ignored.split("\n").map((line) => line.replace(/\/$/, "")));
  const own = join(folder, "examples/agreed");
  await mkdir(own, { recursive: true });
  await cp(example, own, { recursive: true, filter: (path) => !made.has(basename(path)) });
  for (const name of ["python", "tools"]) await symlink(join(clone, name), join(folder, name));
  const withPorts = (text: string): string => text.replaceAll("8101", String(staging)).replaceAll("8102", String(production));
  await writeFile(join(own, "lockstep.yaml"), withPorts(await readFile(join(own, "lockstep.yaml"), "utf8")));
  const commands = commandsIn(await readFile(join(own, "README.md"), "utf8"));
  const text = await runInShell(commands.map(withPorts), own);
  const parts = [...text.matchAll(/(.*?)\n::(\d+) (\d+)\n/gs)];
  told = parts.map(([, part, index, code]) => ({ command: commands[Number(index)] ?? "", code: Number(code), text: part ?? "" }));
  if (told.length !== commands.length) throw new Error(`${told.length} of ${commands.length} commands ended:\n${text}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const of = (start: string): { readonly code: number; readonly text: string }[] => told.filter(({ command }) => command.startsWith(start));

it("every command ends as the page says: what is agreed passes, is signed and approved, and the fault is found", () => {
  const failing = told.filter(({ code }) => code !== 0).map(({ command, code }) => `${code} ${command}`);
  expect(failing, told.map(({ command, code, text }) => `$ ${command}\n${text}\n${code}`).join("\n")).toEqual([
    "1 lockstep check baseline production -o report.html",
    "1 lockstep check staging production",
    "1 lockstep gate --sign-off sign-off.json --environment production",
  ]);
});

it("both pairs are compared, the override is told, and the training is what production is", () => {
  const [agreed] = of("lockstep check");
  expect(agreed?.text).toContain("2 pairs compared");
  expect(agreed?.text).toContain("production is what training was");
  expect(agreed?.text).toMatch(/intended OMP_NUM_THREADS/);
});

it("the fault is told by its rows, its stage, its suspect, and the digest that a gate refuses", () => {
  const [, , baseline, found] = of("lockstep check");
  expect(baseline?.text).toContain("where income is null");
  expect(found?.text).toMatch(/stages +filled ✗ \(first to differ, on 13 of 13 rows/);
  expect(found?.text).toContain("Nulls are filled differently");
  expect(of("lockstep gate").at(-1)?.text).toContain('the identity part "preprocessing" differs');
});
