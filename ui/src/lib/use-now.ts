import { useEffect, useState } from "react";

/** The current time, renewed every `everyMs`; null stops the clock. */
export function useNow(everyMs: number | null = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
