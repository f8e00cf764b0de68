// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"slices"
)

// isOther reports whether a request is about an organization that is not this one.
func (c *call) isOther() bool { return c.pathValue("orgId") != c.state.id }

// knownOrg refuses requests about another organization, as most operations do.
func knownOrg(c *call) *answer {
	if !c.isOther() {
		return nil
	}

	return new(fail(http.StatusNotFound, codeUnknownOrg, "Organization not found", "There is no organization "+c.pathValue("orgId")+" that this key may manage."))
}

// unmanagedOrg refuses the same for the domains, which document no 404 for the organization.
func unmanagedOrg(c *call) *answer {
	if !c.isOther() {
		return nil
	}

	return new(fail(http.StatusForbidden, codeForbidden, "Forbidden", "You are not allowed to manage this organization."))
}

// unnamedOrg refuses the same for operations that document neither 403 nor 404:
// the audit log and the directories. Unverified.
func unnamedOrg(code, title string) gate {
	return func(c *call) *answer {
		if !c.isOther() {
			return nil
		}

		return new(fail(http.StatusBadRequest, code, title, "The organization "+c.pathValue("orgId")+" is not one that this key may manage."))
	}
}

// knownDirectory refuses requests about a directory that does not exist.
func knownDirectory(c *call) *answer {
	id := c.pathValue("directoryId")
	if id == "" || slices.ContainsFunc(c.state.directories, func(d Directory) bool { return d.ID == id }) {
		return nil
	}

	if id == allDirectories {
		if !c.isChange() {
			return nil
		}

		c.violate("- stands for all directories in reads and searches only")
	}

	return new(fail(http.StatusNotFound, codeUnknownResource, "Directory not found", "There is no directory "+id+" in this organization."))
}
