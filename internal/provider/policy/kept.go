// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// notKept says that Atlassian has created a policy otherwise than it was asked to. It is a warning, and the state keeps what is planned:
// after an error Terraform would replace the policy. The next plan shows the difference as drift.
func notKept(found orgpolicies.Policy, otherwise []string) diag.Diagnostics {
	if len(otherwise) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Atlassian has not created the policy as planned", fmt.Sprintf(
		"Atlassian accepted the creation of policy %s, but it is not what the configuration says:%s\n\n"+
			"Look at the policy in Atlassian Administration now. The next plan shows the difference as drift.", base.Word(found.ID), base.BulletList(otherwise)))}
}

// otherNameOrStatus lists what Atlassian says otherwise of the name of a policy, and of whether it is enabled.
func otherNameOrStatus(found orgpolicies.Policy, name types.String, enabled types.Bool) []string {
	var said []string
	if found.Name != name.ValueString() {
		said = append(said, "name: "+base.Quoted(found.Name))
	}
	want := orgpolicies.StatusDisabled
	if enabled.ValueBool() {
		want = orgpolicies.StatusEnabled
	}
	switch status := found.Status; {
	case status == "":
		said = append(said, "enabled: Atlassian does not tell whether the policy is enabled")
	case !strings.EqualFold(status, want):
		said = append(said, "enabled: Atlassian says that the policy is "+base.Word(status))
	}
	return said
}
