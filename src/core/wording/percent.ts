/** A share as a reader says it: three significant digits, never rounded up to 100 % or down to 0 %. */
export const percent = (share: number): string => {
  if (share === 0) return "0 %";
  if (share < 0) return `-${percent(-share)}`;
  if (share < 1 && share >= 0.9995) return `${Number((Math.floor(share * 1e6) / 1e4).toFixed(4))} %`;
  return `${Number((share * 100).toPrecision(3))} %`;
};
