// SPDX-License-Identifier: MPL-2.0

// Package addresses is about the addresses that an IP allowlist lets in: how they are read and spelled, what a list of them covers, and
// whether a list shuts somebody out who must stay inside. It sends no request.
//
// An address of IPv4 can be written as one of IPv6, such as ::ffff:192.0.2.1. Here both are the same address of IPv4. Nothing else of
// IPv6 is an address of IPv4: ::/0 does not cover 192.0.2.1.
package addresses

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// mapped is the number of bits before an IPv4 address that is written as one of IPv6.
const mapped = 96

// Parse reads an address or a block of addresses that a person wrote. It refuses what can be read in two ways, and says what to write
// instead. The text of an error follows the words "is not an address: ".
func Parse(text string) (netip.Prefix, error) {
	switch {
	case text == "":
		return netip.Prefix{}, errors.New("it is empty")
	case strings.TrimSpace(text) != text:
		return netip.Prefix{}, errors.New("it begins or ends with a blank")
	case strings.Contains(text, "%"):
		return netip.Prefix{}, errors.New("it names a zone (what follows the %), which means something on one machine only")
	}
	address, length, isBlock := strings.Cut(text, "/")
	if !isBlock {
		one, err := parseAddress(text)
		if err != nil {
			return netip.Prefix{}, err
		}
		return single(one), nil
	}
	first, err := parseAddress(address)
	if err != nil {
		return netip.Prefix{}, err
	}
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("the length after the / has to be a number from 0 to %d without leading zeros, not %q", first.BitLen(), length)
	}
	if first.Is4In6() && block.Bits() < mapped {
		return netip.Prefix{}, fmt.Errorf("a block of IPv4 that is written as one of IPv6 has a length of %d or more: write %s/… with the length that IPv4 counts, up to 32", mapped, first.Unmap())
	}
	whole := unmap(block)
	if beginning := whole.Masked(); beginning != whole {
		return netip.Prefix{}, fmt.Errorf("the block begins at another address: write %s for the whole block, or %s for the one address", beginning, whole.Addr())
	}
	return whole, nil
}

// parseAddress reads an address that a person wrote.
func parseAddress(text string) (netip.Addr, error) {
	address, err := netip.ParseAddr(text)
	switch {
	case err == nil:
		return address, nil
	case hasLeadingZero(text):
		return netip.Addr{}, errors.New("a number in it has a leading zero, which some programs read as octal: write the number without it")
	case strings.Contains(text, "-"):
		return netip.Addr{}, errors.New("write a range as one or more blocks, such as 192.0.2.0/24")
	}
	return netip.Addr{}, errors.New("write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32")
}

// hasLeadingZero reports whether four numbers would be an address if one of them had no leading zero.
func hasLeadingZero(text string) bool {
	parts := strings.Split(text, ".")
	for at, part := range parts {
		if part = strings.TrimLeft(part, "0"); part == "" {
			part = "0"
		}
		parts[at] = part
	}
	address, err := netip.ParseAddr(strings.Join(parts, "."))
	return err == nil && address.Is4()
}

// Read reads an address or a block of addresses that Atlassian says. It is lenient: blanks around it do not matter, and neither does the
// address within a block at which the block is said to begin. Which spellings Atlassian keeps is unverified.
func Read(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "/") {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return netip.Prefix{}, fmt.Errorf("reading an address: %w", err)
		}
		if address.Zone() != "" {
			return netip.Prefix{}, errors.New("reading an address: it names a zone")
		}
		return single(address), nil
	}
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("reading a block of addresses: %w", err)
	}
	return unmap(block).Masked(), nil
}

// Key is the one spelling of an address or a block: two texts that mean the same have the same key. A text that is neither is its own
// key, without blanks around it.
func Key(text string) string {
	block, err := Read(text)
	if err != nil {
		return strings.TrimSpace(text)
	}
	return Text(block)
}

// Text spells a block: one address has no length after it.
func Text(block netip.Prefix) string {
	if block.IsSingleIP() {
		return block.Addr().String()
	}
	return block.String()
}

func single(address netip.Addr) netip.Prefix {
	address = address.Unmap()
	return netip.PrefixFrom(address, address.BitLen())
}

// unmap makes a block of IPv4 of one that is written as one of IPv6.
func unmap(block netip.Prefix) netip.Prefix {
	if block.Addr().Is4In6() && block.Bits() >= mapped {
		return netip.PrefixFrom(block.Addr().Unmap(), block.Bits()-mapped)
	}
	return block
}
