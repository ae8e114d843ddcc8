import { readFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import type { ProgressEvent } from "../ports/progress.ts";
import { printError } from "./print-error.ts";
import { durationWords } from "./progress/duration-words.ts";
import { progressBars } from "./progress/progress-bars.ts";
import { progressLines } from "./progress/progress-lines.ts";
import { createRedactor } from "./redactor.ts";
import { wantsAscii } from "./wants-ascii.ts";
import { wantsColour } from "./wants-colour.ts";

describe("printError", () => {
  const told = (cause: unknown, interrupted = false): { code: number; text: string } => {
    let text = "";
    const redactor = createRedactor();
    redactor.keepSecret("hunter2-token");
    const code = printError(cause, { err: (more) => (text += more), colour: false, redact: redactor.redact, interrupted, args: ["check", "a", "hunter2-token"] });
    return { code, text };
  };

  test("an expected failure is one short block, without secrets", () => {
    const error = new LockstepError("LS204", { message: "no key column in b.csv (token hunter2-token)", place: "line 1" });
    expect(told(error)).toEqual({ code: 2, text: "error LS204: no key column in b.csv (token ***)\n  at:    line 1\n  to do: Name the column that identifies a row with --key.\n" });
  });

  test("a bug is one line and a crash log that has what a report needs, without secrets", () => {
    const { code, text } = told(new TypeError("x is not a function, said hunter2-token", { cause: new Error("the root of it") }));
    expect(code).toBe(2);
    expect(text).toMatch(/^error: this is a bug in Lockstep: x is not a function, said \*\*\*\n {2}please report it together with (\S+)\n$/);
    const path = /with (\S+)\n/.exec(text)?.[1] ?? "";
    const log = readFileSync(path, "utf8");
    rmSync(path);
    for (const part of ["lockstep ", `node ${process.versions.node}`, process.platform, "TypeError: x is not a function", "cli-parts.test.ts", "caused by\nError: the root of it"]) expect(log).toContain(part);
    expect(log).not.toContain("hunter2");
  });

  test("whatever fails after an interruption is the interruption", () => {
    expect(told(new Error("socket closed"), true)).toEqual({ code: 130, text: "interrupted: run the same command again to resume\n" });
  });
});

describe("redactor", () => {
  test("takes out what it was told of in all its forms, and credentials by their form", () => {
    const { keepSecret, redact } = createRedactor();
    keepSecret("p@ss word/1");
    expect(redact(`p@ss word/1 ${encodeURIComponent("p@ss word/1")} ${Buffer.from("p@ss word/1").toString("base64")}`)).toBe("*** *** ***");
    expect(redact("GET https://user:secret@host/x?y Authorization: Bearer abcdefgh123")).toBe("GET https://***@host/x?y Authorization: Bearer ***");
    expect(redact("Bearer env:TOKEN_NAME_X and http://host:80/a@b")).toBe("Bearer env:TOKEN_NAME_X and http://host:80/a@b");
  });

  test("leaves short texts and numbers alone, for they would be found everywhere", () => {
    const { keepSecret, redact } = createRedactor();
    for (const secret of ["", "no", "0.123456"]) keepSecret(secret);
    expect(redact("no 0.123456")).toBe("no 0.123456");
  });
});

test.each([
  ["auto", {}, true, true], ["auto", {}, false, false], ["auto", { NO_COLOR: "1" }, true, false], ["auto", { NO_COLOR: "" }, true, true], ["auto", { FORCE_COLOR: "1" }, false, true],
  ["auto", { FORCE_COLOR: "0" }, true, false], ["auto", { TERM: "dumb" }, true, false], ["always", { NO_COLOR: "1" }, false, true], ["never", { FORCE_COLOR: "1" }, true, false],
] as const)("colour %s with %j on a terminal (%s): %s", (choice, env, terminal, expected) => expect(wantsColour(choice, env, terminal)).toBe(expected));

test.each([[{}, false], [{ LANG: "en_US.UTF-8" }, false], [{ LANG: "C" }, true], [{ LC_ALL: "C", LANG: "de_DE.utf8" }, true], [{ LANG: "de_DE.ISO-8859-1" }, true], [{ TERM: "dumb" }, true], [{ LANG: "C.UTF-8" }, false]])(
  "ASCII with %j: %s",
  (env, expected) => expect(wantsAscii(env)).toBe(expected),
);

test.each([[0.04, "0.0 s"], [9.94, "9.9 s"], [9.96, "10 s"], [59.4, "59 s"], [59.6, "1 min 0 s"], [185, "3 min 5 s"], [7800, "2 h 10 min"]])("%d seconds read %s", (seconds, words) => expect(durationWords(seconds)).toBe(words));

describe("progress", () => {
  const events: readonly ProgressEvent[] = [
    { kind: "step", step: "asking" },
    { kind: "count", step: "asking", done: 5, total: 10, etaSeconds: 65 },
    { kind: "note", message: "the reference is slow" },
    { kind: "done", step: "asking", seconds: 12, detail: "10 rows" },
  ];

  test("in a pipe is a line for each finished step, and a sign of life each minute", () => {
    let text = "";
    let now = 0;
    const listener = progressLines((more) => (text += more), () => now);
    for (const event of events) listener(event);
    expect(text).toBe("the reference is slow\nasking: 10 rows, 12 s\n");
    now = 61_000;
    listener({ kind: "count", step: "asking", done: 5, total: 10, etaSeconds: 65 });
    listener({ kind: "count", step: "asking", done: 6, total: 10, etaSeconds: 64 });
    expect(text.split("\n").slice(2)).toEqual(["asking: 5 of 10, 1 min 5 s left", ""]);
  });

  test("on a terminal is one moving line no wider than it, taken away before anything else is said", () => {
    let text = "";
    const { listener, clear } = progressBars({ write: (more) => (text += more), columns: () => 50, ascii: true, monotonic: () => 1e6 * text.length });
    for (const event of events) listener(event);
    clear();
    const lines = text.replaceAll("\r\u001b[2K", "\n").split("\n").filter((line) => line !== "");
    expect(lines).toEqual(["asking…", "asking ############............ 5 of 10, 1 min 5 ", "the reference is slow", "done asking, 10 rows, 12 s"]);
  });
});
