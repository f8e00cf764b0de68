// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// isOther reports whether a request is about another organization.
func (c *call) isOther() bool { return c.PathValue("orgId") != c.state.ID }

// knownOrg refuses requests about another organization, as most operations do.
func knownOrg(c *call) *wire.Answer {
	if !c.isOther() {
		return nil
	}

	return new(wire.Fail(http.StatusNotFound, wire.CodeUnknownOrg, "Organization not found", "There is no organization "+c.PathValue("orgId")+" that this key may manage."))
}

// unmanagedOrg does the same for domains, which document no 404 for the
// organization.
func unmanagedOrg(c *call) *wire.Answer {
	if !c.isOther() {
		return nil
	}

	return new(wire.Fail(http.StatusForbidden, wire.CodeForbidden, "Forbidden", "You are not allowed to manage this organization."))
}

// undocumentedOrg does the same for operations that document neither 403 nor
// 404: the audit log and the directories. Unverified.
func undocumentedOrg(code, title string) gate {
	return func(c *call) *wire.Answer {
		if !c.isOther() {
			return nil
		}

		return new(wire.Fail(http.StatusBadRequest, code, title, "The organization "+c.PathValue("orgId")+" is not one that this key may manage."))
	}
}

// knownDirectory refuses requests about a directory that does not exist.
func knownDirectory(c *call) *wire.Answer {
	id := c.PathValue("directoryId")
	if id == "" || slices.ContainsFunc(c.state.Directories, func(d world.Directory) bool { return d.ID == id }) {
		return nil
	}

	if id == world.AllDirectories {
		if !c.IsChange() {
			return nil
		}

		c.Violate("- stands for all directories in reads and searches only")
	}

	return new(wire.Fail(http.StatusNotFound, wire.CodeUnknownResource, "Directory not found", "There is no directory "+id+" in this organization."))
}
