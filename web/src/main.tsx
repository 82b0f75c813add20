import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { ProblemError } from "./api/client";
import { useSignedIn } from "./api/session";
import { keepLanguage, type Language, preferredLanguage, Words, WordsContext } from "./i18n";
import { router } from "./routes";
import { SignIn } from "./screens/signin";
import { Toasts } from "./ui/toasts";
import "./style/base.css";
import "./style/controls.css";
import "./style/shell.css";
import "./style/review.css";
import "./style/screens.css";

// What the server refused is not asked again; a connection that is lost is.
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      networkMode: "always",
      retry: (failures, error) => !(error instanceof ProblemError && error.status < 500) && failures < 3,
    },
    // A decision that could not be sent is told of at once; it is not made later on its own.
    mutations: { networkMode: "always" },
  },
});

function App() {
  const [language, setLanguage] = useState<Language>(preferredLanguage);
  const signedIn = useSignedIn();
  const value = useMemo(() => {
    document.documentElement.lang = language;
    return {
      words: new Words(language),
      choose: (l: Language) => {
        keepLanguage(l);
        setLanguage(l);
      },
    };
  }, [language]);
  return (
    <WordsContext value={value}>
      <QueryClientProvider client={queries}>
        {signedIn ? <RouterProvider router={router} /> : <SignIn />}
        <Toasts />
      </QueryClientProvider>
    </WordsContext>
  );
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
