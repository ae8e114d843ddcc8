/** 0 and the powers of ten up to the largest count, at most about five of them. */
export const countTicks = (most: number): number[] => {
  const decades = Math.max(1, Math.floor(Math.log10(Math.max(1, most))));
  const step = Math.ceil((decades + 1) / 5);
  return [0, ...Array.from({ length: decades + 1 }, (_, index) => index).filter((index) => index % step === 0).map((index) => 10 ** index)];
};
