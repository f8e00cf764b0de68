// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// experimentalAttribute holds the names of features that rely on unverified facts.
func experimentalAttribute() schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "Features to enable that rely on facts that could not be verified. `" + organization.GroupUpdate + "` lets `atlassian_group` rename a group and change its description, " +
			"with an operation that Atlassian has had since November 2026. Its form is a guess. " +
			"`" + organization.BackupPolicies + "` lets `atlassian_backup_policies` read backup policies. No page of Atlassian documents the list. " +
			"`" + organization.DataSecurityPublish + "` lets `atlassian_data_security_policy` publish policies, set what they cover, and set the access of apps. Atlassian does not document these forms. Default: none.",
		ElementType: types.StringType,
		Optional:    true,
		Validators:  []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOf(organization.Experiments()...))},
	}
}
