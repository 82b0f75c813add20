// Questions about the documents: the answer as it is made, what it rests on, and the query that was run.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, Fragment, useRef, useState } from "react";
import { type ChatSchemas, must, v2 } from "../api/client";
import { conversationsQuery, messagesQuery } from "../api/queries";
import { useWords } from "../i18n";
import { chatRoute } from "../routes";
import { Failure } from "../ui/parts";
import { ask } from "./chat/stream";
import { Ran } from "./chat/ran";
import { boxesOf } from "./document";

type Message = ChatSchemas["Message"];

export function Chat() {
  const words = useWords();
  const { t } = words;
  const { c } = chatRoute.useSearch();
  const navigate = useNavigate({ from: "/chat" });
  const queries = useQueryClient();
  const talks = useQuery(conversationsQuery);
  const messages = useQuery({ ...messagesQuery(c ?? ""), enabled: Boolean(c) });
  const [live, setLive] = useState<{ question: string; answer: Partial<Message> }>();
  const [problem, setProblem] = useState<unknown>();
  const stop = useRef<AbortController>(undefined);

  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget;
    const question = String(new FormData(form).get("message")).trim();
    if (!question || live) return;
    form.reset();
    setProblem(undefined);
    setLive({ question, answer: { text: "" } });
    stop.current = new AbortController();
    try {
      const id = c ?? (await must(v2.POST("/v2/chatbot/conversations", { body: {} }))).id;
      if (!c) void navigate({ search: { c: id }, replace: true });
      await ask(id, question, stop.current.signal, (answer) => setLive({ question, answer }));
      await queries.invalidateQueries({ queryKey: ["chat"] });
    } catch (error) {
      if (!stop.current.signal.aborted) setProblem(error);
      await queries.invalidateQueries({ queryKey: ["chat"] });
    } finally {
      setLive(undefined);
    }
  };
  return (
    <div className="chat">
      <aside className="talks" aria-label={t("chat.talks")}>
        <button type="button" onClick={() => void navigate({ search: {} })}>{t("chat.new")}</button>
        <ul className="plain">{talks.data?.items.map((k) => <li key={k.id}><Link to="/chat" search={{ c: k.id }} aria-current={k.id === c ? "page" : undefined}>{k.title || t("chat.untitled")}</Link></li>)}</ul>
      </aside>
      <section className="talk">
        <h1 className="hidden-visually">{t("nav.chat")}</h1>
        <div className="said" role="log" aria-live="polite" tabIndex={0} aria-label={t("nav.chat")}>
          {!c && !live && <p className="empty">{t("chat.hint")}</p>}
          {messages.data?.map((m) => <Said key={m.id} message={m} />)}
          {live && <><Said message={{ role: "user", text: live.question }} /><Said message={{ role: "assistant", state: "running", ...live.answer }} /></>}
          {problem !== undefined && <Failure error={problem} />}
        </div>
        <form className="row ask" onSubmit={(e) => void submit(e)}>
          <textarea name="message" rows={2} required maxLength={8000} aria-label={t("chat.ask")} placeholder={t("chat.ask")} autoFocus onKeyDown={(e) => { if (e.key === "Enter" && !e.shiftKey) { e.preventDefault(); e.currentTarget.form?.requestSubmit(); } }} />
          {live ? <button type="button" onClick={() => stop.current?.abort()}>{t("chat.stop")}</button> : <button className="primary">{t("chat.send")}</button>}
        </form>
      </section>
    </div>
  );
}

function Said({ message: m }: { message: Partial<Message> }) {
  const words = useWords();
  if (m.role === "user") return <div className="bubble mine">{m.text}</div>;
  return (
    <div className="bubble stack">
      {m.outcome && m.outcome !== "answered" && <span className={`badge ${m.outcome === "quoted" ? "info" : "warn"}`}>{words.code("outcome", m.outcome)}</span>}
      <div className="answer"><Cited message={m} />{m.state === "running" && <span className="muted"> …</span>}</div>
      {m.tools?.map((tool) => <Ran key={tool.id} tool={tool} />)}
      {m.citations && m.citations.length > 0 && (
        <ol className="plain small">{m.citations.map((c, i) => (
          <li key={i}><Link to="/documents/$id" params={{ id: c.document_id }} search={{ page: c.page ? String(c.page) : undefined, boxes: boxesOf(c.boxes) }}>[{c.n}] {c.name}{c.page ? `, ${words.t("page.n", { n: c.page })}` : ""}</Link> <q>{c.quote}</q></li>
        ))}</ol>
      )}
    </div>
  );
}

// Markers in the text lead to the place in the document.
function Cited({ message: m }: { message: Partial<Message> }) {
  const parts = (m.text ?? "").split(/(\[\d+\])/);
  return parts.map((p, i) => {
    const c = i % 2 ? m.citations?.find((x) => `[${x.n}]` === p) : undefined;
    if (!c) return <Fragment key={i}>{p}</Fragment>;
    return <Link key={i} to="/documents/$id" params={{ id: c.document_id }} search={{ page: c.page ? String(c.page) : undefined, boxes: boxesOf(c.boxes) }}>{p}</Link>;
  });
}
