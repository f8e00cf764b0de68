// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var appReviewPage = base.Page{
	Subject: subject,
	Summary: "Returns what a review of installed apps finds, as an object: `compliant` (whether nothing is found), `unapproved` (apps that no approval names), `exceeding` (approved apps that go beyond what was reviewed, with " +
		"`new_scopes`, `new_egress` and all `reasons` in words) and `missing` (approvals of apps that are not installed). It is the same evaluation as that of the resource `atlassian_approved_apps`, for `check` blocks, and for tests of a policy against made-up apps. " +
		"What an approval restricts and an app does not tell counts as exceeding. The function sends no request and needs no configured provider.",
}

// Page is what the documentation page says.
func (*appReview) Page() base.Page { return appReviewPage }
