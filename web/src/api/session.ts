// Who is signed in. The key stays in this tab: it is gone when the tab is closed, and no other site can read it.
import { useSyncExternalStore } from "react";

const NAME = "docket.key";
let key = sessionStorage.getItem(NAME) ?? "";
const listeners = new Set<() => void>();

function tell() {
  for (const listener of listeners) listener();
}

export function authorization(): string {
  return key ? `Bearer ${key}` : "";
}

export function signIn(value: string) {
  key = value;
  sessionStorage.setItem(NAME, value);
  tell();
}

export function signedOut() {
  if (!key) return;
  key = "";
  sessionStorage.removeItem(NAME);
  tell();
}

/** useSignedIn tells whether this tab has credentials, and renders anew when that changes. */
export function useSignedIn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => key !== "",
  );
}
