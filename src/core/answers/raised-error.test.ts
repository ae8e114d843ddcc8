import fc from "fast-check";
import { expect, it } from "vitest";
import { errorInAnswer } from "./error-in-answer.ts";
import { raisedError } from "./raised-error.ts";
import { serverMessage } from "./refuse-status.ts";

const frames = Array.from({ length: 12 }, (_, line) => `  File "/app/models/${line}.py", line ${line}, in predict\n    return model(rows)\n`).join("");
const traceback = (error: string): string => `Traceback (most recent call last):\n${frames}${error}\n`;

it.each([
  ["as text", traceback("ValueError: boom texture")],
  ["in a JSON field", JSON.stringify({ detail: traceback("ValueError: boom texture") })],
  ["after other words", `Internal error\n${traceback("ValueError: boom texture")}\n\n`],
  ["with Windows line ends", traceback("ValueError: boom texture").replaceAll("\n", "\r\n")],
  ["raised while another was handled", `${traceback("KeyError: 'age'")}\nDuring handling of the above exception, another exception occurred:\n\n${traceback("ValueError: boom texture")}`],
])("a traceback %s is told by its error", (_, text) => {
  expect(serverMessage(text)).toBe("ValueError: boom texture");
});

it("keeps an error's further lines behind its first, and cuts the rest", () => {
  expect(serverMessage(traceback("ValidationError: 1 error for Row\nage\n  Field required"))).toBe("ValidationError: 1 error for Row age Field required");
  expect(serverMessage(traceback(`ValueError: ${"x".repeat(500)}`))).toMatch(/^ValueError: x{188}…$/);
  expect(errorInAnswer({ error: traceback("ValueError: boom") })).toBe("ValueError: boom");
});

it("says something of whatever a traceback has lost", () => {
  expect(raisedError("Traceback (most recent call last):\n  File x\n    ValueError: y")).toBe("    ValueError: y");
  expect(raisedError("Traceback (most recent call last): cut")).toBe("Traceback (most recent call last): cut");
  fc.assert(fc.property(fc.string(), (text) => { expect(raisedError(text)).toBe(text); }));
});
