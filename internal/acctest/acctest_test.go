// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	block := fmt.Sprintf("provider \"atlassian\" {\n  base_url        = %q\n  organization_id = %q\n  api_key         = %q\n  user_email      = %q\n  user_api_token  = %q\n",
		org.URL, org.Credentials.OrganizationID, org.Credentials.APIKey, org.Credentials.UserEmail, org.Credentials.UserAPIToken)
	assert.Equal(t, block+"}\n\noutput \"x\" {}\n", acctest.Config(org, "output \"x\" {}\n"))
	assert.Equal(t, block+"  max_retries = 1\n}\n\n", acctest.Config(org, "", "max_retries = 1"))
	assert.Equal(t, "terraform {}\n"+block+"  max_retries = 2\n}\n",
		acctest.Config(org, "terraform {}\nprovider \"atlassian\" {\n  max_retries = 2\n}\n"))
	assert.Equal(t, block+"}\n", acctest.Config(org, "provider \"atlassian\" {}\n"))
}

// The provider is reached through the CLI, and its block is accepted.
func TestCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `output "hello" { value = "world" }`),
		Check:  resource.TestCheckOutput("hello", "world"),
	}}})
}

func TestEachProviderIsNew(t *testing.T) {
	t.Parallel()
	factory := acctest.ProviderFactories()["atlassian"]
	one, err := factory()
	require.NoError(t, err)
	other, err := factory()
	require.NoError(t, err)
	assert.NotSame(t, one, other)
}

func TestServer(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, map[string]any{"max_retries": 0})
	assert.NotNil(t, server.Schemas().Provider)
	assert.Zero(t, org.Requests(), "configuring makes no request")
}
