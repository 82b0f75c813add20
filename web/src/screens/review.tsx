// The review of one invoice: its pages on one side, its fields on the other, and the decision.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { ProblemError, type Schemas, send } from "../api/client";
import { documentQuery, invoiceQuery, useMay } from "../api/queries";
import { useWords } from "../i18n";
import { reviewRoute } from "../routes";
import { useKeys } from "../ui/keys";
import { Ask, Failure, Loading, Status, useComplain } from "../ui/parts";
import { saveFile } from "../ui/save";
import { say } from "../ui/toasts";
import { useActs, type Conflict } from "./review/acts";
import { doubtsOf, Fields, type Form } from "./review/form";
import { Lines } from "./review/lines";
import { allFields, get, valueOf } from "./review/model";
import { nextInvoice, useNextAhead } from "./review/next";
import { type Mark, Sheet } from "./review/paper";
import { useSaving } from "./review/saving";
import { Accounts, Duplicates, History, Others, Sums } from "./review/side";

export function Review() {
  const { id } = reviewRoute.useParams();
  const query = useQuery({ ...invoiceQuery(id), refetchInterval: 2_000 });
  if (query.isError && !query.data) return <div className="screen"><Failure error={query.error} retry={() => void query.refetch()} /></div>;
  if (!query.data) return <div className="screen"><Loading /></div>;
  return <Desk key={id} invoice={query.data.data} />;
}

type Asked = "reject" | "force" | undefined;

function Desk({ invoice }: { invoice: Schemas["Invoice"] }) {
  const words = useWords();
  const { t } = words;
  const may = useMay();
  const mayReview = may("invoices:review");
  const open = invoice.status === "needs_review" || invoice.status === "ready";
  const [conflict, setConflict] = useState<Conflict>();
  const acts = useActs(invoice.id, setConflict);
  const [asked, setAsked] = useState<Asked>();
  const [current, setCurrent] = useState<string>();
  const [armed, setArmed] = useState(false);
  const saving = useSaving(invoice, acts.field);
  const doubtful = useFirst(() => doubtsOf(invoice), open);
  const approve = useRef<HTMLButtonElement>(null);
  const complain = useComplain();
  const decide = useDecide(invoice, acts, saving.settle, setAsked);

  const form: Form = {
    ...saving, invoice, doubtful, current, editable: mayReview && open,
    focus: (pointer) => { setCurrent(pointer); setArmed(doubtful.includes(pointer) || !get(invoice.data, pointer)); },
    next: (pointer) => focusNext(pointer, doubtful, approve.current),
  };
  const take = (text: string) => {
    const spec = allFields.find((f) => f.pointer === current);
    if (!spec || !form.editable) return;
    saving.edit(spec.pointer, valueOf(text, spec.kind));
    saving.commit(spec.pointer);
    document.getElementById(`field-${spec.name}`)?.focus();
  };
  useFocusAtFirst(doubtful, approve);
  useKeys(useMemo(() => ({
    ...(mayReview && open ? { a: decide.approve, "Ctrl+Enter": decide.approve, r: () => setAsked("reject") } : {}), n: () => void decide.goOn(),
  }), [decide, mayReview, open]));
  useNextAhead(invoice.id);

  return (
    <div className="review">
      <header>
        <h1>{invoice.data?.seller?.name ?? t("state.unknown")} {invoice.data?.number}</h1>
        <Status value={invoice.status} />
        <span className="num"><strong>{words.amount(invoice.data?.totals?.gross, invoice.data?.currency)}</strong></span>
        <div className="acts">
          {mayReview && open && <button ref={approve} type="button" className="primary" disabled={acts.review.isPending} onClick={decide.approve}>{t("act.approve")} <kbd>a</kbd></button>}
          {mayReview && open && <button type="button" className="danger" onClick={() => setAsked("reject")}>{t("act.reject")} <kbd>r</kbd></button>}
          {mayReview && (invoice.status === "approved" || invoice.status === "rejected") && <button type="button" onClick={() => acts.review.mutate({ decision: "reopen", force: false })}>{t("act.reopen")}</button>}
          {may("invoices:write") && (open || invoice.status === "failed") && <button type="button" disabled={acts.again.isPending} onClick={() => acts.again.mutate(undefined, { onError: complain })}>{t("act.again")}</button>}
          <button type="button" onClick={() => void decide.goOn()}>{t("act.next")} <kbd>n</kbd></button>
        </div>
      </header>
      <Pages invoice={invoice} marks={marksOf(invoice, doubtful, words.code)} current={current} takes={armed && form.editable} take={take}
        choose={(p) => document.getElementById(`field-${p.slice(1).replaceAll("/", "_")}`)?.focus()} />
      <div className="fields-side">
        {invoice.error && <div className="notice bad" role="alert">{invoice.error.message}</div>}
        {(invoice.status === "queued" || invoice.status === "processing") && <div className="notice" role="status">{t("review.reading")}</div>}
        <Accounts invoice={invoice} />
        <Duplicates invoice={invoice} busy={acts.review.isPending} clear={mayReview ? () => acts.review.mutate({ decision: "not_duplicate", force: false }) : undefined} />
        {invoice.data && <Fields form={form} />}
        {form.editable && current && !armed && <button type="button" className="small" onClick={() => setArmed(true)}>{t("review.take", { name: words.code("field", current.slice(1).replaceAll("/", "_")) })}</button>}
        <Sums invoice={invoice} />
        {invoice.data && <Lines lines={invoice.data.lines ?? []} editable={form.editable} save={(l) => acts.lines.mutate(l, { onError: complain })} />}
        <Others invoice={invoice} shown={allFields.map((f) => f.pointer)} />
        <History id={invoice.id} />
      </div>
      {asked === "reject" && <Reject close={() => setAsked(undefined)} reject={decide.reject} />}
      {asked === "force" && <Force invoice={invoice} close={() => setAsked(undefined)} approve={decide.force} />}
      {conflict && <Merge conflict={conflict} close={() => { saving.drop(conflict.pointer); setConflict(undefined); }} keepMine={() => { acts.field.mutate({ pointer: conflict.pointer, value: conflict.mine, over: true }, { onSuccess: () => saving.drop(conflict.pointer), onError: complain }); setConflict(undefined); }} />}
    </div>
  );
}

