// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// failed is [base.Failed]. It explains once a run that the organization's plan does not include the classification of data.
func failed(summary string, err error) diag.Diagnostic {
	if lacks, first := levels.IsPlan(err); lacks && first {
		return base.FailedWith(summary, err, "Classifying data needs Atlassian Guard Premium. Look under Billing in Atlassian Administration. Terraform keeps its state as it is. "+
			"To plan without the classification levels meanwhile, write a removed block with destroy = false for each, which takes it out of the state without a change in Atlassian. "+
			"Further errors of this run only refer to this one.")
	}
	return base.Failed(summary, err)
}
