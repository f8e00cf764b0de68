// SPDX-License-Identifier: MPL-2.0

// The command demo tells in a minute what the provider is for: it applies
// examples/quickstart to a simulated organization, changes things behind
// Terraform's back, and lets Terraform find and mend them. A second chapter
// does so with examples/approved-apps and Marketplace apps, a third one with
// examples/people-from-csv and somebody who leaves, and a fourth one with the
// access review that an auditor asks for. Whatever does not come out as told is
// an error.
//
// It needs Go and the repository; Terraform or OpenTofu is taken from PATH, or
// else fetched. With KEEP=1 in the environment, the organization stays up to
// play with.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Getenv("KEEP") == "1")

	stop()

	if err != nil {
		_, _ = fmt.Fprintf(os.Stderr, "\ndemo: %v\n", err)

		os.Exit(1)
	}
}

func run(ctx context.Context, keep bool) error {
	shop, err := openWorkshop()
	if err != nil {
		return err
	}

	defer shop.close()

	told := &story{narrator: newNarrator(os.Stdout), shop: shop}
	defer told.end()

	if err := told.tell(ctx); err != nil {
		return err
	}

	if keep {
		told.stay(ctx)
	}

	return nil
}
