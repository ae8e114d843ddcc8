/** `1.26.4rc1+local` in comparable pieces; null for what is not a version. Epochs and local parts take part as PEP 440 has it. */
const pieces = /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:[-_.]?(post|rev|r)[-_.]?(\d*)|-(\d+))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;

interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** `a`, `b` or `rc` with its number; a development release of a final one stands before all of them. */
  readonly stage: readonly [number, number];
  readonly post: number;
  readonly dev: number;
  readonly local: string;
}

const stages: Readonly<Record<string, number>> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 };
const finalStage = 4;

const parseVersion = (text: string): Version | null => {
  const found = pieces.exec(text);
  if (found === null) return null;
  const [, epoch, release = "", stage, stageNumber, post, postNumber, shortPost, dev, devNumber, local] = found;
  const isPost = post !== undefined || shortPost !== undefined;
  return {
    epoch: Number(epoch ?? 0),
    release: release.split(".").map(Number),
    stage: stage !== undefined ? [stages[stage.toLowerCase()] ?? finalStage, Number(stageNumber || 0)] : dev !== undefined && !isPost ? [0, 0] : [finalStage, 0],
    post: isPost ? Number(postNumber || shortPost || 0) : -1,
    dev: dev === undefined ? Number.POSITIVE_INFINITY : Number(devNumber || 0),
    local: (local ?? "").toLowerCase().replaceAll(/[-_]/g, "."),
  };
};

/** Below 0, 0 or above 0 as `a` is older than, the same as or newer than `b` (PEP 440); null when one is no version. Local parts only decide equality. */
export const compareVersions = (a: string, b: string): number | null => {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === null || right === null) return null;
  const keys = (version: Version): readonly number[] => [version.stage[0], version.stage[1], version.post, version.dev];
  if (left.epoch !== right.epoch) return left.epoch - right.epoch;
  for (let index = 0; index < Math.max(left.release.length, right.release.length); index += 1) {
    const difference = (left.release[index] ?? 0) - (right.release[index] ?? 0);
    if (difference !== 0) return difference;
  }
  for (const [index, own] of keys(left).entries()) {
    const other = keys(right)[index] as number;
    if (own !== other) return own < other ? -1 : 1;
  }
  return left.local === right.local ? 0 : left.local < right.local ? -1 : 1;
};

/** Whether two texts are one version: `1.0`, `1.0.0` and `v1` are. What is no version is compared as it stands. */
export const sameVersion = (a: string, b: string): boolean => a === b || compareVersions(a, b) === 0;
