// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*backupPolicies)(nil)

func newBackupPolicies() datasource.DataSource { return &backupPolicies{} }

// backupPolicies is the data source atlassian_backup_policies.
type backupPolicies struct{ base.DataSource }

// Metadata names the type.
func (*backupPolicies) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_policies"
}

// Schema describes the type.
func (*backupPolicies) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: backupPoliciesPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"policies": schema.ListNestedAttribute{
				MarkdownDescription: "Backup policies of the organization, in the order of their sites and products. It is empty if Atlassian lists none.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: backupPolicyAttributes()},
			},
			"places": schema.ListNestedAttribute{
				MarkdownDescription: "Products on the sites of the organization that Atlassian can back up, Jira and Confluence, in the order of their sites. Each has its backup policies, or none.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: backupPlaceAttributes()},
			},
			"unplaced_policy_ids": schema.ListAttribute{
				MarkdownDescription: "IDs of the policies in no element of `places`, sorted: Atlassian does not say which site of the organization they back up, or names a product that is not known here. " +
					"As long as there is one, a place without policies may still be backed up.",
				ElementType: types.StringType,
				Computed:    true,
			},
		},
	}
}

func backupPolicyAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	truth := func(description string) schema.Attribute {
		return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":              text("ID of the policy."),
		"name":            text("Name of the policy. It is null if Atlassian gives none."),
		"cloud_id":        text("Cloud ID of the site that is backed up. It is null if Atlassian does not say it."),
		"site_name":       text("Name of the site. It is null if Atlassian does not say it."),
		"site_url":        text("Address of the site, such as `https://acme.atlassian.net`. It is null if Atlassian does not say it."),
		"encryption_type": text("Encryption of the site, such as `CMK`. It is null if Atlassian does not say it; other values pass through."),
		"product_type":    text("Product that is backed up, such as `JIRA`. It is null if Atlassian does not say it; other values pass through."),
		"status":          text("Status of the policy: `ACTIVE` if backups run on its schedule. It is null if Atlassian does not say it; other values pass through."),
		"last_backup_time": text("When the last backup ran, in RFC 3339 and UTC. It is null if Atlassian gives no time. " +
			"Then there is no backup if `total_available_backups` is 0, and else it is not known whether there is one."),
		"total_available_backups": schema.Int64Attribute{
			MarkdownDescription: "Number of backups that can be restored. It is null if Atlassian does not say it, which is not the same as 0.",
			Computed:            true,
		},
		"schedule_interval":        text("How often a backup runs, such as `ONCE`. It is null if Atlassian does not say it, as for a policy without a schedule; other values pass through."),
		"schedule_slot":            text("Time of the day at which a backup runs, as Atlassian gives it. It is null if Atlassian does not say it."),
		"include_attachments":      truth("Whether the backups hold attachments. It is null if Atlassian does not say."),
		"include_personal_spaces":  truth("Whether the backups hold personal spaces of Confluence. It is null if Atlassian does not say."),
		"include_users_and_groups": truth("Whether the backups hold users and groups. It is null if Atlassian does not say."),
		"created_at":               text("When the policy was created, as Atlassian gives it. It is null if Atlassian does not say."),
		"created_by":               text("Who created the policy, as Atlassian gives it. It is null if Atlassian does not say."),
	}
}

func backupPlaceAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"cloud_id": text("Cloud ID of the site."),
		"site":     text("Name of the site, such as `acme` for `acme.atlassian.net`. It is null if Atlassian gives none."),
		"product":  text("Product on the site: `jira`, for all products of Jira together, or `confluence`."),
		"policy_ids": schema.ListAttribute{
			MarkdownDescription: "IDs of the policies that back the product up, active or not, in the order of `policies`. It is empty if there is none.",
			ElementType:         types.StringType,
			Computed:            true,
		},
	}
}

const cannotReadBackups = "Cannot read the backup policies"

// Read reads the policies.
func (d *backupPolicies) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.Organization.Allows(organization.BackupPolicies) {
		resp.Diagnostics.AddError("Backup policies are experimental",
			"The provider does not read them unless you allow it, because no page of Atlassian shows how its backup management API lists them. "+
				"To allow it, set experimental = [\"backup_policies\"] in the provider block. Reading them changes nothing.")
		return
	}
	covered, policies, err := d.read(ctx)
	if err != nil {
		resp.Diagnostics.Append(backupsFailed(err))
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, newBackupPoliciesModel(covered, policies))...)
}

func (d *backupPolicies) read(ctx context.Context) (backups.Coverage, []backups.Policy, error) {
	policies, err := d.Organization.Backups.List(ctx)
	if err != nil {
		return backups.Coverage{}, nil, err
	}
	covered, err := d.Organization.Backups.Coverage(ctx)
	return covered, policies, err
}

// backupAdvice says what to do about what the API lacks.
var backupAdvice = map[backups.Lacking]string{
	backups.Token: "A person who administers the organization makes a token at " + base.UserTokens + "; then set user_email and user_api_token in the provider block, " +
		"or the environment variables ATLASSIAN_USER_EMAIL and ATLASSIAN_USER_API_TOKEN.",
	backups.ValidToken: "The token in user_api_token must be a person's API token that has not expired, made at " + base.UserTokens + ", and user_email must be the address of the same person's account. " +
		"Organization API keys are not accepted here.",
	backups.AdminOrPlan: "Check that the person of user_email is an organization admin, and that Atlassian Administration shows Backup and restore (Settings > Backup and restore). " +
		"Atlassian offers it on some plans only (Premium and Enterprise), has offered it as a beta, and has closed the enrolment at times. This does not say whether there are backups.",
	backups.Plan: "Check that Atlassian Administration shows Backup and restore (Settings > Backup and restore). Atlassian offers it on some plans only (Premium and Enterprise), " +
		"has offered it as a beta, and has closed the enrolment at times. Check organization_id, too. This does not say whether there are backups. " +
		"If the console shows backup policies, report this and take \"backup_policies\" out of experimental.",
}

func backupsFailed(err error) diag.Diagnostic {
	if lacks, ok := errors.AsType[*backups.UnavailableError](err); ok {
		return base.FailedWith(cannotReadBackups, err, backupAdvice[lacks.Lacking])
	}
	return base.Failed(cannotReadBackups, err)
}
