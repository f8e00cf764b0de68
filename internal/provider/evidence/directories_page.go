// SPDX-License-Identifier: MPL-2.0

package evidence

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var directoriesPage = base.Page{
	Subject: "Organization",
	Summary: "Lists the user directories of the organization.",
	Text: "Use it to find the `directory_id` that groups need if the organization has several directories. " +
		"An organization with one directory needs no `directory_id`.\n\n" +
		"The list shows only the directories that the API key can manage. " +
		"Atlassian does not say how many others there are, so a directory that is missing here may still exist. An empty list is an error, because every organization has a directory.",
	Requests:   "One request for each page of directories. All data sources and resources of a run share one read of the list.",
	Operations: []string{"getDirectoriesForOrg"},
	Unverified: []string{"Whether every directory has a name, and every organization a directory."},
}

// Page is what the documentation page says.
func (*directories) Page() base.Page { return directoriesPage }
