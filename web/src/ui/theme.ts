// Light or dark: the system's choice until another is made.
import { useEffect, useState } from "react";

type Theme = "light" | "dark";
const STORED = "docket.theme";

function initial(): Theme {
  const stored = localStorage.getItem(STORED);
  if (stored === "light" || stored === "dark") return stored;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function useTheme(): [Theme, (t: Theme) => void] {
  const [theme, set] = useState<Theme>(initial);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, (t) => {
    localStorage.setItem(STORED, t);
    set(t);
  }];
}
