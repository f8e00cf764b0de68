// SPDX-License-Identifier: MPL-2.0

// Command difference compares the OpenAPI documents of a folder with the list of operations in this repository:
//
//	difference [-accept] FOLDER LIST
//
// It prints what changed as Markdown. The exit status is 0 if nothing did, 1 if something did, and 2 if it could not compare. With
// -accept it writes the list instead.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract/listing"
)

func main() {
	different, err := run(context.Background(), os.Args[1:], contract.Sources(), os.Stdout)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case different:
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string, sources []contract.Source, out io.Writer) (different bool, err error) {
	flags := flag.NewFlagSet("difference", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	accept := flags.Bool("accept", false, "write the list")
	if err := flags.Parse(arguments); err != nil || flags.NArg() != 2 {
		return false, errors.New("usage: difference [-accept] FOLDER LIST")
	}
	folder, list := flags.Arg(0), flags.Arg(1)
	described, err := contract.Describe(ctx, folder)
	if err != nil {
		return false, err
	}
	if len(described) == 0 {
		return false, fmt.Errorf("the folder %q has no OpenAPI documents; make contract-documents fetches them", folder)
	}
	now := listing.Of(described, sources)
	if *accept {
		return false, write(list, now, sources)
	}
	data, err := os.ReadFile(filepath.Clean(list))
	if err != nil {
		return false, err
	}
	before, err := listing.Decode(data)
	if err != nil {
		return false, fmt.Errorf("%s: %w", list, err)
	}
	stale, err := contract.StalePatches(ctx, folder)
	if err != nil {
		return false, err
	}
	text := listing.Markdown(listing.Compare(before, now), stale, listing.Longest)
	fmt.Fprint(out, text)
	return text != "", nil
}

// write replaces the list by one that is complete.
func write(list string, now listing.Listing, sources []contract.Source) error {
	for _, source := range sources {
		if now[source.API] == nil {
			return fmt.Errorf("there is no document of %s, so the list would lose its operations", source.API)
		}
	}
	data, err := now.Encode()
	if err != nil {
		return err
	}
	return os.WriteFile(list, data, 0o600)
}
