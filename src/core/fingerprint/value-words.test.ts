import { expect, test } from "vitest";
import { valueWords } from "./value-words.ts";

test.each([
  [null, "package.version", "not installed"], [null, "threads.variable", "not set"], [null, "cpu.quota", "unlimited"], [null, null, "none"], ["", "config.variable", "empty"],
  [2 ** 31, "memory.limit", "2 GiB"], [2 ** 31, "cpu.usable", "2147483648"], [true, "framework.switch", "on"], [true, "model.mode", "training"], [false, "cpu.model", "false"],
  [`sha256:${"ab".repeat(32)} 1234`, "model.file", "sha256:abababababab… (1,234 bytes)"], ["hmac:0123456789abcdef", "config.variable", "hmac:0123456789ab…"], ["1.2.13 121280", "native.library", "1.2.13 (121,280 bytes)"],
  [["a", "b"], "schema.names", "a and b"], [[], "schema.names", "empty"], [["a", "b", "c", "d", "e", "f", "g", "h"], "schema.names", "a, b, c, d, e, f and 2 more"], ["x".repeat(200), "os.release", `${"x".repeat(79)}…`], [0, "decision.value", "0"],
] as const)("%j of %s reads %s", (value, kind, words) => expect(valueWords(Array.isArray(value) ? [...value] : (value as string), kind)).toBe(words));
