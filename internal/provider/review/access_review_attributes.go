// SPDX-License-Identifier: MPL-2.0

package review

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

func computed(description string) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

// personAttributes are the attributes of a row.
func personAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"account_id":        computed("ID of the account."),
		"email":             computed("E-mail address of the account. Null if Atlassian does not give it, as for apps and for people who hide it."),
		"name":              computed("Full name of the person or app."),
		"account_type":      computed("Type of the account. Atlassian documents `atlassian`, for people. An account of another type than `app` and `customer` counts as a person."),
		"status":            computed("Status of the account in the organization. Atlassian documents `active`, `suspended`, `not_invited`, `deactivated` and `for_deletion`."),
		"account_status":    computed("Whether the account itself can be used. Atlassian documents `active`, `inactive` and `closed`."),
		"membership_status": computed("Whether the account is in a directory. Atlassian documents `active`, `suspended` (in all directories) and `no_membership` (in none)."),
		"claim_status":      computed("Whether the organization manages the account. Atlassian documents `managed` and `unmanaged`."),
		"mfa_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether two-step verification is on. Null if Atlassian does not say, as for unmanaged accounts: then there is a finding `unknown`.",
			Computed:            true,
		},
		"platform_roles": schema.ListAttribute{
			MarkdownDescription: "Roles of the account beyond a single app, such as `atlassian/org-admin`. Null if Atlassian does not say.",
			Computed:            true,
			ElementType:         types.StringType,
		},
		"groups": schema.ListNestedAttribute{
			MarkdownDescription: "Groups of the account, sorted by name. Null if Atlassian does not say, as it may for accounts in no directory.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":   computed("ID of the group, a UUID."),
				"name": computed("Name of the group. Null if Atlassian does not give it."),
			}},
		},
		"apps": schema.ListNestedAttribute{
			MarkdownDescription: "Apps that the account has access to, sorted by key. Null if Atlassian does not say. An app in which the person was never active may be missing.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"resource_id": computed("ID of the app at one place, an Atlassian Resource Identifier (ARI)."),
				"key":         computed("Key of the app, such as `confluence`."),
				"last_active": computed("When the account was last active in the app, in RFC 3339. Null if Atlassian shows no activity."),
			}},
		},
		"last_active":              computed("Latest activity in any app, in RFC 3339. Null if Atlassian shows none. Atlassian says that it may be 24 hours behind."),
		"added_to_org":             computed("When the account was first added to a directory, in RFC 3339. A text of another form is shown as Atlassian writes it."),
		"authentication_policy_id": computed("ID of the authentication policy of a managed account. Null unless `include` has `authentication_policies`, and for accounts that the organization does not manage."),
		"api_tokens": schema.ListNestedAttribute{
			MarkdownDescription: "API tokens of the account, sorted by the time of their creation. The tokens themselves are not in it. " +
				"Null unless `include` has `api_tokens`, and for accounts that the organization does not manage, whose tokens Atlassian does not list.",
			Computed: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":             computed("ID of the token."),
				"label":          computed("Label that the person gave the token."),
				"created_at":     computed("When the token was created, in RFC 3339."),
				"last_active_at": computed("When the token was last used, in RFC 3339. Null if Atlassian shows no use."),
				"expires_at":     computed("When the token expires, in RFC 3339. Null if Atlassian does not say."),
			}},
		},
		"findings": schema.ListAttribute{
			MarkdownDescription: "Kinds of the findings about the account, each once.",
			Computed:            true,
			ElementType:         types.StringType,
		},
	}
}

// findingAttributes are the attributes of a finding.
func findingAttributes() map[string]schema.Attribute {
	kinds := make([]string, len(review.Kinds()))
	for i, kind := range review.Kinds() {
		kinds[i] = "`" + string(kind) + "`"
	}
	return map[string]schema.Attribute{
		"kind":       computed("Kind of the finding: " + strings.Join(kinds, ", ") + "."),
		"account_id": computed("ID of the account."),
		"email":      computed("E-mail address of the account. Null if Atlassian does not give it."),
		"name":       computed("Full name of the person or app. Null if Atlassian does not give it."),
		"subject": computed("What the finding is about, where an account can have several of the kind: for `dormant` the `resource_id` of an app with days of its own, " +
			"for `stale_tokens` the ID of the token, and for `unknown` the attribute that is not known. Null otherwise."),
		"reason": computed("Why it is a finding, in English. It has dates and no ages, so that it stays the same from day to day."),
	}
}
