import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { runProgram } from "../../../src/cli/program.ts";

const clone = join(import.meta.dirname, "../../..");
const pages = ["README.md", "CONTRIBUTING.md", "python/README.md", "spec/README.md", "examples/agreed/README.md", "examples/team/README.md", "examples/gates/README.md", "examples/contracts/README.md", "examples/populations/README.md", "examples/validation/README.md", ...readdirSync(join(clone, "docs")).filter((name) => name.endsWith(".md") && name !== "trials.md").map((name) => `docs/${name}`)];
const textOf = (page: string): string => readFileSync(join(clone, page), "utf8");

afterEach(() => void vi.restoreAllMocks());

/** What the program prints of a command, as a reader would ask for it. */
const helpOf = async (command: readonly string[]): Promise<string> => {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  await runProgram([...command, "--help"], () => {
    throw new Error("help needs no surroundings");
  });
  vi.restoreAllMocks();
  return printed;
};

/** `lockstep baseline approve latest --reason "…"` on the pages: the command's words, and its options. Where a word is a command, it is in small letters. */
const typed = pages.flatMap((page) => [...textOf(page).matchAll(/(?:^|`|-- )(?:npm run )?lockstep(?: --)? ([a-z-]+)([^`\n|]*)/gm)].map(([, name = "", rest = ""]) => ({ page, name, rest: rest.replace(/\s+#.*$/, "") })));
const parents = new Set(["hypothesis", "corridor", "incident", "baseline", "golden", "fingerprint", "keys", "config", "ledger", "runs", "source", "profile", "contract", "alert", "request", "waiver", "review", "token", "evidence", "retention", "hold"]);

it("every command and option on the pages is one of the program's", async () => {
  expect(typed.length).toBeGreaterThan(40);
  const helps = new Map<string, string>();
  for (const { page, name, rest } of typed) {
    const below = parents.has(name) ? /^ ([a-z][a-z-]*)/.exec(rest)?.[1] : undefined;
    const command = below === undefined ? [name] : [name, below];
    const help = helps.get(command.join(" ")) ?? (await helpOf(command));
    helps.set(command.join(" "), help);
    expect(help, `${page}: lockstep ${name}${rest}`).toContain(`Usage: lockstep ${command.join(" ")}`);
    // Connection options may be given for one side.
    for (const [option] of rest.matchAll(/(?<=\s)--[a-z-]+/g)) expect(help, `${page}: lockstep ${name}${rest}`).toContain(option.replace(/^--(reference|candidate)-/, "--"));
  }
});

it("every link leads to a file, and every place on a page is there", () => {
  for (const page of pages) {
    for (const [, path = "", place] of textOf(page).matchAll(/\]\(([^)#:]+)(?:#([^)]+))?\)/g)) {
      const target = join(clone, dirname(page), path);
      expect(existsSync(target), `${page} links to ${path}`).toBe(true);
      if (place === undefined) continue;
      const places = [...readFileSync(target, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading.toLowerCase().replaceAll(/[^\w\- ]/g, "").replaceAll(" ", "-"));
      expect(places, `${page} links to ${path}#${place}`).toContain(place);
    }
  }
});

it("every command has a row in README.md, and every room of core one in docs/architecture.md", () => {
  const program = textOf("src/cli/program.ts");
  const rows = textOf("README.md").split("\n").filter((line) => line.startsWith("| `"));
  const inTable = (name: string): boolean => rows.some((row) => new RegExp(`\`${name}(?:[ \`])`).test(row));
  const names = [...program.matchAll(/^ {2}\{ name: "([a-z-]+)"/gm)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(35);
  expect(names.filter((name) => !inTable(name))).toEqual([]);
  const rooms = readdirSync(join(clone, "src/core"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => `core/${name}`);
  expect(rooms.filter((room) => !textOf("docs/architecture.md").includes(`| \`${room}\` |`))).toEqual([]);
});
