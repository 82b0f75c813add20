// Keys of the whole screen. While something is typed only keys with a modifier count.
import { useEffect } from "react";

type Keys = Record<string, (e: KeyboardEvent) => void>;

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/** useKeys calls what stands under "j", "Ctrl+Enter" or the like; a dialog that is open keeps its keys to itself. */
export function useKeys(keys: Keys) {
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      if (e.defaultPrevented || document.querySelector("[role=dialog]")) return;
      const mod = e.ctrlKey || e.metaKey;
      const name = `${mod ? "Ctrl+" : ""}${e.altKey ? "Alt+" : ""}${e.key}`;
      const act = keys[name];
      if (!act || (!mod && !e.altKey && typing(e.target))) return;
      e.preventDefault();
      act(e);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [keys]);
}
