// Small parts that every screen uses.
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { ProblemError, type Schemas } from "../api/client";
import { useWords } from "../i18n";

const toneOf: Record<string, string> = {
  ready: "good", approved: "good", completed: "good", needs_review: "warn", failed: "bad", rejected: "bad", discarded: "bad",
  queued: "info", processing: "info", running: "info", available: "info", retryable: "warn",
};

export function Status({ value }: { value: string }) {
  const words = useWords();
  return <span className={`badge ${toneOf[value] ?? ""}`}>{words.code("status", value)}</span>;
}

/** Failure shows why a call was refused, and what can be done. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useWords();
  const text = error instanceof ProblemError ? error.message : t("problem.connection");
  return (
    <div className="notice bad row" role="alert">
      <span>{text}</span>
      {retry && <button type="button" className="small" onClick={retry}>{t("act.retry")}</button>}
    </div>
  );
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
