// SPDX-License-Identifier: MPL-2.0

package addresses

import (
	"cmp"
	"net/netip"
	"slices"
)

// Set is a set of addresses, as blocks that may overlap. The blocks are those of [Parse] and [Read].
type Set []netip.Prefix

// ReadSet reads what Atlassian says, or what is in the state. What is no address is in others, and not in the set.
func ReadSet(texts []string) (set Set, others []string) {
	for _, text := range texts {
		block, err := Read(text)
		if err != nil {
			others = append(others, text)
			continue
		}
		set = append(set, block)
	}
	return set, others
}

// Covers reports whether every address of a block is in the set: 0.0.0.0/1 and 128.0.0.0/1 together cover all of IPv4.
func (s Set) Covers(whole netip.Prefix) bool {
	within, covered := s.within(whole)
	if covered || len(within) < 2 { // one part is not the whole
		return covered
	}
	low, high := halves(whole)
	return within.Covers(low) && within.Covers(high)
}

// nowhere are the addresses from which nobody comes over the internet: those of no host, private ones, and multicast and what is reserved.
// Outside of 2000::/3, no addresses of IPv6 are given out.
var nowhere = blocks("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
	"::/3", "4000::/2", "8000::/1")

func blocks(texts ...string) Set {
	set, _ := ReadSet(texts)
	return set
}

// WholeFamilies are the names of those of IPv4 and IPv6 of which a list has every address from which somebody can come over the internet.
// What is no address does not count.
func WholeFamilies(texts []string) (names []string) {
	set, _ := ReadSet(texts)
	if len(set) == 0 {
		return nil
	}
	set = slices.Concat(set, nowhere)
	for _, all := range everything {
		if set.Covers(all) {
			names = append(names, family(all))
		}
	}
	return names
}

func family(block netip.Prefix) string {
	if block.Addr().Is4() {
		return "IPv4"
	}
	return "IPv6"
}

// Without is what is in the set and not in another, as few blocks, sorted.
func (s Set) Without(other Set) Set {
	var left Set
	for _, block := range s.merged() {
		left = append(left, other.missing(block)...)
	}
	return left
}

// missing is what of a block is not in the set, sorted.
func (s Set) missing(whole netip.Prefix) Set {
	within, covered := s.within(whole)
	switch {
	case covered:
		return nil
	case len(within) == 0:
		return Set{whole}
	}
	low, high := halves(whole)
	return append(within.missing(low), within.missing(high)...)
}

// within are the blocks of the set that are parts of a block, unless one is the whole of it.
func (s Set) within(whole netip.Prefix) (parts Set, covered bool) {
	for _, block := range s {
		switch {
		case !block.Overlaps(whole):
		case block.Bits() <= whole.Bits():
			return nil, true
		default:
			parts = append(parts, block)
		}
	}
	return parts, false
}

// merged is the same set without the blocks that are in another of its blocks, sorted.
func (s Set) merged() Set {
	sorted := slices.SortedFunc(slices.Values(s), compare)
	var merged Set
	for _, block := range sorted {
		if len(merged) == 0 || !merged[len(merged)-1].Overlaps(block) {
			merged = append(merged, block)
		}
	}
	return merged
}

// Overlap says that one text of a list adds nothing to it. Both numbers are places in the list.
type Overlap struct {
	// Inner is the text that adds nothing.
	Inner int
	// Outer is the text that holds all of its addresses.
	Outer int
	// Same says that both have the same addresses. Outer is then the earlier one.
	Same bool
}

// Overlaps lists the blocks of the set that are in another of its blocks, each once, in their order.
func (s Set) Overlaps() []Overlap {
	places := make([]int, len(s))
	for at := range places {
		places[at] = at
	}
	slices.SortStableFunc(places, func(a, b int) int { return compare(s[a], s[b]) })
	var found []Overlap
	outer := -1 // the widest block that can hold the next one
	last := -1  // the block before, to tell one that is written twice
	for _, at := range places {
		switch {
		case last >= 0 && s[last] == s[at]:
			found = append(found, Overlap{Inner: at, Outer: last, Same: true})
			continue
		case outer >= 0 && s[outer].Overlaps(s[at]):
			found = append(found, Overlap{Inner: at, Outer: outer})
		default:
			outer = at
		}
		last = at
	}
	slices.SortFunc(found, func(a, b Overlap) int { return cmp.Compare(a.Inner, b.Inner) })
	return found
}

// compare orders blocks by their first addresses, the wider one first.
func compare(a, b netip.Prefix) int {
	return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
}

// halves cuts a block of more than one address in two.
func halves(whole netip.Prefix) (low, high netip.Prefix) {
	low = netip.PrefixFrom(whole.Addr(), whole.Bits()+1)
	bytes := whole.Addr().AsSlice()
	bytes[whole.Bits()/8] |= 0x80 >> (whole.Bits() % 8)
	second, _ := netip.AddrFromSlice(bytes) // it has the length of an address
	return low, netip.PrefixFrom(second, low.Bits())
}
