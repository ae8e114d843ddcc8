import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";

type Told = Pick<EnvironmentDifference, "id" | "title" | "group" | "reference" | "candidate" | "weight" | "moves" | "why"> & Partial<EnvironmentDifference>;

const difference = (told: Told, rank: number): EnvironmentDifference => ({
  subject: told.id.includes(":") ? told.id.slice(told.id.indexOf(":") + 1) : null, scope: "process", unread: [], quiet: null, override: null, causes: [], together: [], action: "give both sides the same", ...told,
  statement: told.statement ?? `${told.title} is ${String(told.reference)} in staging and ${String(told.candidate)} in production`, rank,
});

/** Ways in which the two example environments are not the same, worst first, the harmless ones last. */
export const exampleDifferences = (): EnvironmentDifference[] => {
  const told: Told[] = [
    { id: "preprocessing.digest:features", title: "packed preprocessing features", group: "preprocessing", reference: `sha256:${"0f".repeat(32)}`, candidate: `sha256:${"e1".repeat(32)}`, weight: "block", moves: "answers", why: "the model is given other numbers for the same input", action: "deploy preprocessing and model together, from one training run" },
    { id: "framework.switch:torch.allow_tf32", title: "TF32 in matrix products of torch", group: "numerics", reference: false, candidate: true, weight: "high", moves: "answers", why: "products keep 10 bits of mantissa instead of 23", action: "set torch.backends.cuda.matmul.allow_tf32 to the same value on both sides" },
    { id: "package.version:scikit-learn", title: "version of scikit-learn", group: "packages", reference: "1.4.2", candidate: "1.3.0", weight: "high", moves: "answers", why: "estimators are changed and repaired between versions", action: "install the locked versions on both sides", together: ["package.integrity:scikit-learn", "package.origin:scikit-learn"] },
    { id: "native.library:libscipy_openblas64_", title: "loaded library libscipy_openblas64_", group: "native", reference: `sha256:${"11".repeat(32)} 24105984`, candidate: `sha256:${"22".repeat(32)} 23998464`, weight: "warn", moves: "answers", why: "sums are added up in another order" },
    { id: "import.path", title: "module search path", group: "code", reference: Array.from({ length: 14 }, (_, index) => `/srv/app/plugins/${"deep/".repeat(index)}site-packages`), candidate: ["/srv/app", "/opt/vendor/site-packages"], weight: "warn", moves: "answers", why: "another module of the same name may be found first" },
    { id: "cpu.model", title: "processor", group: "cpu", reference: "AMD EPYC 7763", candidate: "Intel(R) Xeon(R) Platinum 8375C", weight: "explains", moves: "both", why: "other vector instructions round in other places" },
    { id: "threads.count:openblas", title: "threads of openblas", group: "threads", reference: null, candidate: 8, unread: ["reference"], weight: "explains", moves: "latency", why: "what could not be read is not known to be equal" },
    { id: "package.version:numpy", title: "version of numpy", group: "packages", reference: "2.1.0", candidate: "1.26.4", weight: "high", moves: "answers", why: "the rules of type promotion changed", override: "numpy-pin" },
    { id: "image.digest", title: "container image", group: "image", reference: `sha256:${"d4".repeat(32)}`, candidate: `sha256:${"d5".repeat(32)}`, weight: "warn", moves: "both", why: "everything in it may be another", override: "hardened-base-image" },
  ];
  const quiet: Told[] = [
    ...["pytest", "wheel", "black", "pip-tools"].map((name): Told => ({ id: `package.version:${name}`, title: `version of ${name}`, group: "packages", reference: "8.0.0", candidate: "8.1.2", weight: "explains", moves: "answers", why: "", quiet: "no module of it is in memory on either side" })),
    { id: "container.id", title: "container", group: "container", reference: "c0ffee", candidate: "7ea", weight: "explains", moves: "nothing", why: "", quiet: "it moves neither answers nor latency: container" },
    { id: "memory.resident", title: "resident memory, bytes", group: "limits", reference: 441_450_496, candidate: 551_034_880, weight: "explains", moves: "nothing", why: "", quiet: "it moves neither answers nor latency: resident memory, bytes" },
    { id: "time.zone", title: "time zone", group: "time", reference: "UTC", candidate: "Etc/UTC", weight: "explains", moves: "answers", why: "", quiet: "the same, spelled otherwise: coordinated universal time" },
  ];
  return [...told, ...quiet].map((each, index) => difference(each, 9000 - 100 * index - (each.quiet === undefined ? 0 : 20_000)));
};
