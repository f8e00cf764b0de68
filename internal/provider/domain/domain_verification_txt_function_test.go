// SPDX-License-Identifier: MPL-2.0

package domain_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

func TestVerificationTXT(t *testing.T) {
	t.Parallel()
	token := strings.Repeat("aB3/", 16)
	want := "atlassian-domain-verification=" + token
	server := protocol.New(t, provider.New("test")()) // not configured: nothing is asked
	for name, given := range map[string]string{
		"token":         token,
		"whole record":  want,
		"spaces around": " \t" + token + "\n",
		"both":          " " + want + " ",
	} {
		value, err := server.CallFunction("domain_verification_txt", given)
		require.NoError(t, err, name)
		assert.Equal(t, want, value, name)
	}
	value, err := server.CallFunction("domain_verification_txt", "short+/=")
	require.NoError(t, err, "other lengths pass")
	assert.Equal(t, "atlassian-domain-verification=short+/=", value)

	for name, test := range map[string]struct{ given, says string }{
		"empty":             {"", "The token is empty"},
		"spaces only":       {" \n ", "The token is empty"},
		"prefix only":       {"atlassian-domain-verification= ", "The token is empty"},
		"two words":         {"one two", "The token has spaces or line breaks"},
		"two lines":         {"one\ntwo", "The token has spaces or line breaks"},
		"space after equal": {"atlassian-domain-verification= " + token, "The token has spaces or line breaks"},
	} {
		_, err := server.CallFunction("domain_verification_txt", test.given)
		require.ErrorContains(t, err, "argument 0: "+test.says, name)
		require.ErrorContains(t, err, "64 characters", name)
	}
}

func TestVerificationTXTFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `output "txt" { value = provider::atlassian::domain_verification_txt("abc") }`),
		Check:  resource.TestCheckOutput("txt", "atlassian-domain-verification=abc"),
	}}})
}
