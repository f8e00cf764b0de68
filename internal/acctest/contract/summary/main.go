// SPDX-License-Identifier: MPL-2.0

// Command summary tells which operations of the client the test suite has held
// against Atlassian's OpenAPI documents. It reads the folder that
// ATLASSIAN_CONTRACT_REPORT named while the tests ran, given as its argument or by
// the same variable. It fails when an operation of the client was never covered.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract/listing"
)

func main() {
	if err := run(os.Args[1:], os.Getenv(contract.ReportVariable), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "contract summary:", err)
		os.Exit(1)
	}
}

func run(arguments []string, folder string, out io.Writer) error {
	switch {
	case len(arguments) == 1:
		folder = arguments[0]
	case len(arguments) > 1:
		return errors.New("usage: summary [FOLDER]")
	case folder == "":
		return fmt.Errorf("name the folder of the report, as an argument or in %s", contract.ReportVariable)
	}
	seen, err := contract.ReadReport(folder)
	if err != nil {
		return fmt.Errorf("read the report, which tests write when %s and %s are set: %w", contract.FolderVariable, contract.ReportVariable, err)
	}
	var table []string
	for _, operation := range listing.Used() {
		table = append(table, operation.Name())
	}
	uncovered, err := contract.Summarize(out, seen.Operations, table)
	if err != nil {
		return err
	}
	if len(uncovered) > 0 {
		return fmt.Errorf("%d of %d operations were never covered", len(uncovered), len(table))
	}
	return nil
}
