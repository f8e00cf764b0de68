// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// accessOperations are the operations about a person's access to a directory.
func accessOperations(w *world.World) []*wire.Operation {
	change := func(method, path string, serve func(*call) wire.Answer) *wire.Operation {
		return &wire.Operation{
			Method: method, Path: pathUsers + "/{accountId}" + path,
			Change: true,
			Serve:  within(w, serve, knownOrg, knownDirectory),
			Family: wire.FamilyBare,
		}
	}

	return []*wire.Operation{
		change("POST", "/suspend", func(c *call) wire.Answer { return c.setAccess(true) }),
		change("POST", "/restore", func(c *call) wire.Answer { return c.setAccess(false) }),
		change("DELETE", "", (*call).removeUser),
	}
}

// setAccess suspends or restores a person. Unverified: 400 if it is so already,
// which is not documented.
func (c *call) setAccess(suspended bool) wire.Answer {
	member, membership, refusal := c.memberOfDirectory()
	if refusal != nil {
		return *refusal
	}

	if membership.Suspended == suspended {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", "The access is suspended, or not suspended, already.")
	}

	c.state.SetAccess(c.now, member, membership.Directory, suspended)

	return wire.NoBody(http.StatusNoContent)
}

// removeUser removes a person from a directory, which takes its time.
func (c *call) removeUser() wire.Answer {
	member, membership, refusal := c.memberOfDirectory()
	if refusal != nil {
		return *refusal
	}

	c.state.RemoveLater(c.now, member, membership.Directory)

	return wire.NoBody(http.StatusNoContent)
}

// memberOfDirectory finds the person of the path in the directory of the path.
func (c *call) memberOfDirectory() (*world.Account, world.Membership, *wire.Answer) {
	account := c.state.ByAccount[c.PathValue("accountId")]
	membership, member := c.state.Truth.MembershipIn(account, c.PathValue("directoryId"))

	if !member {
		return nil, membership, new(wire.Fail(http.StatusNotFound, wire.CodeUnknownUser, "User not found", "There is no user "+c.PathValue("accountId")+" in this directory."))
	}

	return account, membership, nil
}
