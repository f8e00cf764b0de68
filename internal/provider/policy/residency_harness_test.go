// SPDX-License-Identifier: MPL-2.0

package policy_test

// The products of the small company.
const (
	jiraARI       = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	confluenceARI = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	serviceARI    = "ari:cloud:jira-servicedesk::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
)
