// SPDX-License-Identifier: MPL-2.0

package addresses_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"192.0.2.1":                "192.0.2.1",
		"192.0.2.1/32":             "192.0.2.1",
		"192.0.2.0/24":             "192.0.2.0/24",
		"0.0.0.0/0":                "0.0.0.0/0",
		"2001:db8::1":              "2001:db8::1",
		"2001:DB8:0:0:0:0:0:1":     "2001:db8::1",
		"2001:0db8::0001/128":      "2001:db8::1",
		"2001:db8::/32":            "2001:db8::/32",
		"::/0":                     "::/0",
		"::ffff:192.0.2.1":         "192.0.2.1",
		"::ffff:c000:201":          "192.0.2.1",
		"::ffff:192.0.2.0/120":     "192.0.2.0/24",
		"::FFFF:0:0/96":            "0.0.0.0/0",
		"::192.0.2.1":              "::c000:201", // not mapped: an address of IPv6
		"64:ff9b::192.0.2.1":       "64:ff9b::c000:201",
		"::ffff:192.0.2.1/128":     "192.0.2.1",
		"0:0:0:0:0:ffff:192.0.2.1": "192.0.2.1",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			block, err := addresses.Parse(text)
			require.NoError(t, err)
			assert.Equal(t, want, addresses.Text(block))
			assert.Equal(t, want, addresses.Key(" "+text+"\n"), "Atlassian's spelling is read leniently")
			again, err := addresses.Parse(addresses.Text(block))
			require.NoError(t, err)
			assert.Equal(t, block, again)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                       "it is empty",
		" 192.0.2.1":             "it begins or ends with a blank",
		"fe80::1%eth0":           "it names a zone (what follows the %), which means something on one machine only",
		"fe80::%eth0/64":         "it names a zone (what follows the %), which means something on one machine only",
		"192.0.02.1":             "a number in it has a leading zero, which some programs read as octal: write the number without it",
		"010.0.0.0/8":            "a number in it has a leading zero, which some programs read as octal: write the number without it",
		"192.0.2.1-192.0.2.9":    "write a range as one or more blocks, such as 192.0.2.0/24",
		"192.0.2.5/24":           "the block begins at another address: write 192.0.2.0/24 for the whole block, or 192.0.2.5 for the one address",
		"2001:db8::1/32":         "the block begins at another address: write 2001:db8::/32 for the whole block, or 2001:db8::1 for the one address",
		"::ffff:192.0.2.5/120":   "the block begins at another address: write 192.0.2.0/24 for the whole block, or 192.0.2.5 for the one address",
		"::ffff:192.0.2.0/24":    "a block of IPv4 that is written as one of IPv6 has a length of 96 or more: write 192.0.2.0/… with the length that IPv4 counts, up to 32",
		"192.0.2.0/33":           `the length after the / has to be a number from 0 to 32 without leading zeros, not "33"`,
		"192.0.2.0/024":          `the length after the / has to be a number from 0 to 32 without leading zeros, not "024"`,
		"192.0.2.0/255.255.0.0":  `the length after the / has to be a number from 0 to 32 without leading zeros, not "255.255.0.0"`,
		"2001:db8::/129":         `the length after the / has to be a number from 0 to 128 without leading zeros, not "129"`,
		"192.0.2.0/":             `the length after the / has to be a number from 0 to 32 without leading zeros, not ""`,
		"office":                 "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
		"192.0.2":                "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
		"3221225985":             "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
		"0x7f.0.0.1":             "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
		"192.0.2.1:443":          "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
		"[2001:db8::1]":          "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
		"192.0.2.1, 192.0.2.2":   "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
		"１９２.0.2.1":              "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
		"::ffff:192.0.2.256/120": "write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			_, err := addresses.Parse(text)
			require.EqualError(t, err, want)
		})
	}
}

func TestReadIsLenient(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"192.0.2.5/24":         "192.0.2.0/24",
		"\t2001:db8::5/32 ":    "2001:db8::/32",
		"::ffff:192.0.2.5/120": "192.0.2.0/24",
		" office ":             "office",
		"fe80::1%eth0":         "fe80::1%eth0",
		"":                     "",
	} {
		assert.Equal(t, want, addresses.Key(text))
	}
	for _, text := range []string{"office", "fe80::1%eth0", "fe80::%eth0/64", "192.0.02.1", "", "192.0.2.0/33"} {
		_, err := addresses.Read(text)
		require.Error(t, err, text)
	}
}
