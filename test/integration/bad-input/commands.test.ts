import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Arena, type Attempt, csvOf, expectRefusal, openArena, runsIn } from "./attack.fixture.ts";

let arena: Arena;
beforeAll(() => {
  arena = openArena();
  arena.file("rows.csv", csvOf((row) => `${row},${row}`, "id,x"));
  arena.file("answers.csv", csvOf((row) => `${row},${row / 7 + 0.5}`));
  // One program, whose first argument is what is wrong with it.
  arena.file("model.mjs", `
import { createInterface } from "node:readline";
const fault = process.argv[2] ?? "none";
let asked = 0;
if (fault === "garbage") console.log("loading model…");
createInterface({ input: process.stdin }).on("line", (line) => {
  asked += 1;
  const { x } = JSON.parse(line);
  const good = JSON.stringify({ score: x / 7 + 0.5 });
  if (fault === "hangs") return;
  if (fault === "text") return console.log("score is " + x);
  if (fault === "twice") return console.log(good + "\\n" + good);
  if (fault === "dies") { console.error("model file is gone"); process.exit(3); }
  if (fault === "dies-later" && asked > 3) process.exit(3);
  if (fault === "error") return console.log(JSON.stringify({ error: "bad row" }));
  if (fault === "odd" && x % 2 === 1) return console.log(JSON.stringify({ error: "odd row" }));
  if (fault === "nothing") return console.log("{}");
  if (fault === "endless") return void process.stdout.write("x".repeat(1 << 22));
  console.log(good);
});
`);
});
afterAll(() => arena.close());

const model = (fault: string): string => `${JSON.stringify(process.execPath)} model.mjs ${fault}`;
const ask = (reference: string, candidate: string, ...more: string[]): Promise<Attempt> =>
  arena.check([reference, `broken=${candidate}`, "--inputs", "rows.csv", "--key", "id", "--no-probes", "--timeout", "5", "--concurrency", "2", ...more]);

describe("a command that never answers as a model", () => {
  test.concurrent.for([
    ["dies", /LS308.*exit code 3.*model file is gone/, /by hand/],
    ["text", /LS401.*score is/, /./],
    ["error", /LS405.*bad row/, /./],
    ["nothing", /LS404.*\{\}/, /./],
    ["endless", /LS403/, /--max-answer/],
  ] as const)("%s: exit 4, the reason, the place and what to do", async ([fault, names, todo]) => {
    const attempt = await ask("answers.csv", model(fault), ...(fault === "endless" ? ["--max-answer", "1MiB"] : []));
    expectRefusal(attempt, { exit: 4, code: "LS310", names, todo });
    expect(attempt.stderr).toContain("model.mjs");
  });

  test.concurrent("exits at once, also when the shell cannot find it", async () => {
    expectRefusal(await ask("answers.csv", "cmd:exit 7"), { exit: 4, code: "LS310", names: /LS308.*exit code 7/, todo: /by hand/ });
    expectRefusal(await ask("answers.csv", "cmd:no-such-program-here"), { exit: 4, code: "LS310", names: /LS308.*not found/, todo: /by hand/ });
    expectRefusal(await ask("answers.csv", "no-such-program-here"), { exit: 2, code: "LS106", names: /no program "no-such-program-here"/ });
  });
});

describe("a command that answers, but not as it should", () => {
  test.concurrent.for([["odd", 1], ["none", 0]] as const)("%s: exit %i", async ([fault, exit]) => {
    const attempt = await ask("answers.csv", model(fault));
    expect(attempt.stderr).toBe("");
    expect(attempt.code, attempt.stdout).toBe(exit);
    expect(runsIn(attempt.store)).toBe(1);
  });

  test.concurrent.for(["twice", "garbage", "dies-later"] as const)("%s: never a pass", async (fault) => {
    const attempt = await ask("answers.csv", model(fault));
    expect([1, 3, 4], `${attempt.stdout}${attempt.stderr}`).toContain(attempt.code);
    expect(`${attempt.stdout}${attempt.stderr}`.replaceAll(/\s+/g, " ")).toMatch(fault === "garbage" ? /LS401.*loading model/ : /LS401|LS308/);
  });
});
