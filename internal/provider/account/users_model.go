// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// foundUser is an account in a data source. What Atlassian does not say is null.
type foundUser struct {
	AccountID        types.String   `tfsdk:"account_id"`
	Email            types.String   `tfsdk:"email"`
	Name             types.String   `tfsdk:"name"`
	Nickname         types.String   `tfsdk:"nickname"`
	AccountType      types.String   `tfsdk:"account_type"`
	Status           types.String   `tfsdk:"status"`
	AccountStatus    types.String   `tfsdk:"account_status"`
	MembershipStatus types.String   `tfsdk:"membership_status"`
	ClaimStatus      types.String   `tfsdk:"claim_status"`
	ManagementSource types.String   `tfsdk:"management_source"`
	MFAEnabled       types.Bool     `tfsdk:"mfa_enabled"`
	EmailVerified    types.Bool     `tfsdk:"email_verified"`
	JobTitle         types.String   `tfsdk:"job_title"`
	Department       types.String   `tfsdk:"department"`
	Organization     types.String   `tfsdk:"organization"`
	Location         types.String   `tfsdk:"location"`
	TimeZone         types.String   `tfsdk:"time_zone"`
	AddedToOrg       types.String   `tfsdk:"added_to_org"`
	LastActive       types.String   `tfsdk:"last_active"`
	Groups           []foundGroup   `tfsdk:"groups"`
	PlatformRoles    []string       `tfsdk:"platform_roles"`
	ProductAccess    []foundProduct `tfsdk:"product_access"`
}

// foundGroup is a group of an account.
type foundGroup struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

// foundProduct is an app that an account has access to.
type foundProduct struct {
	ResourceID types.String `tfsdk:"resource_id"`
	Key        types.String `tfsdk:"key"`
	LastActive types.String `tfsdk:"last_active"`
}

// newFoundUser converts an account. The lists are null unless they were asked for.
func newFoundUser(account organization.Account, asked organization.UserExpansions) foundUser {
	user := foundUser{
		AccountID:        types.StringValue(account.AccountID),
		Email:            base.StringOrNull(account.Email),
		Name:             base.StringOrNull(account.Name),
		Nickname:         base.StringOrNull(account.Nickname),
		AccountType:      base.StringOrNull(account.AccountType),
		Status:           base.StringOrNull(account.Status),
		AccountStatus:    base.StringOrNull(account.AccountStatus),
		MembershipStatus: base.StringOrNull(account.MembershipStatus),
		ClaimStatus:      base.StringOrNull(account.ClaimStatus),
		ManagementSource: base.StringOrNull(account.ManagementSource),
		MFAEnabled:       types.BoolPointerValue(account.MFAEnabled),
		EmailVerified:    types.BoolPointerValue(account.EmailVerified),
		JobTitle:         base.StringOrNull(account.JobTitle),
		Department:       base.StringOrNull(account.Department),
		Organization:     base.StringOrNull(account.Organization),
		Location:         base.StringOrNull(account.Location),
		TimeZone:         base.StringOrNull(account.TimeZone),
		AddedToOrg:       base.StringOrNull(inUTC(account.AddedToOrg)),
	}
	if asked.Groups && account.Groups != nil {
		user.Groups = make([]foundGroup, len(account.Groups))
		for i, group := range account.Groups {
			user.Groups[i] = foundGroup{ID: base.StringOrNull(group.ID), Name: base.StringOrNull(group.Name)}
		}
	}
	if asked.PlatformRoles {
		user.PlatformRoles = account.PlatformRoles
	}
	if asked.ProductAccess && account.ProductAccess != nil {
		user.ProductAccess = make([]foundProduct, len(account.ProductAccess))
		var last *time.Time
		for i, access := range account.ProductAccess {
			user.ProductAccess[i] = foundProduct{ResourceID: base.StringOrNull(access.ResourceID), Key: base.StringOrNull(access.Key), LastActive: timeOrNull(access.LastActive)}
			if at := access.LastActive; at != nil && (last == nil || at.After(*last)) {
				last = at
			}
		}
		user.LastActive = timeOrNull(last)
	}
	return user
}

