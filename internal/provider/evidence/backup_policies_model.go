// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// backupPoliciesModel is the data source atlassian_backup_policies.
type backupPoliciesModel struct {
	Policies          []backupPolicyModel `tfsdk:"policies"`
	Places            []backupPlaceModel  `tfsdk:"places"`
	UnplacedPolicyIDs types.List          `tfsdk:"unplaced_policy_ids"`
}

type backupPolicyModel struct {
	ID                    types.String `tfsdk:"id"`
	Name                  types.String `tfsdk:"name"`
	CloudID               types.String `tfsdk:"cloud_id"`
	SiteName              types.String `tfsdk:"site_name"`
	SiteURL               types.String `tfsdk:"site_url"`
	EncryptionType        types.String `tfsdk:"encryption_type"`
	ProductType           types.String `tfsdk:"product_type"`
	Status                types.String `tfsdk:"status"`
	LastBackupTime        types.String `tfsdk:"last_backup_time"`
	TotalAvailableBackups types.Int64  `tfsdk:"total_available_backups"`
	ScheduleInterval      types.String `tfsdk:"schedule_interval"`
	ScheduleSlot          types.String `tfsdk:"schedule_slot"`
	IncludeAttachments    types.Bool   `tfsdk:"include_attachments"`
	IncludePersonalSpaces types.Bool   `tfsdk:"include_personal_spaces"`
	IncludeUsersAndGroups types.Bool   `tfsdk:"include_users_and_groups"`
	CreatedAt             types.String `tfsdk:"created_at"`
	CreatedBy             types.String `tfsdk:"created_by"`
}

type backupPlaceModel struct {
	CloudID   types.String `tfsdk:"cloud_id"`
	Site      types.String `tfsdk:"site"`
	Product   types.String `tfsdk:"product"`
	PolicyIDs types.List   `tfsdk:"policy_ids"`
}

func newBackupPoliciesModel(covered backups.Coverage, policies []backups.Policy) backupPoliciesModel {
	model := backupPoliciesModel{Policies: make([]backupPolicyModel, len(policies)), Places: make([]backupPlaceModel, len(covered.Places))}
	for i, one := range policies {
		model.Policies[i] = newBackupPolicyModel(one)
	}
	for i, place := range covered.Places {
		model.Places[i] = backupPlaceModel{
			CloudID: types.StringValue(place.CloudID), Site: base.StringOrNull(place.SiteName), Product: types.StringValue(place.Product),
			PolicyIDs: base.StringList(policyIDs(place.Policies)),
		}
	}
	model.UnplacedPolicyIDs = base.StringList(slices.Sorted(slices.Values(policyIDs(covered.Unplaced))))
	return model
}

func policyIDs(policies []backups.Policy) []string {
	ids := make([]string, len(policies))
	for i, one := range policies {
		ids[i] = one.ID
	}
	return ids
}

// newBackupPolicyModel leaves null what Atlassian does not say.
func newBackupPolicyModel(p backups.Policy) backupPolicyModel {
	model := backupPolicyModel{
		ID: types.StringValue(p.ID), Name: base.StringOrNull(p.Name),
		CloudID: base.StringOrNull(p.CloudID), SiteName: base.StringOrNull(p.SiteName), SiteURL: base.StringOrNull(p.SiteURL), EncryptionType: base.StringOrNull(p.EncryptionType),
		ProductType: base.StringOrNull(p.ProductType), Status: base.StringOrNull(p.Status), TotalAvailableBackups: numberOrNull(p.AvailableBackups),
		ScheduleInterval: base.StringOrNull(p.ScheduleInterval), ScheduleSlot: base.StringOrNull(p.ScheduleSlot),
		IncludeAttachments: types.BoolPointerValue(p.IncludeAttachments), IncludePersonalSpaces: types.BoolPointerValue(p.IncludePersonalSpaces),
		IncludeUsersAndGroups: types.BoolPointerValue(p.IncludeUsersAndGroups),
		CreatedAt:             base.StringOrNull(p.CreatedAt), CreatedBy: base.StringOrNull(p.CreatedBy),
	}
	if p.LastBackup != nil {
		model.LastBackupTime = types.StringValue(p.LastBackup.Format(time.RFC3339))
	}
	return model
}
