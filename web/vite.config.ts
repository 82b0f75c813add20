import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The server's content security policy has no inline script or style, so nothing is inlined.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: process.env.CONSOLE_OUT ?? "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    target: "es2022",
  },
  server: { proxy: Object.fromEntries(["/v1", "/v2", "/docs", "/openapi", "/readyz"].map((p) => [p, process.env.DOCKET_URL ?? "http://127.0.0.1:8080"])) },
});
