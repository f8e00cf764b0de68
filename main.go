// SPDX-License-Identifier: MPL-2.0

// The command terraform-provider-atlassian serves the provider to Terraform, or simulates an organization.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/command"
)

// version is set when a release is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) > 1 && os.Args[1] == "simulate" {
		os.Exit(command.Run(ctx, os.Args[2:], os.Stdout, os.Stderr, os.Environ())) //nolint:gocritic // nothing is left to stop
	}

	debug := flag.Bool("debug", false, "serve in a way that debuggers such as delve can attach to")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Usage = usage
	flag.Parse()
	if *showVersion {
		_, _ = fmt.Fprintln(os.Stdout, "terraform-provider-atlassian "+version)
		return
	}
	if flag.NArg() > 0 {
		usage()
		os.Exit(2)
	}
	quiet()
	// Terraform itself decides when a provider stops: an interrupt goes to both, and the provider must outlive it.
	stop()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	fresh := provider.New(version)
	if err := tf6server.Serve(provider.Address, func() tfprotov6.ProviderServer { return rpc.NewServer(fresh()) }, options...); err != nil {
		log.Fatal(err)
	}
}

// quiet keeps the libraries from writing lines for every call, and for every element of every list, where nobody reads them: Terraform throws
// a provider's trace away unless one of these variables asks for it. A quarter of the time of a plan of thousands went into it.
func quiet() {
	for _, general := range []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK"} {
		if os.Getenv(general) != "" {
			return
		}
	}
	for _, library := range []string{"TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"} {
		if os.Getenv(library) != "" {
			continue
		}
		if err := os.Setenv(library, "OFF"); err != nil {
			log.Print(err) // it only costs time
		}
	}
}

func usage() {
	fmt.Fprint(flag.CommandLine.Output(), `Usage:
  terraform-provider-atlassian              serve the provider; Terraform runs this itself
  terraform-provider-atlassian simulate …   simulate an organization, to try modules without an Atlassian account
  terraform-provider-atlassian -version     print the version

Flags:
`)
	flag.PrintDefaults()
}
