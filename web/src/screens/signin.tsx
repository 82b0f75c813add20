// The door: a person by address and password or by a one-time link, or an API key, which is tried before it is kept.
import { type FormEvent, useContext, useEffect, useState } from "react";
import { openSession, signIn, takeLink } from "../api/session";
import { type Key, type Language, languages, useWords, WordsContext } from "../i18n";

async function tryKey(key: string): Promise<number> {
  const answer = await fetch("/v1/me", { headers: { Authorization: `Bearer ${key}` } });
  if (answer.ok) signIn(key);
  return answer.status;
}

// How the last one signed in here is how the next one is asked.
const WAY = "docket.way";

// A link signs in once, however often the screen is made.
let opened = false;

export function SignIn() {
  const { t } = useWords();
  const [byKey, setByKey] = useState(() => localStorage.getItem(WAY) !== "person");
  const [problem, setProblem] = useState<Key>();
  const [busy, setBusy] = useState(false);
  const attempt = async (call: Promise<number>, wrong: Key) => {
    setBusy(true);
    try {
      const status = await call;
      setProblem(status < 300 ? undefined : status === 429 ? "signin.often" : status < 500 ? wrong : "problem.server");
    } catch {
      setProblem("problem.connection");
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    if (opened) return;
    const link = takeLink();
    if (!link) return;
    opened = true;
    void attempt(openSession({ link }), "signin.link");
  }, []);
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const given = new FormData(e.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "");
    if (byKey) void attempt(tryKey(text("key").trim()), "signin.wrong");
    else void attempt(openSession({ email: text("email").trim(), password: text("password") }), "signin.unknown");
  };
  return (
    <main className="signin">
      <form className="card" onSubmit={submit}>
        <h1>{t("signin.title")}</h1>
        {problem && <div className="notice bad" role="alert">{t(problem)}</div>}
        {byKey ? <ByKey /> : <ByPassword />}
        <button className="primary" disabled={busy}>{t("signin.enter")}</button>
        <button type="button" className="plain" onClick={() => { localStorage.setItem(WAY, byKey ? "person" : "key"); setByKey(!byKey); setProblem(undefined); }}>{t(byKey ? "signin.person" : "signin.program")}</button>
        <Language />
        <a href="/docs">{t("nav.docs")}</a>
      </form>
    </main>
  );
}

function ByKey() {
  const { t } = useWords();
  return (
    <>
      <p className="muted">{t("signin.hint")}</p>
      <label><span>{t("signin.key")}</span><input name="key" type="password" autoComplete="off" required autoFocus spellCheck={false} /></label>
    </>
  );
}

function ByPassword() {
  const { t } = useWords();
  return (
    <>
      <label><span>{t("signin.email")}</span><input name="email" type="email" autoComplete="username" required autoFocus maxLength={254} /></label>
      <label><span>{t("signin.password")}</span><input name="password" type="password" autoComplete="current-password" required maxLength={256} /></label>
    </>
  );
}

function Language() {
  const { t, language } = useWords();
  const { choose } = useContext(WordsContext);
  return (
    <label><span>{t("settings.language")}</span>
      <select value={language} onChange={(e) => choose(e.target.value as Language)}>
        {Object.entries(languages).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
      </select>
    </label>
  );
}
