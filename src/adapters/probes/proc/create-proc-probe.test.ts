import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { createProcProbe } from "./create-proc-probe.ts";

/** A container's process as the kernel would show it to its host: another root, absolute links inside it, a control group of version 2. */
const proc = mkdtempSync(join(tmpdir(), "lockstep-proc-"));
afterAll(() => rmSync(proc, { recursive: true, force: true }));
const write = (path: string, text: string | Buffer): void => { mkdirSync(dirname(join(proc, path)), { recursive: true }); writeFileSync(join(proc, path), text); };
const link = (path: string, to: string): void => { mkdirSync(dirname(join(proc, path)), { recursive: true }); symlinkSync(to, join(proc, path)); };
const site = "100/root/opt/real-venv/lib/python3.11/site-packages";
const sha = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

const auxv = Buffer.alloc(48);
for (const [index, [kind, value]] of ([[6n, 65536n], [17n, 100n]] as const).entries()) {
  auxv.writeBigUInt64LE(kind, index * 16);
  auxv.writeBigUInt64LE(value, index * 16 + 8);
}

let fingerprint: Fingerprint;
const value = (id: string): unknown => fingerprint.fields[id]?.value;

beforeAll(async () => {
  write("cpuinfo", "processor : 0\nmodel name : A Processor\nflags : sse2 avx2 fma\n\nprocessor : 1\nmodel name : Another\n");
  write("uptime", "1000.00 1.0\n");
  write("1/cmdline", "/sbin/init\0");
  write("100/cmdline", "/opt/venv/bin/python\0-W\0ignore\0/srv/app/gunicorn\0scorer:app\0");
  write("100/environ", ["PATH=/opt/venv/bin:/usr/bin", "OMP_NUM_THREADS=4", "OMP_NUM_THREADS=8", "KMP_AFFINITY=granularity=fine,compact", "MKL_CBWR=`rm`", "DB_PASSWORD=hunter2", "APP_MODE=prod", "HOSTNAME=pod-1", "POD_NAME=scorer-abc", "PYTHONPATH=/srv/extra", "LOCKSTEP_SALT=s", "LD_PRELOAD=/usr/lib/libjemalloc.so.2", ""].join("\0"));
  write("100/maps", [
    "5500-5600 r-xp 00000000 00:1 1   /usr/local/bin/python3.11",
    "7f00-7f01 r-xp 00000000 00:1 2   /usr/lib/libm.so.6",
    "7f01-7f02 r--p 00000000 00:1 2   /usr/lib/libm.so.6",
    "7f02-7f03 r-xp 00000000 00:1 3   /opt/venv/lib/python3.11/site-packages/numpy.libs/libopenblas64_p-r0-0cf96a72.3.21.so",
    "7f03-7f04 r-xp 00000000 00:1 4   /opt/venv/lib/python3.11/site-packages/numpy/core/_simple.cpython-311-x86_64-linux-gnu.so",
    "7f04-7f05 r-xp 00000000 00:1 5   /usr/lib/libgone.so.1 (deleted)",
    "7f05-7f06 r--p 00000000 00:1 6   /models/current/scorer.onnx",
    "7ffd-7ffe rw-p 00000000 00:0 0   [stack]", "",
  ].join("\n"));
  link("100/exe", "/usr/local/bin/python3.11");
  link("100/cwd", "/srv/app");
  link("100/fd/3", "/models/v7/vocab.txt");
  link("100/fd/4", "socket:[1]");
  write("100/status", "Name:\tpython\nCpus_allowed_list:\t0-2,5\n");
  write("100/statm", "900 30 10 1 0 1 0\n");
  write("100/auxv", auxv);
  write("100/stat", `100 (py (x) y) S 1 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 90000 1 1\n`);
  write("100/limits", "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 4096                 files     \nMax stack size            unlimited            unlimited            bytes     \n");
  write("100/cgroup", `0::/kubepods/pod1/${"c".repeat(64)}\n`);
  write("100/mountinfo", `30 29 0:26 /kubepods/pod1/${"c".repeat(64)} /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n`);
  write("100/root/sys/fs/cgroup/cpu.max", "150000 100000\n");
  write("100/root/sys/fs/cgroup/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 3\n");
  write("100/root/sys/fs/cgroup/memory.max", "536870912\n");
  write("100/root/sys/fs/cgroup/memory.swap.max", "max\n");
  write("100/root/etc/os-release", 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n');
  write("100/root/etc/hostname", "pod-1\n");
  write("100/root/usr/lib/libm.so.6", "libm");
  write("100/root/usr/local/bin/python3.11", "x\u00003.11.4\u0000y");
  mkdirSync(join(proc, "100/root/usr/local/lib/python3.11/site-packages"), { recursive: true });
  write("100/root/opt/real-venv/pyvenv.cfg", "home = /usr/local/bin\ninclude-system-site-packages = false\n");
  link("100/root/opt/venv", "/opt/real-venv");
  write("100/root/opt/real-venv/bin/python", "");
  write(`${site}/numpy-1.26.4.dist-info/METADATA`, "Metadata-Version: 2.1\nName: NumPy\nVersion: 1.26.4\n\nName: no\n");
  write(`${site}/numpy-1.26.4.dist-info/WHEEL`, "Tag: cp311-cp311-manylinux_2_17_x86_64\nTag: cp311-cp311-manylinux2014_x86_64\n");
  write(`${site}/numpy-1.26.4.dist-info/INSTALLER`, "pip\n");
  write(`${site}/numpy-1.26.4.dist-info/RECORD`, "numpy/b.py,sha256=b,1\r\nnumpy/a.py,sha256=a,1\r\nnumpy/__pycache__/a.pyc,,\r\n../../../bin/f2py,sha256=c,1\r\nnumpy-1.26.4.dist-info/INSTALLER,sha256=d,4\r\n");
  write(`${site}/numpy.libs/libopenblas64_p-r0-0cf96a72.3.21.so`, "blas");
  write(`${site}/numpy/core/_simple.cpython-311-x86_64-linux-gnu.so`, "x");
  write(`${site}/broken-1.0.dist-info/WHEEL`, "");
  write(`${site}/ours.dist-info/METADATA`, "Name: ours\nVersion: 2\n");
  write(`${site}/ours.dist-info/direct_url.json`, '{"url": "https://user:secret@git.example/ours", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}}');
  write(`${site}/paths.pth`, "import evil; evil.run()\n/srv/linked\n");
  write("100/root/srv/linked/linked_one.egg-info", "Name: linked-one\nVersion: 0.3\n");
  write("100/root/srv/extra/numpy-2.0.dist-info/METADATA", "Name: other\nVersion: 9\n");
  write("100/root/models/v7/scorer.onnx", "onnx");
  write("100/root/models/v7/vocab.txt", "vocab");
  link("100/root/models/current", "/models/v7");
  fingerprint = await createProcProbe(100, { folders: ["/models/v7"], settings: ["APP_*", "ABSENT"], proc }).take();
});

describe("a process in a container, read from its host", () => {
  it("its interpreter and packages, along its own search path and inside its own root", () => {
    expect([value("python.version"), value("python.executable"), value("python.implementation")]).toEqual(["3.11.4", "/opt/venv/bin/python", "cpython"]);
    expect(Object.entries(fingerprint.fields).filter(([id]) => id.startsWith("package.version:")).map(([id, field]) => [id.slice(16), field.value, field.how])).toEqual([
      ["linked-one", "0.3", "/srv/linked/linked_one.egg-info"], ["numpy", "1.26.4", "<site>/numpy-1.26.4.dist-info"], ["other", "9", "/srv/extra/numpy-2.0.dist-info"], ["ours", "2", "<site>/ours.dist-info"],
    ]);
    expect(fingerprint.unread["package.version:broken"]).toBe("it has no METADATA file: <site>/broken-1.0.dist-info");
    expect([value("package.origin:numpy"), value("package.origin:ours"), value("package.origin:linked-one")]).toEqual(["wheel cp311-cp311-manylinux2014_x86_64 cp311-cp311-manylinux_2_17_x86_64", "wheel git 0a1b", "egg"]);
    expect(value("package.integrity:numpy")).toBe(sha("numpy/a.py,sha256=a,1\nnumpy/b.py,sha256=b,1"));
  });

  it("native libraries, each once; one that was replaced is not read", () => {
    expect(Object.keys(fingerprint.fields).filter((id) => id.startsWith("native.library:"))).toEqual(["native.library:libm", "native.library:libopenblas64_p"]);
    expect([value("native.library:libm"), value("native.library:libopenblas64_p")]).toEqual([`${sha("libm")} 4`, `${sha("blas")} 4`]);
    expect(fingerprint.unread["native.library:libgone"]).toContain("deleted or replaced");
    expect([value("native.runtimes:blas"), value("native.runtimes:openmp"), value("native.preload")]).toEqual([["libopenblas64_p"], [], ["libjemalloc"]]);
  });

  it("model files in memory, under the name of the folder that was given", () => {
    expect(Object.keys(fingerprint.fields).filter((id) => id.startsWith("model.mapped:"))).toEqual(["model.mapped:/models/current/scorer.onnx"]);
    expect(value("model.mapped:/models/current/scorer.onnx")).toBe(`${sha("onnx")} 4`);
    // The descriptor's file is a model's by its folder, but only the kernel's own link leads to it.
    expect(fingerprint.unread["model.mapped:vocab.txt"]).toBeDefined();
  });

  it("limits, in the words of every probe", () => {
    expect([value("cpu.usable"), value("cpu.quota"), value("cpu.throttled"), value("memory.limit"), value("memory.swap"), value("memory.resident"), value("limits.rlimit:nofile"), value("limits.rlimit:stack")]).toEqual([4, 1.5, 3, 536870912, null, 30 * 65536, 1024, null]);
    expect(fingerprint.unread["limits.rlimit:core"]).toContain("does not list");
    expect([value("cpu.model"), value("cpu.flags"), value("os.release"), value("container.id"), value("container.pod"), value("container.replica"), value("server.name"), value("server.workers"), value("server.uptime")])
      .toEqual(["A Processor", ["avx2", "fma"], "Debian GNU/Linux 12 (bookworm)", "c".repeat(64), "scorer-abc", "pod-1", "gunicorn", 1, 100]);
  });

  it("variables: listed ones as they are, odd ones and settings salted, no other at all", () => {
    expect([value("threads.variable:OMP_NUM_THREADS"), value("threads.variable:KMP_AFFINITY"), value("threads.variable:MKL_NUM_THREADS"), value("config.variable:ABSENT")]).toEqual(["4", "granularity=fine,compact", null, null]);
    for (const id of ["kernels.variable:MKL_CBWR", "config.variable:APP_MODE"]) expect(value(id)).toMatch(/^hmac:[0-9a-f]{16}$/);
    expect(JSON.stringify(fingerprint)).not.toMatch(/hunter2|"prod"|secret|DB_PASSWORD/);
  });

  it("says of what lives inside alone that it was not read", () => {
    for (const kind of ["framework.switch", "package.loaded", "locale.numeric", "time.zone", "canary.numpy"]) expect(fingerprint.unread[kind], kind).toMatch(/inside|itself/);
    expect([fingerprint.method, fingerprint.pid]).toEqual(["proc", 100]);
  });

  it("a process that is not there is LS320", async () => {
    const error = await createProcProbe(7, { folders: [], settings: [], proc }).take().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LockstepError);
    expect(error).toMatchObject({ code: "LS320", place: "pid:7" });
  });
});
