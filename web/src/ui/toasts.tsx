// Short messages about what has happened, read out to who cannot see them.
import { useSyncExternalStore } from "react";
import { useWords } from "../i18n";

type Toast = { id: number; text: string; kind: "info" | "good" | "bad"; undo?: () => void };
let toasts: Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(value: Toast[]) {
  toasts = value;
  for (const listener of listeners) listener();
}

function drop(id: number) {
  set(toasts.filter((t) => t.id !== id));
}

/** say shows a message; one that tells of a failure stays until it is closed. */
export function say(text: string, kind: Toast["kind"] = "info", undo?: () => void) {
  const id = next++;
  set([...toasts.slice(-3), { id, text, kind, undo }]);
  if (kind !== "bad") setTimeout(() => drop(id), undo ? 10_000 : 5_000);
}

export function Toasts() {
  const { t } = useWords();
  const list = useSyncExternalStore(
    (l) => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map((toast) => (
        <div key={toast.id} className={`toast ${toast.kind}`}>
          <span>{toast.text}</span>
          {toast.undo && (
            <button type="button" className="small" onClick={() => { toast.undo?.(); drop(toast.id); }}>{t("act.undo")}</button>
          )}
          <button type="button" className="small plain" aria-label={t("act.close")} onClick={() => drop(toast.id)}>✕</button>
        </div>
      ))}
    </div>
  );
}
