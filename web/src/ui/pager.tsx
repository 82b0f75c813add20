// A part of a long list: what is not shown costs the page nothing.
import { useWords } from "../i18n";

type Props = { first: number; size: number; total: number; go: (first: number) => void };

export function Pager({ first, size, total, go }: Props) {
  const { t } = useWords();
  if (total <= size) return null;
  return (
    <div className="row">
      <button type="button" disabled={first === 0} onClick={() => go(Math.max(0, first - size))}>{t("act.before")}</button>
      <span className="small">{t("lines.shown", { from: first + 1, to: Math.min(first + size, total), n: total })}</span>
      <button type="button" disabled={first + size >= total} onClick={() => go(first + size)}>{t("act.after")}</button>
    </div>
  );
}
