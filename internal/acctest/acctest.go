// SPDX-License-Identifier: MPL-2.0

// Package acctest tests the provider against a simulated organization: through
// the Terraform CLI, or in process without one. It sets nothing global, so that
// all tests may run in parallel, each with an organization of its own.
//
//	org := simulated.Start(t)
//	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
//		Config: acctest.Config(org, `resource "atlassian_group" "this" { name = "engineering" }`),
//	}}})
package acctest

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

// ProviderFactories makes a provider of its own for every call, as the CLI
// starts a process of its own for every walk: nothing learned in one step is
// known in the next.
func ProviderFactories() map[string]func() (tfprotov6.ProviderServer, error) {
	return factories(provider.New("test"))
}

func factories(made func() frameworkprovider.Provider) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		provider.TypeName: func() (tfprotov6.ProviderServer, error) {
			return known.Answering(protocol.Scanned(rpc.NewServer(made()))), nil
		},
	}
}

// Test runs a case through the CLI, in parallel with all others and without
// TF_ACC: the organization is a simulated one.
func Test(t *testing.T, c resource.TestCase) {
	t.Helper()
	cli.SkipIfShort(t)
	t.Parallel()
	if c.ProtoV6ProviderFactories == nil {
		c.ProtoV6ProviderFactories = ProviderFactories()
	}
	resource.UnitTest(t, c)
}

// providerBlock is where a configuration begins its own provider block.
var providerBlock = regexp.MustCompile(`(?m)^provider "` + provider.TypeName + `" \{`)

// Config puts a provider block for the organization before a configuration, or
// completes the provider block that the configuration has. Further lines go into
// the block as they are.
func Config(org *simulated.Organization, hcl string, lines ...string) string {
	settings := "\n  " + strings.Join(append([]string{
		fmt.Sprintf("base_url        = %q", org.URL),
		fmt.Sprintf("organization_id = %q", org.Credentials.OrganizationID),
		fmt.Sprintf("api_key         = %q", org.Credentials.APIKey),
		fmt.Sprintf("user_email      = %q", org.Credentials.UserEmail),
		fmt.Sprintf("user_api_token  = %q", org.Credentials.UserAPIToken),
	}, lines...), "\n  ") + "\n"
	if at := providerBlock.FindStringIndex(hcl); at != nil {
		return hcl[:at[1]] + settings + strings.TrimPrefix(hcl[at[1]:], "\n")
	}
	return "provider \"" + provider.TypeName + "\" {" + settings + "}\n\n" + hcl
}

// known are the schemas of the provider, which are the same in whatever way it is configured.
var known protocol.Known

// Server is a provider in process, configured for the organization. Further
// settings go into the provider block.
func Server(t testing.TB, org *simulated.Organization, settings map[string]any, options ...protocol.Option) *protocol.Server {
	t.Helper()
	block := map[string]any{
		"base_url":        org.URL,
		"organization_id": org.Credentials.OrganizationID,
		"api_key":         org.Credentials.APIKey,
		"user_email":      org.Credentials.UserEmail,
		"user_api_token":  org.Credentials.UserAPIToken,
	}
	maps.Copy(block, settings)
	server := protocol.New(t, provider.New("test")(), append(options, protocol.WithKnown(&known))...)
	if err := server.Configure(block).Err(); err != nil {
		t.Fatalf("configure the provider: %s", err)
	}
	return server
}
