// SPDX-License-Identifier: MPL-2.0

package app

import (
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	noSpaces   = regexp.MustCompile(`^\S+$`)
	aFramework = regexp.MustCompile(`^(` + apps.FrameworkForge + `|` + apps.FrameworkConnect + `|` + apps.Framework3LO + `)$`)
)

// approvalAttributes are the attributes of one approval.
func approvalAttributes() map[string]schema.Attribute {
	texts := func(description string, foldCase bool, each validator.List) schema.Attribute {
		return schema.ListAttribute{
			MarkdownDescription: description,
			Optional:            true,
			CustomType:          unordered.NewType(foldCase),
			Validators:          []validator.List{unordered.NoDuplicates(foldCase), each},
			PlanModifiers:       []planmodifier.List{unordered.KeepOrder(foldCase)},
		}
	}
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the app, for people who read a plan: it is shown where the app is missing, and compared with nothing. Default: the name that the app had when it was last installed.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"scopes": texts("Scopes that were reviewed, such as `read:jira-work`, in any order: the app may have these and no others. Default: any. An empty list allows none.",
			false, unordered.Each(noSpaces, "a scope", "Take it from the scopes that the data source atlassian_installed_apps shows.")),
		"egress": texts("Addresses that were reviewed, in any order: the app may call these and no others. `*.example.com` is every host below `example.com`, `https://*` is any address of that scheme, `*` is any address. Default: any. An empty list allows none.",
			true, unordered.Each(noSpaces, "an address", "Take it from the addresses that the data source atlassian_installed_apps shows.")),
		"frameworks": texts("Frameworks that were reviewed, of `forge`, `connect` and `3lo`, in any order. Default: any.",
			false, unordered.Each(aFramework, "a framework", "Atlassian's frameworks are forge, connect and 3lo.")),
		"vendor": schema.StringAttribute{
			MarkdownDescription: "Name of the vendor that was reviewed, exactly as the data source `atlassian_installed_apps` shows it. An app whose vendor has another name counts as exceeding, as after a sale of the app. Default: any.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"private": schema.BoolAttribute{
			MarkdownDescription: "Whether the app was reviewed as a private app, that is, one that did not come from the Marketplace. `true` lets the key of the app name a private app, and an app of the Marketplace counts as exceeding; " +
				"`false` lets a private app count as exceeding. Default: the ID of an app names either, and its key only an app of the Marketplace.",
			Optional: true,
		},
		"max_version": schema.StringAttribute{
			MarkdownDescription: "Newest version that was reviewed, such as `2.1.0`; `2.1` is every 2.1.x, and letters that follow the numbers do not count. A version that cannot be compared with it counts as exceeding. Default: any.",
			Optional:            true,
			Validators:          []validator.String{base.TextForm{Demand: "must be a version such as 2.1.0", Check: apps.CheckVersion}},
		},
		"required": schema.BoolAttribute{
			MarkdownDescription: "Whether the app must be installed on at least one of the sites, and is `missing` otherwise. Default `true`. `false` approves an app ahead of its installation.",
			Optional:            true,
		},
		"reviewed_by": schema.StringAttribute{
			MarkdownDescription: "Who reviewed the app: the name or e-mail address of a person or team. It is kept as it is written.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`\S`), "must name who reviewed the app")},
		},
		"reviewed_at": schema.StringAttribute{
			MarkdownDescription: "When the app was reviewed: a date such as `2026-11-26`, or a time as RFC 3339 has it. It is kept as it is written, and nothing expires by it.",
			Required:            true,
			Validators:          []validator.String{base.TextForm{Demand: "must be a date such as 2026-11-26, or a time as RFC 3339 has it", Check: checkDate}},
		},
		"reason": schema.StringAttribute{
			MarkdownDescription: "Why the app is approved, or what the review has found. It is kept as it is written.",
			Optional:            true,
		},
	}
}

func unapprovedAttributes() map[string]schema.Attribute {
	return found(map[string]schema.Attribute{
		"private": schema.BoolAttribute{MarkdownDescription: "Whether the app did not come from the Marketplace.", Computed: true},
		"scopes":  computedTexts("Scopes that the app has; null where Atlassian does not say."),
		"egress":  computedTexts("Addresses that the app may call, `*` for any; null where Atlassian does not say."),
	})
}

func exceedingAttributes() map[string]schema.Attribute {
	return found(map[string]schema.Attribute{
		"approval":   schema.StringAttribute{MarkdownDescription: "Name of the approval in `approved`.", Computed: true},
		"new_scopes": computedTexts("Scopes that were not reviewed."),
		"new_egress": computedTexts("Addresses that were not reviewed."),
		"reasons":    computedTexts("All reasons, in sentences."),
	})
}

// found adds the attributes that say which app it is and where it is installed.
func found(further map[string]schema.Attribute) map[string]schema.Attribute {
	for name, description := range map[string]string{
		"app_id":    "ID of the app (ARI).",
		"key":       "Key of the app; null where it has none.",
		"name":      "Name of the app.",
		"vendor":    "Name of the vendor, as the developer wrote it; null where there is none.",
		"framework": "Framework of the app: `forge`, `connect` or `3lo`.",
		"site":      "Site where it is installed, as `sites` names it; null where the place is not known.",
		"product":   "Product in which it is installed, such as `jira` or `confluence`; null where it is not known.",
		"version":   "Version that is installed; null where Atlassian does not say.",
	} {
		further[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return further
}

func computedTexts(description string) schema.Attribute {
	return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

func checkDate(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return nil
	}
	if _, err := time.Parse(time.RFC3339, text); err != nil {
		return fmt.Errorf("%q is neither", text)
	}
	return nil
}
