package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/alecthomas/kong"

	"github.com/docketapi/docket/internal/core/config"
	"github.com/docketapi/docket/internal/core/telemetry"
)

// Exit codes of every command.
const (
	exitOK     = 0
	exitFailed = 1 // the command ran; something it was given, or something it needs, is wrong
	exitUsage  = 2 // the command line or a setting is wrong
)

// commandLine is everything `docket` understands. Settings stand at the top, so that `docket --help` lists each.
type commandLine struct {
	Dev      devCmd      `cmd:"" help:"API, workers and, without DATABASE_URL, a private Postgres in one process."`
	API      apiCmd      `cmd:"" name:"api" help:"The API alone, over DATABASE_URL."`
	Worker   workerCmd   `cmd:"" help:"The workers alone, over DATABASE_URL."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database's schema up to date and make the default workspace."`
	Parse    parseCmd    `cmd:"" help:"Read invoices from files; one JSON line per file, in order."`
	Validate validateCmd `cmd:"" help:"Check invoices against EN 16931, Peppol BIS or XRechnung; one JSON line per file, in order."`
	Admin    adminCmd    `cmd:"" help:"First key and recovery, for whoever has the database."`
	Doctor   doctorCmd   `cmd:"" help:"Say which parts are in use and what mends those that are missing."`
	Version  versionCmd  `cmd:"" help:"Print the version."`

	config.HTTP       `embed:"" group:"Serving"`
	config.Storage    `embed:"" group:"Storage"`
	config.Auth       `embed:"" group:"Who may call"`
	config.Provider   `embed:"" group:"Who may call"`
	config.Reading    `embed:"" group:"Reading"`
	config.Work       `embed:"" group:"Reading"`
	config.Model      `embed:"" group:"Language model"`
	config.Embeddings `embed:"" group:"Search by meaning"`
	config.Vectors    `embed:"" group:"Search by meaning"`
	config.Log        `embed:"" group:"Logging"`
}

// env is what a command gets besides its own flags.
type env struct {
	cli    *commandLine
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	log    *slog.Logger
	// settings is what is wrong with the settings; only commands of the server see it, to name the rest with it.
	settings error
}

// serverCommand is a command that names what is wrong with the settings itself, together with what else keeps it from starting.
type serverCommand interface{ prepares() }

func (*devCmd) prepares()     {}
func (*apiCmd) prepares()     {}
func (*workerCmd) prepares()  {}
func (*migrateCmd) prepares() {}

// errFailed ends a command with status 1 without another word: the command has said what is wrong.
var errFailed = errors.New("failed")

// run is the program without its process: it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var cli commandLine
	exit := -1
	parser, err := kong.New(&cli, kong.Name("docket"), kong.Writers(stdout, stderr), kong.UsageOnError(),
		kong.Description("Documents and invoices behind one contract. Settings are flags or environment variables."),
		kong.Exit(func(code int) { exit = code }), kong.ExplicitGroups(nil))
	if err != nil {
		fmt.Fprintln(stderr, "docket:", err)
		return exitUsage
	}
	known := variables(parser) // before those with a bad value are set aside
	malformed := setAside(parser)
	parsed, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help has answered
		return exit
	case err != nil:
		fmt.Fprintln(stderr, "docket:", err)
		return exitUsage
	}
	e := &env{cli: &cli, stdin: stdin, stdout: stdout, stderr: stderr, log: telemetry.NewLogger(stderr, cli.Log.Level, cli.Log.Format)}
	e.warnOfStrays(ctx, known)
	e.settings = errors.Join(malformed, cli.check())
	parsed.BindTo(ctx, (*context.Context)(nil))
	if _, server := parsed.Selected().Target.Addr().Interface().(serverCommand); !server && e.settings != nil {
		err = settingsError{e.settings}
	} else {
		err = parsed.Run(e)
	}
	var settings settingsError
	switch {
	case errors.As(err, &settings):
		fmt.Fprintln(stderr, "docket:", err)
		return exitUsage
	case err == nil:
		return exitOK
	case errors.Is(err, errFailed):
		return exitFailed
	default:
		fmt.Fprintln(stderr, "docket:", err)
		return exitFailed
	}
}
