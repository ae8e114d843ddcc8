/** Rows of one day, watched for so many whole days; how many labels came at each age. Rows whose label came at an unknown time are left out by who counts. */
export interface LabelCohort {
  /** The last age, in whole days, that this cohort has lived through. Below 0 it tells nothing. */
  readonly reached: number;
  readonly rows: number;
  /** Labels by age in days; ages beyond `reached` are not read. */
  readonly arrived: ReadonlyMap<number, number>;
}

/** Of rows, how many have their label by the end of that age. */
export interface AgeShare {
  readonly age: number;
  readonly share: number;
  /** Rows that were watched through this age. */
  readonly watched: number;
}

/**
 * The share of rows whose label has come, by age in days, when cohorts were watched for different times: at each age the rows that lived through it and had no label yet tell what
 * share of such rows get it then (product limit). A young cohort tells of young ages, and nothing of old ones. Assumes that cohorts are alike.
 * Ages below 0 (a label that came before its window began) count as 0. Source: Kaplan & Meier, J. Am. Stat. Assoc. 53 (1958).
 */
export const labelAgeCurve = (cohorts: readonly LabelCohort[], last: number): AgeShare[] => {
  const curve: AgeShare[] = [];
  const without = cohorts.map(({ rows }) => rows);
  let missing = 1;
  const arrivals = cohorts.map(({ arrived }) => {
    const byAge = new Map<number, number>();
    for (const [age, count] of arrived) byAge.set(Math.max(0, age), (byAge.get(Math.max(0, age)) ?? 0) + count);
    return byAge;
  });
  for (let age = 0; age <= last; age += 1) {
    let [atRisk, came, watched] = [0, 0, 0];
    for (const [index, cohort] of cohorts.entries()) {
      if (cohort.reached < age) continue;
      const now = arrivals[index]?.get(age) ?? 0;
      watched += cohort.rows;
      atRisk += without[index] ?? 0;
      came += now;
      without[index] = (without[index] ?? 0) - now;
    }
    if (watched === 0) break;
    if (atRisk > 0) missing *= 1 - came / atRisk;
    curve.push({ age, share: 1 - missing, watched });
  }
  return curve;
};
