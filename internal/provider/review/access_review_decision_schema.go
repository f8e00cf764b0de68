// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// quarterForm is the form of a quarter.
var quarterForm = base.Matching("a quarter such as 2026-Q4", regexp.MustCompile(`^[0-9]{4}-Q[1-4]$`), "")

// decisionSchema describes the attributes.
func decisionSchema() schema.Schema {
	attributes := map[string]schema.Attribute{
		"directory_ids": schema.ListAttribute{
			MarkdownDescription: "IDs of the directories whose accounts are reviewed, in any order, each once. Default: the whole organization, that is, all directories and the managed accounts that are in none, whatever `directory_id` the provider block has. " +
				"Other directories are another review, and replace the resource, which changes nothing in Atlassian.",
			Optional:   true,
			CustomType: unordered.NewType(false),
			Validators: []validator.List{
				listvalidator.SizeBetween(1, maxDirectories), unordered.NoDuplicates(false), base.DirectoryID.With("The data source atlassian_directories lists the directories.").Each(),
			},
			PlanModifiers: []planmodifier.List{unordered.KeepOrder(false), listplanmodifier.RequiresReplaceIf(knownDirectories, "Other directories are another review.", "Other directories are another review.")},
		},
		"quarter": schema.StringAttribute{
			MarkdownDescription: "Quarter that the review is for, such as `2026-Q4`. Another quarter is a new review: the apply records everything anew. Write it as a text: a value that follows the calendar by itself would renew the review without a person.",
			Required:            true,
			Validators:          []validator.String{quarterForm},
		},
		"reviewed_by": schema.StringAttribute{
			MarkdownDescription: "Who has decided: the name or e-mail address of a person or team. It is kept as it is written, and a change renews nothing.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`\S`), "must name who has decided")},
		},
		"reviewed_at": schema.StringAttribute{
			MarkdownDescription: "When the access was reviewed in RFC 3339, such as `2026-11-28T09:30:00Z`. Default: the time of the apply that records the quarter first, in UTC. A time in the future is an error. Another time is a new review, as another quarter is. " +
				"Where you write it, people whom Atlassian says were added to the organization later are not covered by `groups` and `app_roles`.",
			Optional:   true,
			Computed:   true,
			Validators: []validator.String{base.RFC3339Time{}},
		},
		"valid_for_days": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How many days the review is good for, 1 to %d. Default `%d`: a quarter, and a week to review the next one. A change does not renew a review that has expired.", maxValidForDays, validForDays),
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(validForDays),
			Validators:          []validator.Int64{int64validator.Between(1, maxValidForDays)},
		},
		"keep": words("People who keep their access, with the reason for each, by account ID or e-mail address. Addresses are compared in any case. The apply records the account behind each: if the address becomes that of somebody else, nobody has decided on them. "+
			"Another reason decides anew. Default: none.", aPerson),
		"remove": words("People who must lose their access, with the reason for each, by account ID or e-mail address. This resource takes no access away: it shows in `not_removed` who still has it. It counts before `groups` and `app_roles`. Default: none.", aPerson),
		"groups": words("Groups that were reviewed as a whole, with the reason for each, such as who is responsible for it, by the ID of the group. Everybody with access who is in it at the apply that lists it first is decided on, and recorded in `group_members`. "+
			"An account that joins later is `undecided`. The data source `atlassian_group` has the ID for a name. Default: none.", aGroup),
		"app_roles": schema.ListNestedAttribute{
			MarkdownDescription: "Roles on apps that were reviewed as a whole, as `groups` are: everybody with access who has the role at the apply that lists it first, directly or by a group, is decided on, and recorded in `app_role_holders`. Default: none.",
			Optional:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"resource_id": schema.StringAttribute{
					MarkdownDescription: "Atlassian Resource Identifier (ARI) of the app, such as `ari:cloud:jira-software::site/SITE_ID`. Set either this, or `site` and `product`.",
					Optional:            true,
					Validators:          []validator.String{base.RoleResourceID{}},
				},
				"site": schema.StringAttribute{
					MarkdownDescription: "Site of the app: its name (`acme`), host (`acme.atlassian.net`), URL or cloud ID. Takes one request for the workspaces of the organization.",
					Optional:            true,
					Validators:          []validator.String{base.RoleSite},
				},
				"product": schema.StringAttribute{
					MarkdownDescription: "Type key of the app, such as `jira-software` or `confluence`.",
					Optional:            true,
					Validators:          []validator.String{base.RoleProduct},
				},
				"role": schema.StringAttribute{
					MarkdownDescription: "ID of the role, such as `atlassian/user`.",
					Required:            true,
					Validators:          []validator.String{base.RoleID},
				},
			}},
		},
		"keep_suspended": words("Suspended people who may keep roles, groups or apps, with the reason for each, by account ID or e-mail address, in any case. Default: none.", aPerson),
		"keep_api_keys":  words("API keys about whose expiry nothing is to be done, with the reason for each, by the ID of the key. Default: none.", aKey),
		"key_expiry_days": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How many days before it expires an API key of the organization shows in `expiring_api_keys`, up to %d. Default `%d`. `0` leaves API keys out of the review.", maxKeyExpiryDays, keyExpiryDays),
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(keyExpiryDays),
			Validators:          []validator.Int64{int64validator.Between(0, maxKeyExpiryDays)},
		},
	}
	maps.Copy(attributes, decisionFindingAttributes())
	maps.Copy(attributes, decisionRecordAttributes())
	return schema.Schema{MarkdownDescription: decisionPage.Markdown(), Attributes: attributes}
}

