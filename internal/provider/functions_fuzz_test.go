// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
)

// Whatever the token, the function refuses it in a short text, or writes a record of one line with exactly this token.
func FuzzVerificationRecords(f *testing.F) {
	for _, seed := range []string{"", "TheTokenOf/acmeExample/isOneWordOf64characters+asTheConsoleShows", "a b", "\n", "\"", "atlassian-domain-verification=x", strings.Repeat("a", 300), "ö", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if !utf8.ValidString(token) {
			return // Terraform has no such string
		}
		record, err := server(t).CallFunction("domain_verification_txt", token)
		if err != nil {
			spoken.InLines(t, err.Error(), 1000)
			return
		}
		text, is := record.(string)
		require.True(t, is)
		spoken.InOneLine(t, text, len("atlassian-domain-verification=")+len(token))
		require.Equal(t, "atlassian-domain-verification="+strings.TrimPrefix(strings.TrimSpace(token), "atlassian-domain-verification="), text)
	})
}
