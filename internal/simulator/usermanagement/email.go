// SPDX-License-Identifier: MPL-2.0

package usermanagement

import (
	"net/http"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// partMaxLength is the documented maximum length of the user part and of any
// subdomain.
const partMaxLength = 255

type domainContext struct {
	Domain string `json:"domain"`
}

// setEmail gives the account another address, on a domain that the organization
// has verified. Unverified: the answer for an address of another account, and
// for one that is no address.
func (c *call) setEmail() wire.Answer {
	if refusal := c.refusedAction(world.ManageEmail); refusal != nil {
		return *refusal
	}

	email := c.Text("email")
	broken := violations("email", email)

	local, host, found := strings.Cut(email, "@")
	if !found || local == "" || host == "" {
		broken = append(broken, wireViolation{"format"})
	}

	if len(local) > partMaxLength || len(host) > partMaxLength {
		broken = append(broken, wireViolation{"partMaxLength"})
	}

	if other, taken := c.state.ByEmail[strings.ToLower(email)]; taken && other != c.account {
		broken = append(broken, wireViolation{"unique"})
	}

	if len(broken) > 0 {
		return refusedFields(fieldViolation{"email", broken})
	}

	if !c.state.VerifiedDomain(host) {
		return wire.FailKey(http.StatusForbidden, "forbidden.unclaimedDomain", domainContext{host})
	}

	c.state.ChangePerson(c.now, c.account, func(p *world.Person) { p.Email = email })

	return wire.NoBody(http.StatusNoContent)
}
