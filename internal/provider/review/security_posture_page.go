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
	Text: "Use it with `check` blocks, outputs and files: an auditor sees what was looked at, and a plan warns as soon as something changes. The guide *Shared-responsibility checklist as Terraform* has all duties, also those that no API shows.\n\n" +
		"A control passes only if everything it is about was seen to be so. If an API refuses, a value is null or not documented, a list may be incomplete, or a parameter is missing, the control is `unknown`, and `evidence.summary` says why. " +
		"What is a failure for certain stays `fail`, even if something else is not known. There is no score: a number would hide which control fails. So check `failed` and `unknown` together.\n\n" +
		"A waiver is a decision with a reason and an end. It changes no `status`: it takes the control out of `failed` and `unknown`, and puts it into `waived`. When it has expired, it counts no more, and a warning says so.\n\n" +
		"## Controls\n\n" + controlTable() + "\n\n" +
		"## Requests\n\n" +
		"All data sources and resources of a run share these reads, so a read that something else of the configuration needs as well costs nothing more. Reads go out at the same time. A control whose parameter is missing asks nothing.\n\n" + costTable(),
	Operations: []string{
		"getDomains", "searchDirectoryUsers", "getDirectoryUsersCount",
	},
}

// Page is what the documentation page says.
func (*securityPosture) Page() base.Page { return securityPosturePage }

// controlTable is a line for each control.
func controlTable() string {
	lines := []string{"| ID | severity | what is so when it passes |", "|---|---|---|"}
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
