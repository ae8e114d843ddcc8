import { normal, randomSource } from "./random-source.ts";

/** One input row of the planted faults: numbers with nulls, zeros and negatives, categories and texts. */
export interface Applicant {
  readonly age: number;
  readonly income: number | null;
  readonly balance: number;
  readonly visits: number;
  readonly region: string;
  readonly city: string;
}

const regions = ["EU", "US", "NA", "APAC", "LATAM"] as const;
const cities = ["Berlin", "Paris", "Zürich", "Kraków", "London", "Boston", "São Paulo", "Oslo", "Rome", "Tokyo"] as const;

/** Applicants in a fixed random order; about one income in eight is null, one visit count in four is zero. */
export const applicants = (count: number, seed: number): readonly Applicant[] => {
  const random = randomSource(seed);
  return Array.from({ length: count }, () => ({
    age: Math.round((45 + 14 * normal(random)) * 10) / 10,
    income: random() < 0.125 ? null : Math.round(Math.exp(10.4 + 0.5 * normal(random))),
    balance: Math.round(200 + 900 * normal(random)),
    visits: random() < 0.25 ? 0 : 1 + Math.floor(12 * random()),
    region: regions[Math.floor(random() * regions.length)] ?? "EU",
    city: cities[Math.floor(random() * cities.length)] ?? "Oslo",
  }));
};
