/** How production is held against offline estimates when nobody says otherwise; each with its reason, all printed with the verdict. */
export interface CorridorSettings {
  /** One hypothesis that holds says `fail` this often at most, however often and however long one looks. */
  readonly alpha: number;
  /** The part of alpha that the offline estimate's own error takes in the corridor that is shown and in what passes; the rest is production's. What fails shares alpha by both errors together. */
  readonly offlineAlpha: number;
  /** Whole weeks before weeks can decide anything. */
  readonly leastWeeks: number;
  /** Scale of effect the mixture is tuned for, in weeks until it would be seen. */
  readonly tunedWeeks: number;
  /** Expected events per week below which counts are judged exactly, instead of by how weeks differ. */
  readonly rareEvents: number;
  /** Looks between two false alarms of the change detector, on average, at least. */
  readonly runLength: number;
  /** Weight of an offline row against one of production in the Bayesian reading, and the most it may weigh, in weeks of traffic. */
  readonly priorDiscount: number;
  readonly priorMostWeeks: number;
  /** Ages by which fewer than this share of labels have come are not corrected for, but left out. */
  readonly leastLabelShare: number;
  /** A window is judged when this share of its labels came and it has this many rows, unless agreed. */
  readonly coverage: number;
  readonly rows: number;
}

export const corridorSettings: CorridorSettings = {
  alpha: 0.05,
  offlineAlpha: 0.02,
  leastWeeks: 3,
  tunedWeeks: 6,
  rareEvents: 20,
  runLength: 1000,
  priorDiscount: 0.2,
  priorMostWeeks: 2,
  leastLabelShare: 0.15,
  coverage: 0.9,
  rows: 30,
};
