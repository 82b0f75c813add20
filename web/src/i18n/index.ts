// Words of the console in the reader's language, and how numbers and dates are written in it.
import { createContext, useContext } from "react";
import de from "./de.json";
import en from "./en.json";
import fr from "./fr.json";

export type Key = keyof typeof en;
export type Language = "en" | "de" | "fr";
export const languages: Record<Language, string> = { en: "English", de: "Deutsch", fr: "Français" };
const messages: Record<Language, Record<Key, string>> = { en, de, fr };
const STORED = "docket.language";

export function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  const wanted = [stored ?? "", ...navigator.languages].map((l) => l.slice(0, 2));
  return (wanted.find((l) => l in languages) ?? "en") as Language;
}

export function keepLanguage(language: Language) {
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
}

export class Words {
  private readonly locale: string;
  constructor(readonly language: Language) {
    this.locale = navigator.languages.find((l) => l.startsWith(language)) ?? language;
  }

  /** t is the message with {name} replaced; of "a | b" the second unless n is 1. */
  t = (key: Key, values: Record<string, string | number> = {}): string => {
    let text = messages[this.language][key] ?? en[key] ?? key;
    if ("n" in values && text.includes(" | ")) {
      const [one, many] = text.split(" | ");
      text = (values.n === 1 ? one : many) ?? text;
    }
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  };

  /** code is the message under prefix.code, or the code in words when there is none: codes may be added to the contract. */
  code = (prefix: string, code: string): string => {
    const key = `${prefix}.${code}`;
    return key in en ? this.t(key as Key) : code.replaceAll("_", " ");
  };

  /** amount is a decimal of the contract with the reader's separators; its digits stay as they are. */
  amount = (value: string | undefined, currency?: string): string => {
    if (value === undefined || value === "") return "";
    const digits = Math.min(/\.(\d+)$/.exec(value)?.[1]?.length ?? 0, 10);
    const style: Intl.NumberFormatOptions = { minimumFractionDigits: Math.max(digits, 2), maximumFractionDigits: Math.max(digits, 2) };
    const format = new Intl.NumberFormat(this.locale, style);
    const text = format.format(value as Intl.StringNumericLiteral);
    return currency ? `${text} ${currency}` : text;
  };

  count = (n: number): string => new Intl.NumberFormat(this.locale).format(n);

  /** day is a date of the contract (2026-04-14) as the reader writes it. */
  day = (value: string | undefined): string =>
    value ? new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${value}T00:00:00Z`)) : "";

  time = (value: string | undefined): string =>
    value ? new Intl.DateTimeFormat(this.locale, { dateStyle: "short", timeStyle: "short" }).format(new Date(value)) : "";
}

export const WordsContext = createContext<{ words: Words; choose: (l: Language) => void }>({ words: new Words("en"), choose: () => {} });

export function useWords(): Words {
  return useContext(WordsContext).words;
}