function Pages({ invoice, ...rest }: { invoice: Schemas["Invoice"]; marks: Mark[]; current?: string; takes: boolean; take: (t: string) => void; choose: (p: string) => void }) {
  const { t } = useWords();
  const doc = useQuery(documentQuery(invoice.document_id));
  const side = useRef<HTMLDivElement>(null);
  const mark = rest.marks.find((m) => m.pointer === rest.current);
  const [page, top] = [mark?.page, mark?.box[1]];
  useEffect(() => { if (page && top !== undefined && side.current) bringToSight(side.current, page, top); }, [page, top]);
  const first = invoice.first_page ?? 1;
  const last = invoice.last_page ?? doc.data?.page_count ?? 0;
  if (doc.isSuccess && last === 0) return <div className="paper-side"><p className="notice">{t("review.nopages", { name: doc.data.name })}</p>{invoice.data && <Readable id={invoice.id} />}</div>;
  return (
    <div ref={side} className="paper-side" role="region" aria-label={t("review.pages")} tabIndex={0}>
      {Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => first + i).map((n) => <Sheet key={n} document={invoice.document_id} page={n} {...rest} />)}
    </div>
  );
}

// What an e-invoice says, set as pages by the server.
function Readable({ id }: { id: string }) {
  const { t, language } = useWords();
  const complain = useComplain();
  const fetched = () => send(`/v1/invoices/${id}/view?format=pdf&lang=${language}`, { headers: { Accept: "application/pdf" } });
  return <p><button type="button" onClick={() => void fetched().then((r) => saveFile(r, `${id}.pdf`)).catch(complain)}>{t("review.readable")}</button></p>;
}

// The place comes to a third of the height, unless it is in sight already.
function bringToSight(side: HTMLElement, page: number, top: number) {
  const sheet = document.getElementById(`page-${page}`)?.getBoundingClientRect();
  if (!sheet) return;
  const frame = side.getBoundingClientRect();
  const at = sheet.top + top * sheet.height - frame.top;
  if (at < 20 || at > frame.height - 60) side.scrollTo({ top: side.scrollTop + at - frame.height / 3 });
}

function useDecide(invoice: Schemas["Invoice"], acts: ReturnType<typeof useActs>, settle: () => Promise<boolean>, ask: (a: Asked) => void) {
  const { t } = useWords();
  const complain = useComplain();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const stay = useRef(false);
  return useMemo(() => {
    const goOn = async () => {
      stay.current = false;
      const id = await nextInvoice(queries, invoice.id);
      if (stay.current) return; // undone meanwhile
      if (id) await navigate({ to: "/invoices/$id", params: { id } });
      else { say(t("inbox.nothing"), "good"); await navigate({ to: "/inbox" }); }
    };
    // By its promise: what mutate is told to do afterwards is not done once this invoice's screen has gone.
    const undo = () => {
      stay.current = true;
      void acts.review.mutateAsync({ decision: "reopen", force: false }).then(() => navigate({ to: "/invoices/$id", params: { id: invoice.id } }), complain);
    };
    const refused = (e: Error) => {
      if (e instanceof ProblemError && e.code === "checks_failed") ask("force");
      else if (e instanceof ProblemError && e.status === 412) { ask(undefined); void acts.look(); say(t("review.changed"), "bad"); }
      else complain(e);
    };
    // Nothing is decided over a value that was typed and is not the server's.
    const decided = async (body: Schemas["Review"], text: string) => {
      (document.activeElement as HTMLElement | null)?.blur();
      if (!(await settle())) { say(t("review.notyet"), "bad"); return; }
      acts.review.mutate(body, { onSuccess: () => { ask(undefined); say(text, "good", undo); void goOn(); }, onError: refused });
    };
    const name = invoice.data?.number ?? "";
    return {
      goOn,
      approve: () => void decided({ decision: "approve", force: false }, t("done.approved", { name })),
      force: (comment: string) => void decided({ decision: "approve", force: true, comment }, t("done.approved", { name })),
      reject: (comment: string) => void decided({ decision: "reject", force: false, comment }, t("done.rejected", { name })),
    };
  }, [acts, ask, complain, invoice.data?.number, invoice.id, navigate, queries, settle, t]);
}

