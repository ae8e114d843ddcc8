import { profileOf, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { createSqliteProfileStore } from "./create-sqlite-profile-store.ts";

/** A process of its own that puts profiles until it is killed, and says each one when it is kept: `node write-profiles.fixture.ts DIRECTORY PREFIX`. */
const [directory = "", prefix = ""] = process.argv.slice(2);
const store = createSqliteProfileStore(directory);
const spec = profileSpecOf([{ name: "x" }]);
for (let number = 0; number < 100_000; number += 1) {
  const digest = `${prefix}-${number}`;
  store.put(digest, profileOf(spec, [{ x: number }], { name: digest, digest }));
  process.stdout.write(`${digest}\n`);
}
