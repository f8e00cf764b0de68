// SPDX-License-Identifier: MPL-2.0

// Command compare prints what a recording of an organization has that Atlassian's OpenAPI documents do not allow, and what the simulator
// says in another way: one line for each. It exits with 1 if there is such a line. `make live-compare` runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
)

// errDifferent ends the command after it has printed what differs.
var errDifferent = errors.New("the recording differs")

func main() {
	err := run(context.Background(), os.Args[1:], os.Getenv(contract.FolderVariable), os.Stdout)
	if err != nil {
		if !errors.Is(err, errDifferent) {
			fmt.Fprintln(os.Stderr, "compare:", err)
			os.Exit(2)
		}
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string, documents string, out io.Writer) error {
	if len(arguments) != 2 {
		return errors.New("usage: compare RECORDING SIMULATOR, two folders with fixtures")
	}
	live, err := recording.Load(arguments[0])
	if err != nil {
		return err
	}
	simulator, err := recording.Load(arguments[1])
	if err != nil {
		return err
	}
	violations, err := violationsOf(ctx, documents, live)
	if err != nil {
		return err
	}
	if documents == "" {
		fmt.Fprintf(out, "Not compared with Atlassian's OpenAPI documents: %s names no folder.\n", contract.FolderVariable)
	}
	for _, violation := range violations {
		fmt.Fprintf(out, "documents | %s\n", violation)
	}
	found := recording.Compare(live, simulator)
	for _, one := range found.Differences {
		fmt.Fprintln(out, one)
	}
	for _, one := range found.Unseen {
		fmt.Fprintf(out, "Not seen: %s\n", one)
	}
	for _, name := range found.Uncompared {
		fmt.Fprintf(out, "Not compared: %s was not recorded.\n", name)
	}
	fmt.Fprintf(out, "%d exchanges: %d violations of the documents, %d differences from the simulator.\n", len(live), len(violations), len(found.Differences))
	if len(violations)+len(found.Differences) > 0 {
		return errDifferent
	}
	return nil
}

func violationsOf(ctx context.Context, folder string, fixtures []recording.Fixture) ([]string, error) {
	if folder == "" {
		return nil, nil
	}
	documents, err := contract.Load(ctx, folder)
	if err != nil {
		return nil, err
	}
	return recording.Violations(ctx, documents, fixtures)
}