function Reject({ close, reject }: { close: () => void; reject: (comment: string) => void }) {
  const { t } = useWords();
  return <Ask title={t("act.reject")} close={close}><Why act={t("act.reject")} close={close} done={reject} /></Ask>;
}

function Force({ invoice, close, approve }: { invoice: Schemas["Invoice"]; close: () => void; approve: (comment: string) => void }) {
  const { t } = useWords();
  return (
    <Ask title={t("review.force")} close={close}>
      <ul className="plain">{invoice.checks.filter((f) => f.severity === "fatal").slice(0, 20).map((f, i) => <li key={i}><span className="badge bad mono">{f.rule}</span> {f.message}</li>)}</ul>
      <Why act={t("act.force")} close={close} done={approve} />
    </Ask>
  );
}

// A reason for the history: Enter gives it, Shift and Enter begin a new line.
function Why({ act, close, done }: { act: string; close: () => void; done: (why: string) => void }) {
  const { t } = useWords();
  const [why, setWhy] = useState("");
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); done(why); }}>
      <label><span>{t("review.why")}</span><textarea autoFocus required maxLength={2000} value={why} onChange={(e) => setWhy(e.target.value)} onKeyDown={(e) => { if (e.key === "Enter" && !e.shiftKey) { e.preventDefault(); e.currentTarget.form?.requestSubmit(); } }} /></label>
      <div className="row"><button className="danger">{act}</button><button type="button" onClick={close}>{t("act.cancel")}</button></div>
    </form>
  );
}

function Merge({ conflict, close, keepMine }: { conflict: Conflict; close: () => void; keepMine: () => void }) {
  const words = useWords();
  return (
    <Ask title={words.t("review.conflict", { name: words.code("field", conflict.pointer.slice(1).replaceAll("/", "_")) })} close={close}>
      <dl className="dl"><dt>{words.t("review.mine")}</dt><dd>{conflict.mine}</dd><dt>{words.t("review.theirs")}</dt><dd>{conflict.theirs}</dd></dl>
      <div className="row"><button type="button" className="primary" onClick={keepMine}>{words.t("review.keepmine")}</button><button type="button" onClick={close}>{words.t("review.keeptheirs")}</button></div>
    </Ask>
  );
}

function marksOf(invoice: Schemas["Invoice"], doubtful: string[], code: (p: string, c: string) => string): Mark[] {
  return invoice.evidence.flatMap((e) => (e.page && e.box && allFields.some((f) => f.pointer === e.pointer)
    ? [{ page: e.page, box: e.box, pointer: e.pointer, kind: doubtful.includes(e.pointer) ? ("doubt" as const) : ("box" as const), label: code("field", e.pointer.slice(1).replaceAll("/", "_")) }]
    : []));
}

function focusNext(pointer: string, doubtful: string[], approve: HTMLButtonElement | null) {
  const next = doubtful[doubtful.indexOf(pointer) + 1];
  if (doubtful.includes(pointer) && next) document.getElementById(`field-${next.slice(1).replaceAll("/", "_")}`)?.focus();
  else approve?.focus();
}

// The doubts are those the invoice was opened with: a field does not move while it is worked on.
function useFirst(make: () => string[], open: boolean): string[] {
  const first = useRef<string[]>(undefined);
  if (open && !first.current) first.current = make();
  return first.current ?? [];
}

function useFocusAtFirst(doubtful: string[], approve: React.RefObject<HTMLButtonElement | null>) {
  const done = useRef(false);
  useEffect(() => {
    if (done.current) return;
    const first = doubtful[0] && document.getElementById(`field-${doubtful[0].slice(1).replaceAll("/", "_")}`);
    const target = first || approve.current;
    if (target) { target.focus({ preventScroll: true }); done.current = true; }
  });
}
