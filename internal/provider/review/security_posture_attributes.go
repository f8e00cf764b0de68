// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// The defaults of the parameters.
const (
	defaultTwoStepPercent = 100
	defaultAttestedDays   = 180
	defaultMaxAdmins      = 5
	defaultDormantDays    = 90
	defaultExpiryDays     = 30
	defaultUnusedDays     = 30
	defaultBackupDays     = 7
)

// postureAttributes are the parameters, and what comes of them.
func postureAttributes() map[string]schema.Attribute {
	number := func(description string, standard, least, most int64) schema.Attribute {
		return schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("%s From `%d` to `%d`. Default `%d`.", description, least, most, standard),
			Optional:            true, Validators: []validator.Int64{int64validator.Between(least, most)},
		}
	}
	texts := func(description string, each validator.String) schema.Attribute {
		return schema.SetAttribute{
			MarkdownDescription: description, ElementType: types.StringType, Optional: true,
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(each)},
		}
	}
	all := map[string]schema.Attribute{
		"as_of": schema.StringAttribute{
			MarkdownDescription: "Moment from which days are counted, as an RFC 3339 time such as `2026-12-01T00:00:00Z`. What is read is always the present, so an earlier moment makes what is old look younger. A time in the future is an error. Default: the time of the read.",
			Optional:            true, Validators: []validator.String{moment{come: true}},
		},
		"verified_domains": texts("Domains that must be verified, for the control `verified_domain`. Default: one verified domain is enough.",
			base.TextForm{Demand: "must be a domain name", Check: func(text string) error { _, err := domains.Normalize(text); return err }}),
		"intended_authentication_policy_ids": texts("IDs of the authentication policies in which managed accounts may be, for the control `managed_accounts_in_intended_policies`. Without it, this control is `unknown`.", base.PolicyID),
		"min_two_step_verification_percent":  number("Least share of the managed accounts in use that must have two-step verification, in percent. Accounts of which Atlassian does not say it do not count as having it.", defaultTwoStepPercent, 1, 100),
		"single_sign_on_policy_ids":          texts("IDs of the authentication policies that must have single sign-on. Default: those in `intended_authentication_policy_ids`, or else those in `attestations`.", base.PolicyID),
		"attestations":                       attestationsAttribute(),
		"attested_within_days":               number("How old an attestation may be, in days. Atlassian keeps the audit log for 180 days, so that an older attestation proves nothing.", defaultAttestedDays, 1, 180),
		"max_organization_admins":            number("Most organization admins in use that there may be. There must always be at least two.", defaultMaxAdmins, 2, 1000),
		"dormant_after_days":                 number("Number of days without activity after which an account that has access is dormant.", defaultDormantDays, 1, maxDays),
		"dormant_after_days_by_app": schema.MapAttribute{
			MarkdownDescription: "Other numbers of days for some apps, by their keys, such as `confluence`. Default: `dormant_after_days` for all apps together.",
			Optional:            true, ElementType: types.Int64Type,
			Validators: []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.ValueInt64sAre(int64validator.Between(1, maxDays))},
		},
		"expires_within_days": number("How many days before it expires an API key or a user API token fails its control.", defaultExpiryDays, 0, maxDays),
		"unused_after_days":   number("How many days old an API key or a user API token may become without being used.", defaultUnusedDays, 0, maxDays),
		"sites": texts("Sites whose apps and backups are looked at: the name (`acme`), URL (`https://acme.atlassian.net`) or cloud ID of each. Default: all sites of the organization.",
			base.TextForm{Demand: "must be the name, URL or cloud ID of a site", Check: checkSite}),
		"approved_apps":       approvalsAttribute(),
		"max_backup_age_days": number("How old the last backup of a site may be, in days.", defaultBackupDays, 1, maxDays),
		"waive":               waiveAttribute(),
	}
	maps.Copy(all, assessedAttributes())
	return all
}

func attestationsAttribute() schema.Attribute {
	texts := func(description string) schema.Attribute {
		return schema.ListAttribute{MarkdownDescription: description, ElementType: types.StringType, Optional: true}
	}
	return schema.MapNestedAttribute{
		MarkdownDescription: "What a person has seen of authentication policies, by the IDs of the policies. Whole resources `atlassian_authentication_policy_attestation` fit: `{ for a in [atlassian_authentication_policy_attestation.staff] : a.policy_id => a }`. " +
			"Without it, the control `single_sign_on_attested` is `unknown`.",
		Optional:   true,
		Validators: []validator.Map{mapvalidator.KeysAre(base.PolicyID)},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"attested_at": schema.StringAttribute{
				MarkdownDescription: "When the person looked, as an RFC 3339 time.",
				Required:            true, Validators: []validator.String{moment{}},
			},
			"settings": schema.SingleNestedAttribute{
				MarkdownDescription: "What the person saw.",
				Required:            true,
				Attributes: map[string]schema.Attribute{"single_sign_on": schema.StringAttribute{
					MarkdownDescription: "How people sign in: `none` (no single sign-on), `saml` or `google_workspace`. If it is null, the control is `unknown`.", Optional: true,
				}},
			},
			"ignored_actions": texts("Actions of the audit log that a person found not to be about settings: their events do not count. Default: none."),
			"watched_actions": texts("Actions of the audit log that counted earlier, and count even if the log no longer lists them. Default: none."),
			"changes": schema.ListNestedAttribute{
				MarkdownDescription: "Events since the attestation that the resource found: each fails the control. Default: not known. Then the control is `unknown` if the audit log has an event from up to a day before `attested_at`, because the log may have shown it only later.",
				Optional:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"event_id": schema.StringAttribute{MarkdownDescription: "ID of the event.", Required: true},
					"action":   schema.StringAttribute{MarkdownDescription: "Action of the event. Those in `ignored_actions` do not count.", Optional: true},
				}},
			},
			"expired":                       schema.BoolAttribute{MarkdownDescription: "Whether the attestation has expired: then the control fails. Default: `false`.", Optional: true},
			"deleted":                       schema.BoolAttribute{MarkdownDescription: "Whether the policy was deleted: then the control fails. Default: `false`.", Optional: true},
			"without_two_step_verification": texts("Members who contradict the attested two-step verification: each fails the control. Default: none."),
			"without_single_sign_on":        texts("Members who contradict the attested single sign-on: each fails the control. Default: none."),
		}},
	}
}

