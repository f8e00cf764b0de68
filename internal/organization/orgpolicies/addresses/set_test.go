// SPDX-License-Identifier: MPL-2.0

package addresses_test

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
)

func set(t *testing.T, texts string) addresses.Set {
	t.Helper()
	read, others := addresses.ReadSet(strings.Fields(texts))
	require.Empty(t, others)
	return read
}

func texts(s addresses.Set) string {
	var all []string
	for _, block := range s {
		all = append(all, addresses.Text(block))
	}
	return strings.Join(all, " ")
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		set, whole string
		covered    bool
	}{
		{"", "192.0.2.1", false},
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.0/24", "192.0.2.255", true},
		{"192.0.2.0/24", "192.0.3.0", false},
		{"192.0.2.0/24", "192.0.2.0/23", false},
		{"192.0.2.0/24 192.0.3.0/24", "192.0.2.0/23", true},
		{"192.0.1.0/24 192.0.2.0/24", "192.0.2.0/23", false},
		{"0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0", true},
		{"0.0.0.0/1 128.0.0.0/2 192.0.0.0/3 224.0.0.0/4", "0.0.0.0/0", false},
		{"192.0.2.0 192.0.2.1", "192.0.2.0/31", true},
		{"192.0.2.0", "192.0.2.0/31", false},
		{"::/0", "192.0.2.1", false},
		{"0.0.0.0/0", "2001:db8::1", false},
		{"0.0.0.0/0", "::ffff:192.0.2.1", true},
		{"::ffff:0:0/96", "192.0.2.1", true},
		{"::/0", "::ffff:192.0.2.1", false}, // an address of IPv4
		{"::/0", "::192.0.2.1", true},
		{"2001:db8::/33 2001:db8:8000::/33", "2001:db8::/32", true},
		{"2001:db8::/33 2001:db8:8000::/34", "2001:db8::/32", false},
	} {
		whole, err := addresses.Read(test.whole)
		require.NoError(t, err)
		assert.Equal(t, test.covered, set(t, test.set).Covers(whole), "%s in %s", test.whole, test.set)
	}
}

func TestWithout(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ one, other, left string }{
		{"", "", ""},
		{"192.0.2.0/24", "", "192.0.2.0/24"},
		{"", "192.0.2.0/24", ""},
		{"192.0.2.0/24", "0.0.0.0/0", ""},
		{"192.0.2.0/24", "::/0", "192.0.2.0/24"},
		{"192.0.2.0/24", "192.0.2.0/25", "192.0.2.128/25"},
		{"192.0.2.0/30", "192.0.2.1", "192.0.2.0 192.0.2.2/31"},
		{"192.0.2.0/31", "192.0.2.0 192.0.2.1", ""},
		{"2001:db8::/32 192.0.2.0/24 192.0.2.7", "192.0.2.0/24", "2001:db8::/32"},
		{"2001:db8::/126", "2001:db8::3", "2001:db8::/127 2001:db8::2"},
		{"192.0.2.7 192.0.2.0/24 192.0.2.0/24", "198.51.100.0/24", "192.0.2.0/24"},
	} {
		assert.Equal(t, test.left, texts(set(t, test.one).Without(set(t, test.other))), "%s without %s", test.one, test.other)
	}
}

func TestOverlaps(t *testing.T) {
	t.Parallel()
	type overlap = addresses.Overlap
	for texts, want := range map[string][]overlap{
		"":                       nil,
		"192.0.2.1 198.51.100.1": nil,
		"192.0.2.1 192.0.2.1/32 ::ffff:192.0.2.1":       {{1, 0, true}, {2, 0, true}},
		"192.0.2.1 192.0.2.0/24":                        {{0, 1, false}},
		"192.0.2.0/24 192.0.2.1 192.0.2.0/25 0.0.0.0/0": {{0, 3, false}, {1, 3, false}, {2, 3, false}},
		"192.0.2.0/25 192.0.2.0/24 192.0.2.0/25":        {{0, 1, false}, {2, 0, true}},
		"::/0 0.0.0.0/0":                                nil,
		"2001:db8::1 2001:db8::/64 2001:db8:0:1::/64":   {{0, 1, false}},
	} {
		assert.Equal(t, want, set(t, texts).Overlaps(), texts)
	}
}

// TestSetsOfARange compares sets with the addresses that they hold, one by one, in a small part of the network.
func TestSetsOfARange(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	const bits = 6
	all := func(s addresses.Set) (held [1 << bits]bool) {
		for at := range held {
			for _, block := range s {
				held[at] = held[at] || block.Contains(netip.AddrFrom4([4]byte{192, 0, 2, byte(at)}))
			}
		}
		return held
	}
	some := func() (s addresses.Set) {
		for range random.IntN(8) {
			length := 32 - random.IntN(bits)
			s = append(s, netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(random.IntN(1 << bits))}), length).Masked()) //nolint:gosec // no more than a byte
		}
		return s
	}
	for range 2000 {
		one, other := some(), some()
		inOne, inOther := all(one), all(other)
		left := one.Without(other)
		inLeft := all(left)
		for at := range inOne {
			require.Equal(t, inOne[at] && !inOther[at], inLeft[at], "%s without %s: %d", texts(one), texts(other), at)
		}
		for _, block := range some() {
			within := true
			for at, held := range all(addresses.Set{block}) {
				within = within && (!held || inOne[at])
			}
			require.Equal(t, within, one.Covers(block), "%s in %s", block, texts(one))
		}
		require.Empty(t, left.Overlaps())
		for _, overlap := range one.Overlaps() {
			require.True(t, addresses.Set{one[overlap.Outer]}.Covers(one[overlap.Inner]))
		}
	}
}

func TestWholeFamilies(t *testing.T) {
	t.Parallel()
	require.Empty(t, addresses.WholeFamilies([]string{"0.0.0.0/1", "::/3", "office"}))
	require.Equal(t, []string{"IPv4"}, addresses.WholeFamilies([]string{"0.0.0.0/1", "128.0.0.0/1"}))
	require.Equal(t, []string{"IPv4"}, addresses.WholeFamilies([]string{"0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3"}), "nobody comes from the rest")
	require.Equal(t, []string{"IPv6"}, addresses.WholeFamilies([]string{"2000::/3"}))
	require.Empty(t, addresses.WholeFamilies([]string{"0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/4", "2000::/4"}))
	require.Empty(t, addresses.WholeFamilies(nil))
	require.Equal(t, []string{"IPv4", "IPv6"}, addresses.WholeFamilies([]string{"::/0", "::ffff:0.0.0.0/96"}))
}
