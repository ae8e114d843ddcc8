import type { WindowStatistic } from "../../../core/domain/measure.ts";

const loading = new WeakMap<object, () => number[][]>();

// One function for all: an engine makes a shape of its own for every object whose getter is its own.
const bins: PropertyDescriptor & ThisType<object> = {
  enumerable: true, configurable: true,
  get() {
    const value = loading.get(this)?.() ?? [];
    Object.defineProperty(this, "bins", { value, enumerable: true, configurable: true, writable: true });
    return value;
  },
};

/** A statistic whose bins are loaded when somebody looks at them first, and kept then. A copy of it looks. */
export const binsWhenAsked = (statistic: Omit<WindowStatistic, "bins">, load: () => number[][]): WindowStatistic => {
  loading.set(statistic, load);
  return Object.defineProperty(statistic, "bins", bins) as WindowStatistic;
};
