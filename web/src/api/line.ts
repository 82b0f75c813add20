// Whether the server can be reached, as the last calls tell.
import { useSyncExternalStore } from "react";

let up = true;
const listeners = new Set<() => void>();

function tell(value: boolean) {
  if (value === up) return;
  up = value;
  for (const listener of listeners) listener();
}

/** reached is fetch that notes whether an answer came at all. */
export async function reached(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, init);
    tell(true);
    return response;
  } catch (error) {
    // A call that was called off says nothing about the line.
    if (!(error instanceof DOMException && error.name === "AbortError")) tell(false);
    throw error;
  }
}

export function useReached(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => up,
  );
}
