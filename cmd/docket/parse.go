package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/reading"
	"github.com/docketapi/docket/internal/services/validation"
)

type parseCmd struct {
	Files []string `arg:"" name:"file" help:"Files to read: XML, PDF, PNG, JPEG, TIFF, WebP or HEIC."`
}

// Run prints one line per file, in order, and fails when a file could not be read.
func (c parseCmd) Run(ctx context.Context, e *env) error {
	reader, err := newReader(e)
	if err != nil {
		return err
	}
	defer reader.Close()
	out := bufio.NewWriter(e.stdout)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	failed := false
	err = reader.ParseFiles(ctx, c.Files, runtime.GOMAXPROCS(0), func(line reading.FileResult) error {
		failed = failed || line.Error != nil
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("write line: %w", err)
		}
		return out.Flush()
	})
	if err == nil && failed {
		err = errFailed
	}
	return err
}

type validateCmd struct {
	Profile string   `default:"auto" enum:"auto,en16931,peppol,peppol-selfbilling,xrechnung,nlcius,ro,pt,hr,be,fr-ctc,fr-ctc-extended" help:"Rules to judge by; auto goes by the specification identifier, EN 16931 when it names none."`
	Release string   `help:"Release of the profile's rules, as docket version lists them; without one that in force on the invoice's day of issue."`
	Files   []string `arg:"" name:"file" help:"Invoices: UBL or CII XML, PDFs that hold one, Docket's own JSON."`
}

type verdict struct {
	File     string             `json:"file"`
	Valid    *bool              `json:"valid,omitempty"`
	Profile  string             `json:"profile,omitempty"`
	Release  string             `json:"release,omitempty"`
	Findings []en16931.Finding  `json:"findings,omitzero"`
	Error    *reading.FileError `json:"error,omitempty"`
}

// Run prints one line per file, in order, and fails when one is not valid.
func (c validateCmd) Run(ctx context.Context, e *env) error {
	reader, err := newReader(e)
	if err != nil {
		return err
	}
	defer reader.Close()
	service := validation.New(reader, os.TempDir(), nil)
	enc := json.NewEncoder(e.stdout)
	enc.SetEscapeHTML(false)
	failed := false
	err = reading.InOrder(ctx, c.Files, runtime.GOMAXPROCS(0), func(ctx context.Context, file string) verdict {
		return c.check(ctx, service, e.log, file)
	}, func(v verdict) error {
		failed = failed || v.Valid == nil || !*v.Valid
		if err := enc.Encode(v); err != nil {
			return fmt.Errorf("write line: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if failed {
		return errFailed
	}
	return nil
}

func (c validateCmd) check(ctx context.Context, service *validation.Service, log *slog.Logger, file string) (v verdict) {
	v.File = file
	result, err := guard.Get(ctx, log, func() (validation.Result, error) { return service.Path(ctx, file, c.Profile, c.Release) })
	if err != nil {
		v.Error = reading.PublicError(err)
		return v
	}
	v.Valid, v.Profile, v.Release, v.Findings = &result.Valid, result.Profile, result.Release, result.Findings
	if v.Findings == nil {
		v.Findings = []en16931.Finding{}
	}
	return v
}

type versionCmd struct{}

// Run prints the version that the build was given, and the releases of the rules in it.
func (versionCmd) Run(_ context.Context, e *env) error {
	version, info := "devel", (*debug.BuildInfo)(nil)
	if got, ok := debug.ReadBuildInfo(); ok {
		info, version = got, got.Main.Version
	}
	fmt.Fprintf(e.stdout, "docket %s", version)
	if info != nil {
		fmt.Fprintf(e.stdout, " %s", info.GoVersion)
	}
	fmt.Fprintln(e.stdout)
	for _, set := range rules.Sets() {
		fmt.Fprintf(e.stdout, "rules %s %s (%s, %s)\n", set.Name, set.Release, set.Title, set.Publisher)
	}
	return nil
}
