// SPDX-License-Identifier: MPL-2.0

// Command schemajson prints this provider's schema in the format of `terraform providers schema -json`.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/schemajson"
)

func main() {
	output := flag.String("o", "", "file to write; standard output when empty")
	name := flag.String("name", provider.Address, "name to put the schema under")
	pages := flag.Bool("pages", false, "end each description with the subject of its page, for the templates of the documentation")
	flag.Parse()
	if err := run(context.Background(), *name, *output, *pages); err != nil {
		fmt.Fprintln(os.Stderr, "schemajson:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, name, output string, pages bool) error {
	p := provider.New("dev")()
	server := rpc.NewServer(p)
	var text []byte
	var err error
	if pages {
		text, err = schemajson.ForPages(ctx, name, p, server)
	} else {
		text, err = schemajson.JSONUnder(ctx, name, server)
	}
	if err != nil {
		return err
	}
	return schemajson.Write(output, text)
}
