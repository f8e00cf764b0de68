// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"iter"
	"net/http"
)

const (
	directoryPage = organizationPages + "api-group-directory/"

	// v2 is the root of version 2 of the Organizations API. Most of its paths begin with a directory.
	v2        = "/admin/v2/orgs/{orgId}"
	directory = v2 + "/directories/{directoryId}"
)

// Directory is a user directory of an organization.
type Directory struct {
	// ID is a UUID. It is not the ID of a SCIM directory.
	ID string
	// Name is the name that Atlassian Administration shows.
	Name string
	// Icon is the URL of a picture. It may be empty.
	Icon string
}

var getDirectoriesForOrg = documented(Operation{
	ID: "getDirectoriesForOrg", Method: http.MethodGet, Path: v2 + "/directories", Scope: "read:directories:admin", Source: directoryPage,
})

// Directories lists the directories that the API key may manage.
//
// GET /admin/v2/orgs/{orgId}/directories, pages of up to 100
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-directory/
func (c *Client) Directories(ctx context.Context, organizationID string) iter.Seq2[Directory, error] {
	first := request{operation: getDirectoriesForOrg, elements: []string{organizationID}, query: fullPages()}
	return pagesOf(ctx, c, first, byQuery(first), wireDirectory.directory, func(d Directory) string { return d.ID })
}

type wireDirectory struct {
	DirectoryID string      `json:"directoryId"`
	Name        string      `json:"name"`
	Icon        looseString `json:"icon"`
}

// complete refuses a directory without an ID.
func (w *wireDirectory) complete() error {
	if w.DirectoryID == "" {
		return errors.New("a directory has no ID")
	}
	return nil
}

func (w wireDirectory) directory() Directory {
	return Directory{ID: w.DirectoryID, Name: w.Name, Icon: string(w.Icon)}
}
