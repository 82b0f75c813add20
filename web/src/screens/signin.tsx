// The door: an API key, tried before it is kept.
import { type FormEvent, useContext, useState } from "react";
import { signIn } from "../api/session";
import { type Language, languages, useWords, WordsContext } from "../i18n";

export function SignIn() {
  const { t, language } = useWords();
  const { choose } = useContext(WordsContext);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  async function submit(e: FormEvent<HTMLFormElement>) {
    e.preventDefault();
    const key = String(new FormData(e.currentTarget).get("key")).trim();
    setBusy(true);
    try {
      const answer = await fetch("/v1/me", { headers: { Authorization: `Bearer ${key}` } });
      if (answer.ok) signIn(key);
      else setProblem(t(answer.status === 401 ? "signin.wrong" : "problem.server"));
    } catch {
      setProblem(t("problem.connection"));
    } finally {
      setBusy(false);
    }
  }
  return (
    <main className="signin">
      <form className="card" onSubmit={submit}>
        <h1>{t("signin.title")}</h1>
        <p className="muted">{t("signin.hint")}</p>
        {problem && <div className="notice bad" role="alert">{problem}</div>}
        <label><span>{t("signin.key")}</span><input name="key" type="password" autoComplete="current-password" required autoFocus spellCheck={false} /></label>
        <button className="primary" disabled={busy}>{t("signin.enter")}</button>
        <label><span>{t("settings.language")}</span>
          <select value={language} onChange={(e) => choose(e.target.value as Language)}>
            {Object.entries(languages).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
          </select>
        </label>
        <a href="/docs">{t("nav.docs")}</a>
      </form>
    </main>
  );
}
