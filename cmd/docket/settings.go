package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/docketapi/docket/internal/core/config"
)

// settingsError is all that is wrong with the settings. It ends a command with the status of wrong usage.
type settingsError struct{ error }

// Unwrap gives the faults.
func (s settingsError) Unwrap() error { return s.error }

// check lists everything that cannot be right, over all groups of settings.
func (c *commandLine) check() error {
	return errors.Join(c.HTTP.Check(), c.Storage.Check(), c.Auth.Check(), c.Provider.Check(), c.Reading.Check(), c.Work.Check(), c.Model.Check(), c.Embeddings.Check(), c.Vectors.Check())
}

// setAside lists the variables of the environment whose values have not the form that their setting wants, and makes the
// parser pass over them: it would end at the first.
func setAside(parser *kong.Kong) error {
	var errs []error
	for _, flags := range parser.Model.AllFlags(false) {
		for _, f := range flags {
			for _, name := range f.Envs {
				value, is := os.LookupEnv(name)
				if !is || value == "" {
					continue
				}
				if err := formed(f, value); err != nil {
					errs = append(errs, fmt.Errorf("%s: %w", name, err))
					f.Envs, f.Tag.Envs = nil, nil
				}
			}
		}
	}
	return errors.Join(errs...)
}

// formed tells whether a value has the form that the flag wants.
func formed(f *kong.Flag, value string) error {
	kind := f.Target.Type()
	switch {
	case kind == reflect.TypeFor[time.Duration]():
		if _, err := time.ParseDuration(value); err != nil {
			return fmt.Errorf("want a time such as 30s: %q", value)
		}
	case kind.Kind() == reflect.Int:
		if _, err := strconv.Atoi(value); err != nil {
			return fmt.Errorf("want a whole number: %q", value)
		}
	case kind.Kind() == reflect.Float64:
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return fmt.Errorf("want a number: %q", value)
		}
	case f.Enum != "" && !slices.Contains(strings.Split(f.Enum, ","), value):
		return fmt.Errorf("want one of %s: %q", f.Enum, value)
	}
	return nil
}

// variables lists the names of all settings in the environment.
func variables(parser *kong.Kong) []string {
	var known []string
	for _, flags := range parser.Model.AllFlags(false) {
		for _, f := range flags {
			known = append(known, f.Envs...)
		}
	}
	return known
}

// warnOfStrays names the variables that look like settings and are none.
func (e *env) warnOfStrays(ctx context.Context, known []string) {
	for _, stray := range config.Strays(os.Environ(), known) {
		e.log.WarnContext(ctx, "there is no such setting", "name", stray.Name, "nearest", stray.Nearest)
	}
}
