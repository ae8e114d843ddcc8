import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const Say = createContext<(words: string) => void>(() => {});

/** Tells in a line, seen and read aloud, that something was done. */
export const useSay = (): ((words: string) => void) => useContext(Say);

/** Where it is told what was done on this page; there from the beginning, so that screen readers hear it change. */
export const Said = ({ children }: { children: ReactNode }) => {
  const [words, setWords] = useState("");
  return (
    <Say value={useCallback((next: string) => setWords(next), [])}>
      <p className="said" role="status">{words !== "" && <><span aria-hidden="true">✓ </span>{words}</>}</p>
      {children}
    </Say>
  );
};
