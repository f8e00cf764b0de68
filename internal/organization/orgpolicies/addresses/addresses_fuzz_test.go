// SPDX-License-Identifier: MPL-2.0

package addresses_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
)

// What a person may write is read from an answer alike, has one spelling that means the same, and covers itself. What a person may not
// write is refused in one short line. Whatever the text, its key is its own key.
func FuzzAddresses(f *testing.F) {
	for _, seed := range []string{
		"", "192.0.2.1", "192.0.2.0/24", "192.0.2.1/24", "192.0.2.1/32", "0.0.0.0/0", "::/0", "2001:db8::1", "2001:DB8::/32", "::ffff:192.0.2.1", "::ffff:192.0.2.0/120",
		"::ffff:0:0/95", "::ffff:192.0.2.1/96", "fe80::1%eth0", "01.2.3.4", "1.2.3.4-5", " 1.2.3.4", "1.2.3.4/", "1.2.3.4/033", "1.2.3.4/-1", "/", "::/129", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key := addresses.Key(text)
		require.Equal(t, key, addresses.Key(key))
		read, errRead := addresses.Read(text)
		block, err := addresses.Parse(text)
		if err != nil {
			spoken.InOneLine(t, err.Error(), 300)
			if errRead == nil { // an answer may have what a person may not write
				again, err := addresses.Parse(addresses.Text(read))
				require.NoError(t, err)
				require.Equal(t, read, again)
			}
			return
		}
		require.NoError(t, errRead)
		require.Equal(t, block, read)
		require.Equal(t, key, addresses.Text(block))
		again, err := addresses.Parse(key)
		require.NoError(t, err)
		require.Equal(t, block, again)
		require.Equal(t, block.Masked(), block)
		require.False(t, block.Addr().Is4In6() && strings.Contains(key, "."), "%s is an address of IPv4", key)
		require.True(t, addresses.Set{block}.Covers(block))
		require.False(t, addresses.Set{}.Covers(block))
	})
}
