// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"slices"
)

// people are places in the network, as bits: each text of [spelled] holds some of them.
type people uint32

// The places. They are chosen so that texts hold the same places only if they hold the same addresses.
const (
	office0 people = 1 << iota // 192.0.2.0
	office1                    // 192.0.2.1
	office2                    // 192.0.2.2
	office3                    // 192.0.2.3
	floor                      // 192.0.2.200
	home                       // 198.51.100.7
	high                       // 203.0.113.9
	low                        // 10.0.0.1
	six0                       // 2001:db8::
	six1                       // 2001:db8::1
	six2                       // 2001:db8::2
	six3                       // 2001:db8::3
	sixHome                    // 2001:db8:1::1
	sixFar                     // 2001:db8:ffff::1
	sixElse                    // 2001:dead::1

	desks   = office0 | office1 | office2 | office3
	lowHalf = low
	topHalf = desks | floor | home | high
	six     = six0 | six1 | six2 | six3
	allSix  = six | sixHome | sixFar | sixElse
)

// spelled says who is meant by a text that a configuration has. It is written down by hand, so that no code of the provider decides it.
var spelled = map[string]people{
	"192.0.2.0": office0, "192.0.2.1": office1, "192.0.2.2": office2, "192.0.2.3": office3,
	"192.0.2.1/32": office1, "192.0.2.0/31": office0 | office1, "192.0.2.2/31": office2 | office3, "192.0.2.0/30": desks, "192.0.2.0/24": desks | floor,
	"198.51.100.7": home, "0.0.0.0/1": lowHalf, "128.0.0.0/1": topHalf, "0.0.0.0/0": lowHalf | topHalf,
	"::ffff:192.0.2.1": office1, "::ffff:c000:202": office2, "::FFFF:192.0.2.2": office2, "::ffff:198.51.100.7/128": home,
	"::ffff:192.0.2.0/126": desks, "::ffff:192.0.2.0/127": office0 | office1, "::ffff:0:0/96": lowHalf | topHalf,
	"2001:db8::": six0, "2001:db8::1": six1, "2001:DB8:0:0::1": six1, "2001:0db8::0002/128": six2, "2001:db8::2": six2, "2001:db8::/127": six0 | six1, "2001:db8::2/127": six2 | six3, "2001:DB8::/127": six0 | six1,
	"2001:db8::/126": six, "2001:db8::/32": six | sixHome | sixFar, "2001:db8:1::1": sixHome, "2001:db8:1::1/128": sixHome, "::/0": allSix,
}

// meant are all whom some texts mean.
func meant(texts []string) (all people) {
	for _, text := range texts {
		some, known := spelled[text]
		if !known {
			panic(fmt.Sprintf("the test does not know who is meant by %q", text))
		}
		all |= some
	}
	return all
}

// letIn are those whom a rule lets in that Atlassian has. It is not known whether Atlassian takes an address of IPv4 that is written as
// one of IPv6 for that: so here such a text lets nobody in.
func letIn(rule []string) people {
	certain := slices.DeleteFunc(slices.Clone(rule), func(text string) bool {
		return len(text) > len("::ffff:") && (text[:7] == "::ffff:" || text[:7] == "::FFFF:")
	})
	return meant(certain)
}

// loss is a way from a list of addresses to another one that shuts out somebody who must be let in.
type loss struct {
	// before lets all of must in. after does not.
	before, after, must []string
}

var losses = map[string]loss{
	"one address":              {[]string{"192.0.2.1", "198.51.100.7"}, []string{"198.51.100.7"}, []string{"192.0.2.1"}},
	"one address of a block":   {[]string{"192.0.2.0/30"}, []string{"192.0.2.0", "192.0.2.2/31"}, []string{"192.0.2.1/32"}},
	"half of a block":          {[]string{"192.0.2.0/30"}, []string{"192.0.2.0/31"}, []string{"192.0.2.0/30"}},
	"one of two halves":        {[]string{"192.0.2.0/31", "192.0.2.2/31"}, []string{"192.0.2.2/31"}, []string{"192.0.2.0/30"}},
	"the rest of a block":      {[]string{"192.0.2.0/24"}, []string{"192.0.2.0/30"}, []string{"192.0.2.0/24"}},
	"a mapped address":         {[]string{"::ffff:192.0.2.1", "198.51.100.7"}, []string{"::FFFF:192.0.2.2", "198.51.100.7"}, []string{"192.0.2.1"}},
	"a mapped block":           {[]string{"::ffff:192.0.2.0/126"}, []string{"::ffff:192.0.2.0/127"}, []string{"::ffff:c000:202"}},
	"IPv4 for all of IPv6":     {[]string{"::ffff:0:0/96"}, []string{"::/0"}, []string{"::ffff:198.51.100.7/128"}},
	"half of a block of IPv6":  {[]string{"2001:db8::/126"}, []string{"2001:DB8::/127"}, []string{"2001:db8::2/127"}},
	"another spelling of IPv6": {[]string{"2001:db8::/32"}, []string{"2001:DB8:0:0::1", "2001:db8::"}, []string{"2001:db8:1::1/128", "2001:db8::1"}},
	"one of two families":      {[]string{"0.0.0.0/0", "::/0"}, []string{"0.0.0.0/0"}, []string{"2001:db8::1", "192.0.2.1"}},
	"half of everything":       {[]string{"0.0.0.0/1", "128.0.0.0/1"}, []string{"0.0.0.0/1", "::/0"}, []string{"198.51.100.7"}},
}
