// SPDX-License-Identifier: MPL-2.0

package evidence

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var organizationPage = base.Page{
	Subject:    "Organization",
	Summary:    "The organization that the provider works on.",
	Text:       "Use it to show the name of the organization in reports, and to make sure with a `postcondition` or a `check` block that a configuration runs against the right one.",
	Requests:   "One request. All data sources of a run share it.",
	Operations: []string{"getOrgById"},
}

// Page is what the documentation page says.
func (*organizationDataSource) Page() base.Page { return organizationPage }
