import { expect, test } from "vitest";
import { csvComplaint } from "./csv-complaint.ts";

test.each([
  ["Invalid Input Error: CSV Error on Line: 9\nOriginal Line: 7,1.0,5\nExpected Number of Columns: 2 Found: 3\nPossible fixes:\n* Disable", "Line: 9 has 3 fields where the header has 2; it is written like 9,9.9,9"],
  [`Invalid Input Error: CSV Error on Line: 5\nOriginal Line: ${"k".repeat(5000)}\nMaximum line size of 4194304 bytes exceeded. Actual Size:5000020 bytes.`, `Line: 5 is longer than 4194304 bytes; it is written like ${"a".repeat(80)}…`],
  ["Invalid Input Error: The CSV Parser state machine reached an invalid state.\nThis can happen", "The CSV Parser state machine reached an invalid state."],
])("%#: the line and the reason, not the whole of it", (message, sentence) => {
  expect(csvComplaint(message)).toBe(sentence);
});
