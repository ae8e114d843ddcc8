import { expect, test } from "vitest";
import { matchesField } from "./matches-field.ts";

test.each([
  ["package.version:numpy", "package.version:numpy", true],
  ["package.version:scikit-learn", "package.version:Scikit_Learn", true],
  ["package.version", "package.version:numpy", true],
  ["packages", "package.version:numpy", true],
  ["packages.*", "package.origin:numpy", true],
  ["package.version:nvidia-*", "package.version:nvidia-cudnn-cu12", true],
  ["cpu.*", "cpu.flags", true],
  ["container.*", "image.digest", true],
  ["container", "os.release", true],
  ["package.version:num", "package.version:numpy", false],
  ["cpu", "cpu.usable", false],
  ["model", "model.file:model.pkl", true],
  ["python.version", "python.versions", false],
  ["a.c", "abc", false],
  ["threads.variable:OMP_*", "threads.variable:MKL_NUM_THREADS", false],
])("%s covers %s: %s", (pattern, id, covered) => expect(matchesField(pattern, id)).toBe(covered));
