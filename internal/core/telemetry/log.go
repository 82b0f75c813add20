// Package telemetry is how the process tells what it does: structured logs and metrics.
//
// It owns their form. What is logged or counted is decided where it happens.
package telemetry

import (
	"io"
	"log/slog"
	"os"
)

// NewLogger logs to w at the least level given (debug, info, warn, error). Format auto is text on a terminal, else JSON.
func NewLogger(w io.Writer, level, format string) *slog.Logger {
	var lv slog.Level
	if err := lv.UnmarshalText([]byte(level)); err != nil {
		lv = slog.LevelInfo
	}
	opts := &slog.HandlerOptions{Level: lv}
	if format == "text" || format == "auto" && isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, opts))
	}
	return slog.New(slog.NewJSONHandler(w, opts))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}
