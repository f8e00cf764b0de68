// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var securityPosturePage = base.Page{
	Subject: subject,
	Summary: "Looks at a fixed list of controls: the duties that Atlassian's shared-responsibility model leaves to you, as far as Atlassian's APIs show whether you meet them.",
	Text: "Use it with `check` blocks, outputs and files: an auditor sees what was looked at, and a plan warns as soon as something changes. The guide [Shared-responsibility checklist as Terraform](../guides/shared-responsibility-checklist.md) has all duties, including those that no API shows.\n\n" +
		"A control that could not be checked is `unknown`, and not `pass`. So check `failed` and `unknown` together. There is no score: a number would hide which control fails.",
	Details: "### Status of a control\n\nA control passes only if everything it is about was seen to be so. If an API refuses, a value is null or not documented, a list may be incomplete, or a parameter is missing, the control is `unknown`, and `evidence.summary` says why. " +
		"A certain failure stays `fail`, even if something else is not known.\n\n" +
		"Some controls look at less than their title may suggest:\n\n" +
		"* `organization_admins`: at least two and at most `max_organization_admins` are in use, and at least one of them has the role directly. If all have it by a group, those who can edit the group choose the admins, and the organization has none when the group is emptied.\n" +
		"* `no_dormant_accounts` and `no_suspended_accounts_with_roles` follow the findings `dormant` and `suspended_with_roles` of `atlassian_access_review`.\n" +
		"* `ip_allowlist`: every product that an allowlist names is restricted. A product that no allowlist names does not show.\n" +
		"* `data_export_restricted`: exports are blocked in the whole organization. It fails where they are blocked in a part of it only.\n" +
		"* `single_sign_on_attested`: what a person saw and when, and no change in the audit log since. Atlassian's API shows no settings of authentication policies.\n" +
		"* `verified_domain`: a domain that was added and never verified is named, and fails only if `verified_domains` has it.\n\n" +
		"### Waivers\n\nA waiver is a decision with a reason and an end. It changes no `status`: it takes the control out of `failed` and `unknown`, and puts it into `waived`. After its end it no longer counts, and a warning says so.\n\n" +
		"### Controls\n\n" + controlTable(),
	Requests:   "All data sources and resources of a run share these reads, so a read that something else of the configuration needs as well costs nothing more. Reads go out at the same time. A control whose parameter is missing asks nothing.\n\n" + costTable(),
	Operations: posture.Operations(),
	Requires: "Without `user_email` and `user_api_token`, apps, the rules for apps that users install, and backups are `unknown`. The person must administer the sites, and the organization for backups. " +
		"Backups also need `experimental = [\"backup_policies\"]` in the provider block. Classification levels need Atlassian Guard Premium, and the audit log needs Atlassian Guard Standard; an organization without these can waive the controls. " +
		"Each scope that an API key lacks makes the controls that need it `unknown`.",
	Unverified: []string{
		"What the pages of the types that read the same things list: `atlassian_access_review`, `atlassian_api_keys`, `atlassian_api_tokens`, `atlassian_backup_policies`, `atlassian_installed_apps` and `atlassian_authentication_policy_attestation`.",
		"That a key or token of which Atlassian says no last use was never used.",
		"That a policy of the type `ip-allowlist` is an IP allowlist of the console, and what its statuses mean.",
		"What `mfaEnabled` says of people who sign in by single sign-on; it may well be false. Lower `min_two_step_verification_percent`, or waive the control, where your identity provider asks for the second step.",
	},
}

// Page is what the documentation page says.
func (*securityPosture) Page() base.Page { return securityPosturePage }

// controlTable is a line for each control.
func controlTable() string {
	lines := []string{"| ID | severity | what is true when it passes |", "|---|---|---|"}
	for _, control := range posture.Controls() {
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %s |", control.ID, control.Severity, control.Holds))
	}
	return strings.Join(lines, "\n")
}

// costTable is a line for each source.
func costTable() string {
	lines := []string{"| what is read | requests | controls |", "|---|---|---|"}
	for _, source := range posture.Sources() {
		lines = append(lines, fmt.Sprintf("| %s | %s | `%s` |", source, posture.Cost(source), strings.Join(posture.ReadBy(source), "`, `")))
	}
	return strings.Join(lines, "\n")
}