func timeOrNull(at *time.Time) types.String {
	if at == nil {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}

// inUTC is a time of an answer in the form that Terraform's functions take. A text that is no such time stays as it is.
func inUTC(text string) string {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC().Format(time.RFC3339)
	}
	return text
}

// foundUserAttributes are the attributes of an account.
func foundUserAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"account_id":        text("ID of the account."),
		"email":             text("E-mail address of the account. Null if Atlassian does not return it, as for apps and for people who hide it."),
		"name":              text("Full name of the person or app."),
		"nickname":          text("Public name of the person or app."),
		"account_type":      text("Type of the account. Atlassian documents `atlassian`, for people."),
		"status":            text("Status of the account in the organization. Atlassian documents `active`, `suspended`, `not_invited`, `deactivated` and `for_deletion`."),
		"account_status":    text("Whether the account itself can be used. Atlassian documents `active`, `inactive` and `closed`."),
		"membership_status": text("Whether the account is in a directory. Atlassian documents `active`, `suspended` (in all directories) and `no_membership` (in none)."),
		"claim_status":      text("Whether the organization manages the account. Atlassian documents `managed` and `unmanaged`."),
		"management_source": text("How a managed account came into a directory. Atlassian documents `invited` and `synced`. Null if Atlassian cannot tell."),
		"mfa_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether two-step verification is on. Null if Atlassian does not return it, as for unmanaged accounts. For people who sign in by single sign-on, it may be off for a good reason.",
			Computed:            true,
		},
		"email_verified": schema.BoolAttribute{MarkdownDescription: "Whether the person has verified the e-mail address. Null if Atlassian does not return it.", Computed: true},
		"job_title":      text("Job title of the person. Null if there is none."),
		"department":     text("Department of the person. Null if there is none."),
		"organization":   text("Organization of the person, as the profile shows it. Null if there is none."),
		"location":       text("Location of the person. Null if there is none."),
		"time_zone":      text("Time zone of the person, such as `Europe/Berlin`. Null if there is none."),
		"added_to_org":   text("Time when the account was first added to a directory, in RFC 3339. If Atlassian returns another form, the attribute contains that text."),
		"last_active": text("Latest of the times in `product_access`, in RFC 3339. Null if `product_access` is null, or if it has no time. " +
			"According to Atlassian, this data may be up to 24 hours late."),
		"groups": schema.ListNestedAttribute{
			MarkdownDescription: "Groups of the account. Null unless `expand` contains `groups`.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":   text("ID of the group, a UUID."),
				"name": text("Name of the group. Null if Atlassian does not return it, which was seen in live answers. Compare IDs instead."),
			}},
		},
		"platform_roles": schema.ListAttribute{
			MarkdownDescription: "Roles of the account beyond a single app. Atlassian documents `atlassian/org-admin`, `atlassian/site-admin`, `atlassian/user-access-admin` and `atlassian/ai-access`. " +
				"Null unless `expand` contains `platform_roles`.",
			Computed:    true,
			ElementType: types.StringType,
		},
		"product_access": schema.ListNestedAttribute{
			MarkdownDescription: "Apps that the account has access to, with the last activity. Null unless `expand` contains `product_access`.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"resource_id": text("Atlassian Resource Identifier (ARI) of the app on one site."),
				"key":         text("Key of the app, such as `confluence`."),
				"last_active": text("Time when the account was last active in the app, in RFC 3339. Null if Atlassian shows no activity."),
			}},
		},
	}
}

// Names of the expansions.
const (
	expandGroups        = "groups"
	expandPlatformRoles = "platform_roles"
	expandProductAccess = "product_access"
)

// expansions converts the attribute expand.
func expansions(ctx context.Context, expand types.Set) (organization.UserExpansions, diag.Diagnostics) {
	var names []string
	diags := expand.ElementsAs(ctx, &names, false)
	var asked organization.UserExpansions
	for _, name := range names {
		switch name {
		case expandGroups:
			asked.Groups = true
		case expandPlatformRoles:
			asked.PlatformRoles = true
		case expandProductAccess:
			asked.ProductAccess = true
		}
	}
	return asked, diags
}
