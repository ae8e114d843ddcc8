import { expect, test } from "vitest";
import { modelOfSubject } from "./model-of-subject.ts";

test.each([
  ["credit/precision", "credit"], ["check credit/staging-production", "credit"], ["check credit/eu/staging-eu production", "credit"], ["review due credit/precision", "credit"], ["offline estimate stale credit/precision", "credit"],
  ["fingerprint production", null], ["fingerprint eu/production", null], ["policy review dependencies", null], ["fraud/x credit/precision", "fraud"], ["my credit/precision", null], ["credit/", null],
])("%s is about %s", (subject, model) => expect(modelOfSubject(subject)).toBe(model));
