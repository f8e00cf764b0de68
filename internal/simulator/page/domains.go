// SPDX-License-Identifier: MPL-2.0

package page

import (
	"strconv"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// domains are the domains that the page shows.
type domains struct {
	table

	Rows []domain
}

// domain is one domain.
type domain struct {
	At string // its row

	Name, Status, Type string
}

func domainsOf(s *world.State) domains {
	shown := domains{table: table{All: len(s.Domains)}}

	for _, one := range s.Domains {
		if shown.note() {
			shown.Rows = append(shown.Rows, domain{At: "domain-" + strconv.Itoa(one.Seq), Name: one.Name, Status: one.Status, Type: one.ClaimType})
		}
	}

	return shown
}
