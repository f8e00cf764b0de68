// SPDX-License-Identifier: MPL-2.0

// Command fetch gets Atlassian's OpenAPI documents and writes them into a folder, for the tests to hold every exchange to them:
//
//	fetch FOLDER
//
// A document that cannot be had, or that the tests could not use, is named with its address and the reason; an older copy of it stays as
// it is, and the command fails.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], newFetcher(), contract.Sources(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // nothing is left to stop
	}
}

func run(ctx context.Context, arguments []string, f *fetcher, sources []contract.Source, out io.Writer) error {
	if len(arguments) != 1 {
		return errors.New("usage: fetch FOLDER")
	}
	folder := arguments[0]
	var failures []error
	for _, source := range sources {
		if err := f.fetch(ctx, folder, source, out); err != nil {
			failures = append(failures, fmt.Errorf("%s from %s: %w", source.File(), source.URL, err))
		}
	}
	return errors.Join(failures...)
}