// words is a map of reasons.
func words(description string, form wordForm) schema.MapAttribute {
	return schema.MapAttribute{MarkdownDescription: description, Optional: true, ElementType: types.StringType, Validators: []validator.Map{reasons{form}}}
}

// decisionFindingAttributes are what a refresh finds.
func decisionFindingAttributes() map[string]schema.Attribute {
	people := func(description string) schema.Attribute {
		return schema.ListNestedAttribute{MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: computedTexts(map[string]string{
			"account_id": "ID of the account.",
			"email":      "E-mail address of the account; null if Atlassian does not give it.",
			"name":       "Name of the person or app; null if Atlassian does not give it.",
			"status":     "Status of the account in the organization; null if Atlassian does not say.",
			"reason":     "Why it is a finding.",
		})}}
	}
	return map[string]schema.Attribute{
		"undecided": people("Accounts that have access and that nobody has decided on: by `keep`, `remove`, `groups` or `app_roles`. They include people hired after the review, accounts that later joined a reviewed group or got a reviewed role (unless `keep` names them), and accounts that have access again after losing it. " +
			"Accounts of apps are among them. Sorted by e-mail address, name and ID. The plan is always an empty list, so that each account shows as drift. Applying fails until somebody has decided."),
		"not_removed": people("Accounts of `remove` that have access. Sorted by e-mail address, name and ID. Planned empty, so that each shows as drift, and applying fails until they have lost it. An apply that changes `remove`, or records a new review, only notes them: they are known after it."),
		"suspended_with_roles": people("Accounts whose access is suspended and that have platform roles, apps or groups, unless `keep_suspended` lists them: they would have all that again at once if somebody restored them. " +
			"Sorted by e-mail address, name and ID. The plan is always an empty list, so that each account shows as drift. Applying fails until that is answered."),
		"expiring_api_keys": schema.ListNestedAttribute{
			MarkdownDescription: "API keys of the organization that expire within `key_expiry_days`, have expired, or do not say when they do, unless `keep_api_keys` lists them. Sorted by ID. The plan is always an empty list, so that each key shows as drift. Applying fails until that is answered. Null with `key_expiry_days = 0`, which says nothing about any key.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: computedTexts(map[string]string{
				"id":         "ID of the key.",
				"label":      "Label of the key; null if it has none.",
				"created_by": "Address, name or account ID of the person who created the key; null if Atlassian does not say.",
				"expires_at": "When the key expires in RFC 3339; null if Atlassian does not say.",
				"reason":     "Why it is a finding.",
			})},
		},
		"missing_groups": schema.ListAttribute{
			MarkdownDescription: "Groups of `groups` that do not exist any more, sorted. The plan is always an empty list, so that each group shows as drift. Applying fails until they are taken out of `groups`.",
			Computed:            true,
			ElementType:         types.StringType,
		},
		"expired": schema.BoolAttribute{
			MarkdownDescription: "Whether the review is older than `valid_for_days`, or `reviewed_at` is ahead of now. Always planned `false`: a review that has expired shows as `true -> false`, and applying fails until there is another `quarter` or `reviewed_at`.",
			Computed:            true,
		},
	}
}

// decisionRecordAttributes are what a review has recorded.
func decisionRecordAttributes() map[string]schema.Attribute {
	ids := func(description string) schema.Attribute {
		return schema.MapAttribute{MarkdownDescription: description, Computed: true, ElementType: idsType}
	}
	accounts := func(description string) schema.Attribute {
		return schema.MapAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
	}
	return map[string]schema.Attribute{
		"kept_accounts":    accounts("Account ID behind each key of `keep`, as it was when somebody decided."),
		"removed_accounts": accounts("Account ID behind each key of `remove`, as it was when somebody decided."),
		"group_members":    ids("Account IDs of the accounts with access that were in each group of `groups` when it was reviewed, sorted. An account that leaves a group stays here, and is no finding."),
		"app_role_holders": ids("Account IDs of the accounts with access that had each role of `app_roles` when it was reviewed, sorted, by the ARI of the app, a slash and the role."),
		"without_access": schema.ListAttribute{
			MarkdownDescription: "Account IDs of the accounts that had no access at the review, or lost it since as a refresh has seen, sorted. An account in this list that has access again is `undecided`. A refresh updates it, and it is never a difference by itself.",
			Computed:            true,
			ElementType:         types.StringType,
		},
	}
}

func computedTexts(descriptions map[string]string) map[string]schema.Attribute {
	attributes := make(map[string]schema.Attribute, len(descriptions))
	for name, description := range descriptions {
		attributes[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return attributes
}
