// The pages: where each value stands, and words that can be clicked or drawn around to take them as a value.
import { useQuery } from "@tanstack/react-query";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { Schemas } from "../../api/client";
import { pictureQuery, textQuery } from "../../api/queries";
import { useWords } from "../../i18n";
import { Failure } from "../../ui/parts";

type Box = [number, number, number, number];
export type Mark = { page: number; box: number[]; pointer?: string; kind: "box" | "doubt" | "hit"; label?: string };
type Props = { document: string; page: number; marks: Mark[]; current?: string; choose?: (pointer: string) => void; take?: (text: string) => void; takes?: boolean };

export function Sheet({ document, page, marks, current, choose, take, takes }: Props) {
  const { t } = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const near = useNear(holder);
  const picture = useQuery({ ...pictureQuery(document, page), enabled: near });
  const ratio = picture.data ? `${picture.data.width} / ${picture.data.height}` : "210 / 297";
  return (
    <div ref={holder} className="sheet" style={{ aspectRatio: ratio }} id={`page-${page}`}>
      {picture.data && <img src={picture.data.url} alt={t("page.alt", { n: page })} />}
      {picture.isError && <Failure error={picture.error} retry={() => void picture.refetch()} />}
      {picture.data && <Overlay {...{ document, page, marks, current, choose, take, takes }} />}
    </div>
  );
}

function Overlay({ document, page, marks, current, choose, take, takes }: Props) {
  const text = useQuery({ ...textQuery(document, page), enabled: Boolean(takes) });
  const [drawn, setDrawn] = useState<Box>();
  const [hover, setHover] = useState<number[]>();
  const from = useRef<[number, number]>(undefined);
  const words = text.data?.pages[0]?.lines.flatMap((l) => l.words) ?? [];
  const place = (e: PointerEvent): [number, number] => {
    const r = e.currentTarget.getBoundingClientRect();
    return [(e.clientX - r.left) / r.width, (e.clientY - r.top) / r.height];
  };
  const down = (e: PointerEvent) => { if (takes && e.button === 0) from.current = place(e); };
  const move = (e: PointerEvent) => {
    if (!takes) return;
    const [x, y] = place(e);
    if (!from.current) { setHover(words.find((w) => inside(w.box, x, y))?.box); return; }
    const [a, b] = from.current;
    if (Math.abs(x - a) + Math.abs(y - b) > 0.01) { e.currentTarget.setPointerCapture(e.pointerId); setDrawn([Math.min(a, x), Math.min(b, y), Math.max(a, x), Math.max(b, y)]); }
  };
  const up = (e: PointerEvent) => {
    const [x, y] = place(e);
    const within = drawn ? words.filter((w) => overlaps(w, drawn)) : words.filter((w) => inside(w.box, x, y));
    if (from.current && within.length) take?.(within.map((w) => w.text).join(" "));
    from.current = undefined;
    setDrawn(undefined);
  };
  return (
    <svg viewBox="0 0 1 1" preserveAspectRatio="none" className={takes ? "taking" : ""} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerLeave={() => setHover(undefined)} aria-hidden="true">
      {hover && <Rect box={hover} className="word" fill />}
      {marks.filter((m) => m.page === page).map((m, i) => (
        <Rect key={m.pointer ?? i} box={m.box} className={`${m.kind === "hit" ? "hit" : "box"} ${m.kind} ${m.pointer && m.pointer === current ? "current" : ""}`} title={m.label}
          onClick={!takes && m.pointer ? () => choose?.(m.pointer as string) : undefined} />
      ))}
      {drawn && <Rect box={drawn} className="drawn" />}
    </svg>
  );
}

function Rect({ box, className, title, fill, onClick }: { box: readonly number[]; className: string; title?: string; fill?: boolean; onClick?: () => void }) {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = box;
  return <rect className={`${className} ${fill ? "lit" : ""}`} x={x0} y={y0} width={x1 - x0} height={y1 - y0} onClick={onClick}>{title && <title>{title}</title>}</rect>;
}

const inside = (box: readonly number[], x: number, y: number) => x >= (box[0] ?? 1) && x <= (box[2] ?? 0) && y >= (box[1] ?? 1) && y <= (box[3] ?? 0);

function overlaps(word: Schemas["Word"], box: Box): boolean {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = word.box;
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return inside(box, x, y);
}

// A page is fetched when it comes near what is seen; once near it stays.
function useNear(ref: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!ref.current) return;
    const watch = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && setNear(true), { rootMargin: "600px" });
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, [ref]);
  return near;
}
