// SPDX-License-Identifier: MPL-2.0

// Command report writes the page that tells which operations and fields of Atlassian's APIs the tests exercise:
//
//	report RECORDING DOCUMENTS CLIENT PAGE
//
// RECORDING is the folder that ATLASSIAN_CONTRACT_REPORT named while the tests ran, DOCUMENTS has the OpenAPI documents, and CLIENT is
// the source of the client.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "contract report:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string) error {
	if len(arguments) != 4 {
		return errors.New("usage: report RECORDING DOCUMENTS CLIENT PAGE")
	}
	seen, err := contract.ReadReport(arguments[0])
	if err != nil {
		return err
	}
	if len(seen.Operations) == 0 {
		return fmt.Errorf("the folder %q has no recording; tests write one if %s and %s are set", arguments[0], contract.FolderVariable, contract.ReportVariable)
	}
	loaded, err := contract.Load(ctx, arguments[1])
	if err != nil {
		return err
	}
	client, err := read(arguments[2])
	if err != nil {
		return err
	}
	text := page(rows(loaded.Operations(), seen, atlassian.Operations()), client.names)
	return os.WriteFile(arguments[3], []byte(text), 0o600)
}
