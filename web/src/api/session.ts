// Who is signed in: a person, by a cookie that scripts cannot read, or a program's key, which stays in this tab and is gone with it.
import { useSyncExternalStore } from "react";

const KEY = "docket.key";
const PERSON = "docket.person"; // that this browser has a session; the session itself is the server's

let key = sessionStorage.getItem(KEY) ?? "";
let person = localStorage.getItem(PERSON) === "yes";
const listeners = new Set<() => void>();

function tell() {
  for (const listener of listeners) listener();
}

/** authorization is the header's value; "" where the browser's cookie says who it is. */
export function authorization(): string {
  return key ? `Bearer ${key}` : "";
}

export function signIn(value: string) {
  key = value;
  sessionStorage.setItem(KEY, value);
  tell();
}

/** openSession signs a person in, by address and password or by a link. It gives the answer's status. */
export async function openSession(body: { email: string; password: string } | { link: string }): Promise<number> {
  const answer = await fetch("/v1/sessions", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (answer.ok) {
    person = true;
    localStorage.setItem(PERSON, "yes");
    tell();
  }
  return answer.status;
}

/** signedOut forgets who was signed in, as when the server no longer knows. */
export function signedOut() {
  if (!key && !person) return;
  key = "";
  person = false;
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(PERSON);
  tell();
}

/** signOut ends a person's session, too. A connection that is lost ends it in this browser alone. */
export async function signOut() {
  if (!key && person) await fetch("/v1/sessions/current", { method: "DELETE" }).catch(() => undefined);
  signedOut();
}

/** takeLink is the one-time link that the address was opened with, which is then no longer in it; "" without one. */
export function takeLink(): string {
  const link = /^#link=([\w-]+)$/.exec(location.hash)?.[1] ?? "";
  if (link) history.replaceState(null, "", location.pathname + location.search);
  return link;
}

/** useSignedIn tells whether there are credentials, and renders anew when that changes. */
export function useSignedIn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => key !== "" || person,
  );
}
