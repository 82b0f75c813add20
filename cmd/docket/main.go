// Command docket is all of Docket in one binary: the API, the workers, the private Postgres of `docket dev`, and the
// readers as commands. It owns the command line and the wiring; everything else stands in internal/.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/docketapi/docket/internal/reading/ocr/ppocr"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

func main() {
	sandbox.Main(ppocr.Helper(), embedHelper())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