func approvalsAttribute() schema.Attribute {
	texts := func(description string) schema.Attribute {
		return schema.ListAttribute{MarkdownDescription: description, ElementType: types.StringType, Optional: true}
	}
	text := func(description string, validators ...validator.String) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: validators}
	}
	return schema.MapNestedAttribute{
		MarkdownDescription: "Reviewed apps, for the control `approved_apps`: the map that the resource `atlassian_approved_apps` has as `approved`, whose other attributes are ignored here. Without it, this control is `unknown`. An empty map approves nothing.",
		Optional:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"scopes":      texts("Scopes that were reviewed: the app may have no others. Default: any."),
			"egress":      texts("Addresses that were reviewed: the app may call no others. Default: any."),
			"frameworks":  texts("Frameworks that were reviewed, of `forge`, `connect` and `3lo`. Default: any."),
			"vendor":      text("Name of the vendor that was reviewed. Default: any.", stringvalidator.LengthAtLeast(1)),
			"private":     schema.BoolAttribute{MarkdownDescription: "Whether the app was reviewed as a private app. Default: the key of an app names only an app of the Marketplace.", Optional: true},
			"max_version": text("Newest version that was reviewed. Default: any.", base.TextForm{Demand: "must be a version such as 2.1.0", Check: apps.CheckVersion}),
		}},
	}
}

func waiveAttribute() schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "Controls that a person has decided to live without for a while, by their IDs. A waived control keeps its `status` and is neither in `failed` nor in `unknown`. After `until`, the waiver counts no more, and a warning says so. " +
			"An ID that is none of a control is an error. The controls are: `" + strings.Join(posture.IDs(), "`, `") + "`.",
		Optional: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"reason": schema.StringAttribute{
				MarkdownDescription: "Why the control is waived, and who has decided it.",
				Required:            true, Validators: []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`\S`), "must say why the control is waived")},
			},
			"until": schema.StringAttribute{
				MarkdownDescription: "Last day of the waiver, such as `2027-03-31`, which counts until its end in UTC; or a time as RFC 3339 has it.",
				Required:            true, Validators: []validator.String{moment{orDate: true}},
			},
		}},
	}
}

// assessedAttributes are what comes of an assessment.
func assessedAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	texts := func(description string) schema.Attribute {
		return schema.ListAttribute{MarkdownDescription: description, ElementType: types.StringType, Computed: true}
	}
	return map[string]schema.Attribute{
		"version": text("Version of the list of controls. It changes when the list does, and then two reports cannot be compared line by line."),
		"failed":  texts("IDs of the controls that fail and are not waived, in the order of `controls`."),
		"unknown": texts("IDs of the controls of which it is not known whether they pass, and that are not waived, in the order of `controls`. Require it to be empty as well as `failed`: what cannot be seen is not well."),
		"passed":  texts("IDs of the controls that pass, in the order of `controls`."),
		"waived":  texts("IDs of the controls that do not pass and are waived, in the order of `controls`."),
		"controls": schema.ListNestedAttribute{
			MarkdownDescription: "All controls, always in the same order.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":            text("ID of the control, for `waive`."),
				"title":         text("What is true when the control passes."),
				"severity":      text("How much depends on it: `critical`, `high`, `medium` or `low`."),
				"status":        text("`pass`, `fail` or `unknown`. It is `unknown` if something could not be read, was not said, or is not understood, unless what was read is a failure for certain."),
				"waived":        schema.BoolAttribute{MarkdownDescription: "Whether a waiver of the control counts. The `status` stays what it is.", Computed: true},
				"waived_until":  text("`until` of the waiver, also of one that has expired. It is null without a waiver."),
				"waiver_reason": text("`reason` of the waiver. It is null without a waiver."),
				"evidence": schema.SingleNestedAttribute{
					MarkdownDescription: "What was seen.",
					Computed:            true,
					Attributes: map[string]schema.Attribute{
						"summary":    text("What was seen, in words. Where something could not be read, it has the reason."),
						"counts":     schema.MapAttribute{MarkdownDescription: "Numbers, by what they count.", ElementType: types.Int64Type, Computed: true},
						"names":      texts("Names of what the control is about, sorted: of what does not comply, or is not known, where there is any. At most 100."),
						"names_left": schema.Int64Attribute{MarkdownDescription: "How many more names there are than `names` has.", Computed: true},
					},
				},
				"fix":    text("What to do about a control that fails: a resource, or a place in Atlassian Administration."),
				"source": text("Which duty of the customer it is, in the shared-responsibility model of Atlassian."),
			}},
		},
	}
}

// parseUntil is the last moment of a waiver: the end of a day in UTC, or a time.
func parseUntil(text string) (time.Time, error) {
	if at, err := time.Parse(time.DateOnly, text); err == nil {
		return at.AddDate(0, 0, 1).Add(-time.Nanosecond), nil
	}
	return timeOf(text, true)
}

// checkSite refuses the ARI of a product: a control is about whole sites.
func checkSite(text string) error {
	if _, _, err := site.ParseContext(text); err == nil {
		return fmt.Errorf("%s is one product on a site", base.Word(text))
	}
	return site.CheckReference(text)
}
