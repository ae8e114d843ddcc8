import { writeSync } from "node:fs";
import { conformanceEntry } from "../../../../ports/journal.conformance-entry.ts";
import { openSqliteJournal } from "../sqlite-journal.ts";

/**
 * Child of the crash test: goes on with the journal at argv[2] from its first missing call and writes to stdout, with each
 * flush, how many entries the journal has acknowledged. It never ends by itself.
 */
const journal = openSqliteJournal(process.argv[2] as string);
journal.begin("crash");
let next = journal.answered().size;
writeSync(1, `${next}\n`);
const write = (): void => {
  for (let i = 0; i < 37; i += 1) {
    journal.append(conformanceEntry(next));
    next += 1;
  }
  journal.flush();
  writeSync(1, `${next}\n`);
  // Entries that nobody acknowledged may be there or not, but only as a whole.
  for (let i = 0; i < 5; i += 1) journal.append(conformanceEntry(next + i));
  next += 5;
  setImmediate(write);
};
write();
