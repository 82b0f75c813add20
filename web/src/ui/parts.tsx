// Small parts that every screen uses.
import { type ReactNode, useCallback } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { ProblemError, type Schemas } from "../api/client";
import { useWords } from "../i18n";
import { say } from "./toasts";

const toneOf: Record<string, string> = {
  ready: "good", approved: "good", completed: "good", needs_review: "warn", failed: "bad", rejected: "bad", discarded: "bad",
  queued: "info", processing: "info", running: "info", available: "info", retryable: "warn",
};

export function Status({ value }: { value: string }) {
  const words = useWords();
  return <span className={`badge ${toneOf[value] ?? ""}`}>{words.code("status", value)}</span>;
}

/** useExplain says why a call failed, in words for people. */
export function useExplain(): (error: unknown) => string {
  const { t } = useWords();
  return useCallback((error) => (error instanceof ProblemError && error.status > 0 ? error.message : t("problem.connection")), [t]);
}

/** useComplain says it in a message that stays until it is closed. */
export function useComplain(): (error: unknown) => void {
  const explain = useExplain();
  return useCallback((error) => say(explain(error), "bad"), [explain]);
}

/** Failure shows why a call was refused, and what can be done. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useWords();
  const text = useExplain()(error);
  return (
    <div className="notice bad row" role="alert">
      <span>{text}</span>
      {retry && <button type="button" className="small" onClick={retry}>{t("act.retry")}</button>}
    </div>
  );
}

/** Crash stands in the place of a screen that failed by a fault of ours. */
export function Crash({ error }: { error: unknown }) {
  const { t } = useWords();
  return (
    <div className="screen">
      <div className="notice bad row" role="alert"><span>{t("problem.crash")} <code>{error instanceof Error ? error.message : ""}</code></span><button type="button" className="small" onClick={() => location.reload()}>{t("act.retry")}</button></div>
    </div>
  );
}

export function NotFound() {
  const { t } = useWords();
  return <div className="screen"><h1>{t("problem.nowhere")}</h1><p><a href="/inbox">{t("nav.inbox")}</a></p></div>;
}

export function Loading() {
  const { t } = useWords();
  return <p className="muted" role="status">{t("state.loading")}</p>;
}

export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>;
}

/** Ask is a dialog over the screen; Escape and the ground behind it close it. */
export function Ask({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal>
        <Dialog className="dialog">
          <Heading slot="title" level={2}>{title}</Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export function Reasons({ list }: { list: Schemas["ReviewReason"][] }) {
  const words = useWords();
  const codes = [...new Set(list.map((r) => r.code))];
  return (
    <span className="row small">
      {codes.map((code) => (
        <span key={code} className="badge warn">{words.code("reason", code)}{fieldsOf(list, code, words)}</span>
      ))}
    </span>
  );
}

function fieldsOf(list: Schemas["ReviewReason"][], code: string, words: ReturnType<typeof useWords>): string {
  if (code !== "low_confidence" && code !== "missing_field") return "";
  const names = list.filter((r) => r.code === code).flatMap((r) => r.pointers).map((p) => words.code("field", p.slice(1).replaceAll("/", "_")));
  return names.length ? `: ${[...new Set(names)].join(", ")}` : "";
}
