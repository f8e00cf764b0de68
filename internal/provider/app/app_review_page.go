// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var appReviewPage = base.Page{
	Subject: subject,
	Summary: "Compares installed apps with approvals, and returns what the resource `atlassian_approved_apps` would find.",
	Text: "Use it in `check` blocks, and in tests of a policy with made-up apps. It sends no request, and needs no configured provider.\n\n" +
		"The result is an object:\n\n" +
		"* `compliant`: whether nothing is found.\n" +
		"* `unapproved`: apps that no approval names.\n" +
		"* `exceeding`: approved apps that go beyond what was reviewed, with `new_scopes`, `new_egress` and all `reasons` in words.\n" +
		"* `missing`: approvals of apps that are not installed.\n\n" +
		"If an approval restricts something that the app does not contain, the app counts as exceeding.",
}

// Page is what the documentation page says.
func (*appReview) Page() base.Page { return appReviewPage }
