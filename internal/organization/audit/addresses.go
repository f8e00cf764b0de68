// SPDX-License-Identifier: MPL-2.0

package audit

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
)

// maxAddressEvents is how many events are read at most for the addresses that they come from. It is 40 requests.
const maxAddressEvents = 20_000

// SeenAddress is an address that events come from.
type SeenAddress struct {
	// Address is one address. One of IPv4 is never written as one of IPv6.
	Address netip.Prefix
	// Last is when the latest of the events happened. It is zero if none says so.
	Last time.Time
	// Events is how many there are. Actors is how many persons and apps caused them, as far as the events say who.
	Events, Actors int
}

// SeenAddresses are the addresses that the events of a window come from.
type SeenAddresses struct {
	// From and To are the window.
	From, To time.Time
	// Addresses are those of the latest events first.
	Addresses []SeenAddress
	// Unsaid is how many events say no address, and Unread how many say one that is not understood.
	Unsaid, Unread int
}

// RecentAddresses lists the addresses that the events of the last days come from. All who ask for the same number of days share a read.
func (a *Audit) RecentAddresses(ctx context.Context, days int) (SeenAddresses, error) {
	to := a.Now()
	search := Search{From: to.AddDate(0, 0, -days), To: to, Max: maxAddressEvents}
	events, err := a.Events(ctx, search)
	if err != nil {
		return SeenAddresses{}, err
	}
	found := seenIn(events)
	found.From, found.To = search.From, search.To
	return found, nil
}

// seenIn gathers the addresses of events. Unverified: that location.ip is one address. A list with commas, as proxies write it, is read
// as its addresses.
func seenIn(events []Event) SeenAddresses {
	var found SeenAddresses
	all := make(map[netip.Prefix]*SeenAddress)
	actors := make(map[netip.Prefix]map[string]bool)
	for _, event := range events {
		if strings.TrimSpace(event.Location.IP) == "" {
			found.Unsaid++
			continue
		}
		for text := range strings.SplitSeq(event.Location.IP, ",") {
			address, err := addresses.Read(text)
			if err != nil || !address.IsSingleIP() {
				found.Unread++
				break
			}
			seen := all[address]
			if seen == nil {
				seen = &SeenAddress{Address: address}
				all[address], actors[address] = seen, make(map[string]bool)
			}
			seen.Events++
			if event.Time.After(seen.Last) {
				seen.Last = event.Time
			}
			if event.ActorID != "" {
				actors[address][event.ActorID] = true
				seen.Actors = len(actors[address])
			}
		}
	}
	for _, seen := range all {
		found.Addresses = append(found.Addresses, *seen)
	}
	slices.SortFunc(found.Addresses, func(a, b SeenAddress) int {
		return cmp.Or(b.Last.Compare(a.Last), a.Address.Addr().Compare(b.Address.Addr()))
	})
	return found
}
