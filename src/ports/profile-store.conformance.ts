import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Profile } from "../core/domain/profile.ts";
import { profileOf, profileSpecOf } from "../core/profile/profile.fixture.ts";
import type { ProfileStore } from "./profile-store.ts";

/** A place that a store of profiles can be opened at, more than once. */
export interface ProfileStorePlace {
  open(): ProfileStore;
  remove(): void;
}

const spec = profileSpecOf([{ name: "x" }, { name: "c", categories: ["ä'\u2028"] }]);
const profile = (digest: string, x: number): Profile => profileOf(spec, [{ x, c: "ä'\u2028" }], { name: `day ${digest}`, digest });

/** What every store of profiles must do. `newPlace` gives an empty place. */
export const testProfileStore = (name: string, newPlace: () => ProfileStorePlace): void => {
  describe(`${name} as a store of profiles`, () => {
    let place: ProfileStorePlace;
    let store: ProfileStore;
    beforeEach(() => {
      place = newPlace();
      store = place.open();
    });
    afterEach(() => {
      store.close();
      place.remove();
    });

    test("is empty at first", () => {
      expect(store.list()).toEqual([]);
      expect(store.get("a", "b")).toBeNull();
    });

    test("gives back what was put, bit for bit, also to the next one who opens it", () => {
      const kept = profile("a", 0.1 + 0.2);
      store.put("a", kept);
      expect(store.get("a", kept.specDigest)).toEqual(kept);
      store.close();
      store = place.open();
      expect(store.get("a", kept.specDigest)).toEqual(kept);
    });

    test("keeps apart what was counted from another part, or by another specification", () => {
      const kept = profile("a", 1);
      const other = profileOf(profileSpecOf([{ name: "x", pivot: 5 }]), [{ x: 1 }], { name: "other", digest: "a" });
      store.put("a", kept);
      store.put("a", other);
      expect(store.get("b", kept.specDigest)).toBeNull();
      expect(store.get("a", kept.specDigest)).toEqual(kept);
      expect(store.get("a", other.specDigest)).toEqual(other);
      expect(store.list().map(({ sourceDigest, specDigest, rows }) => [sourceDigest, specDigest, rows]).sort()).toEqual([["a", kept.specDigest, 1], ["a", other.specDigest, 1]].sort());
    });

    test("put again changes nothing", () => {
      store.put("a", profile("a", 1));
      store.put("a", profile("a", 2));
      expect(store.get("a", profile("a", 1).specDigest)).toEqual(profile("a", 1));
      expect(store.list()).toHaveLength(1);
    });
  });
};
