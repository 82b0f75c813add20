// The fields: doubtful ones first, each with where it came from and what is wrong with it.
import type { KeyboardEvent } from "react";
import type { Schemas } from "../../api/client";
import { useWords } from "../../i18n";
import { allFields, type FieldSpec, get, groups } from "./model";

export type Form = {
  invoice: Schemas["Invoice"];
  editable: boolean;
  doubtful: string[];
  seen: Set<string>;
  draft: Record<string, string>;
  /** unsaved are the fields whose value the server has not taken, and why. */
  unsaved: Record<string, string>;
  current?: string;
  focus: (pointer: string) => void;
  edit: (pointer: string, value: string) => void;
  /** drop forgets what was typed into a field. */
  drop: (pointer: string) => void;
  /** commit sends the draft of a field, when it differs, and marks the field as looked at. */
  commit: (pointer: string) => void;
  next: (pointer: string) => void;
};

export function Fields({ form }: { form: Form }) {
  const words = useWords();
  const doubtful = allFields.filter((f) => form.doubtful.includes(f.pointer));
  return (
    <>
      {doubtful.length > 0 && <GroupOf title={words.t("review.look")} fields={doubtful} form={form} />}
      {groups.map((g) => {
        const fields = g.fields.filter((f) => !form.doubtful.includes(f.pointer));
        return fields.length ? <GroupOf key={g.name} title={words.code("group", g.name)} fields={fields} form={form} /> : null;
      })}
    </>
  );
}

function GroupOf({ title, fields, form }: { title: string; fields: FieldSpec[]; form: Form }) {
  return (
    <section className="group">
      <h2>{title}</h2>
      <div className="fields">{fields.map((f) => <Field key={f.pointer} spec={f} form={form} />)}</div>
    </section>
  );
}

function Field({ spec, form }: { spec: FieldSpec; form: Form }) {
  const words = useWords();
  const { pointer } = spec;
  const stored = get(form.invoice.data, pointer);
  const value = form.draft[pointer] ?? stored;
  const evidence = form.invoice.evidence.find((e) => e.pointer === pointer);
  const findings = findingsOf(form.invoice, pointer);
  const reasons = form.invoice.review_reasons.filter((r) => r.pointers.includes(pointer) && r.code !== "check_failed");
  const doubt = form.doubtful.includes(pointer);
  const unsaved = form.unsaved[pointer];
  const state = unsaved || findings.some((f) => f.severity === "fatal") ? "wrong" : form.seen.has(pointer) ? "seen" : doubt ? "doubt" : "";
  const pressed = (e: KeyboardEvent<HTMLInputElement>) => {
    if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) { e.preventDefault(); form.next(pointer); }
    if (e.key === "Escape") { form.drop(pointer); e.currentTarget.blur(); }
  };
  const id = `field-${spec.name}`;
  return (
    <div className={`field ${state}`}>
      <label className="caption" htmlFor={id}>
        <span>{words.code("field", spec.name)}</span>
        {evidence && <span className="small" title={evidence.text}>{words.code("source", evidence.source)}{evidence.source === "xml" || evidence.source === "human" ? "" : ` ${Math.round(evidence.confidence * 100)} %`}</span>}
      </label>
      <input id={id} value={value} readOnly={!form.editable} inputMode={spec.kind === "amount" ? "decimal" : undefined} spellCheck={false} autoComplete="off"
        aria-describedby={unsaved || findings.length || reasons.length ? `${id}-notes` : undefined} aria-invalid={state === "wrong" || undefined}
        onFocus={(e) => { form.focus(pointer); if (doubt) e.currentTarget.select(); }} onChange={(e) => form.edit(pointer, e.target.value)} onBlur={() => form.commit(pointer)} onKeyDown={pressed} />
      {(unsaved || findings.length > 0 || reasons.length > 0) && (
        <div id={`${id}-notes`}>
          {unsaved && <p className="finding" role="alert">{words.t("review.unsaved")} {unsaved}</p>}
          {reasons.map((r) => <p key={r.code} className="finding warning">{words.code("reason", r.code)}</p>)}
          {findings.map((f) => <p key={f.rule + f.message} className={`finding ${f.severity}`}>{f.message} <span className="mono small">{f.rule}</span></p>)}
        </div>
      )}
    </div>
  );
}

export function findingsOf(invoice: Schemas["Invoice"], pointer: string): Schemas["Finding"][] {
  return invoice.checks.filter((f) => f.severity !== "information" && f.pointers.includes(pointer));
}

/** doubtsOf are the fields that a person should look at first, in the order of the form. */
export function doubtsOf(invoice: Schemas["Invoice"]): string[] {
  const named = new Set(invoice.review_reasons.flatMap((r) => r.pointers));
  for (const f of invoice.checks) if (f.severity === "fatal") f.pointers.forEach((p) => named.add(p));
  return allFields.map((f) => f.pointer).filter((p) => named.has(p));
}
