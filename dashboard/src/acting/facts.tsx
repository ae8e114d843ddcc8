import type { ReactNode } from "react";

/** Names and values beside one another; what is null or empty is left out. */
export const Facts = ({ rows }: { rows: readonly (readonly [ReactNode, ReactNode])[] }) => (
  <dl className="facts">{rows.flatMap(([name, value], index) => (value === null || value === "" ? [] : [<div key={index}><dt>{name}</dt><dd dir="auto">{value}</dd></div>]))}</dl>
);
