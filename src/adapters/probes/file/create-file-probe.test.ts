import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { createFileProbe } from "./create-file-probe.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-file-probe-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fingerprint = { lockstep: "fingerprint", schemaVersion: 1, probe: "p", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: null, fields: { "python.version": { value: "3.11.7", scope: "process", how: "sys" } }, unread: {} };
const file = (name: string, text: string): string => { const path = join(folder, name); writeFileSync(path, text); return path; };
const failure = (path: string): Promise<LockstepError> => createFileProbe(path).take().then(() => expect.fail("it was accepted"), (error: unknown) => error as LockstepError);

describe("a fingerprint in a file", () => {
  it("is read as it was written, also out of a training folder, also with a mark at its start", async () => {
    expect(await createFileProbe(file("a.json", `\ufeff${JSON.stringify(fingerprint)}`)).take()).toEqual(fingerprint);
    mkdirSync(join(folder, "model/lockstep-training"), { recursive: true });
    file("model/lockstep-training/fingerprint.json", JSON.stringify(fingerprint));
    expect(await createFileProbe(join(folder, "model")).take()).toEqual(fingerprint);
  });

  it("what pip inspect wrote becomes a declared one, and says what it cannot tell", async () => {
    const pip = {
      version: "1", pip_version: "24.0", environment: { python_full_version: "3.11.7", implementation_name: "cpython", platform_machine: "x86_64", sys_platform: "linux" },
      installed: [
        { metadata: { name: "Scikit_Learn", version: "1.4.2" }, metadata_location: "/x/scikit_learn-1.4.2.dist-info", installer: "pip", requested: true },
        { metadata: { name: "ours", version: "0.1" }, direct_url: { url: "file:///srv/ours", dir_info: { editable: true } }, installer: "pip" },
      ],
    };
    const read = await createFileProbe(file("pip.json", JSON.stringify(pip))).take();
    expect([read.method, read.probe, read.fields["package.version:scikit-learn"]?.value, read.fields["package.origin:ours"]?.value, read.fields["package.origin:scikit-learn"], read.fields["python.version"]?.value])
      .toEqual(["declared", "pip 24.0", "1.4.2", "wheel editable", undefined, "3.11.7"]);
    expect(read.unread["native.library"]).toContain("says nothing of the running process");
  });

  it("one that is not there is LS320", async () => {
    expect(await failure(join(folder, "none.json"))).toMatchObject({ code: "LS320", exitCode: 4, message: `there is no file ${join(folder, "none.json")}` });
    mkdirSync(join(folder, "empty"));
    expect((await failure(join(folder, "empty"))).message).toContain("without lockstep-training");
  });

  it.each([
    ["{\n  \"lockstep\": oops", ":2:15", /is not JSON/],
    ["", ":1:1", /is not JSON/],
    ["{\"a\": 1}", "", /neither a fingerprint nor what pip inspect writes/],
    ["[1]", "", /neither a fingerprint/],
    [JSON.stringify({ ...fingerprint, fields: { x: { value: 1, scope: "process", how: "" }, "python.version": { value: "3", scope: "planet", how: "" } } }, null, 1), ":16:4", /fields > python\.version > scope/],
    [JSON.stringify({ ...fingerprint, schemaVersion: 2 }, null, 1), ":3:2", /schemaVersion/],
  ])("%j is LS321", async (text, place, message) => {
    const path = file("wrong.json", text);
    const error = await failure(path);
    expect([error.code, error.place, error.exitCode]).toEqual(["LS321", `${path}${place}`, 2]);
    expect(error.message).toMatch(message);
  });
});
