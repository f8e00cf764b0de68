// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                   = (*attestationResource)(nil)
	_ resource.ResourceWithConfigure      = (*attestationResource)(nil)
	_ resource.ResourceWithIdentity       = (*attestationResource)(nil)
	_ resource.ResourceWithImportState    = (*attestationResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*attestationResource)(nil)
	_ resource.ResourceWithValidateConfig = (*attestationResource)(nil)
)

// newAttestationResource makes an atlassian_authentication_policy_attestation.
func newAttestationResource() resource.Resource { return &attestationResource{} }

// attestationResource is the resource atlassian_authentication_policy_attestation.
type attestationResource struct{ base.Resource }

const attestationName = "_authentication_policy_attestation"

var attestationIdentity = base.Identity{Parts: []base.IdentityPart{policyPart}}

var attestationPage = base.Page{
	Subject: subject,
	NoList:  "What a person attests is nowhere in Atlassian, so nothing lists it.",
	Summary: "What a person saw of an authentication policy's settings in the console, and whether anything tells against it since.",
	Text: "Atlassian's API can neither read nor set the settings of an authentication policy. A person looks at them in " + policyConsole + " and writes them down here, with a name; " +
		"from then on every plan looks for signs that they no longer hold. **It is a tripwire: it detects, and cannot prevent or set anything.** Nothing is changed in Atlassian, ever.\n\n" +
		"Three signs are looked for:\n\n" +
		"* `changes`: events of the audit log about the policy's settings since the attestation. The log says that something was changed, and by whom, but not what: a person has to look at the policy again.\n" +
		"* `without_two_step_verification`: where two-step verification is attested as required, and people do not sign in by single sign-on, members of the policy for whom it is off and who are active, or whose status is not documented.\n" +
		"* `without_single_sign_on`: on request, where SAML is attested, active members of the policy whose profile shows no sign of SAML. The absence of the sign proves nothing.\n\n" +
		"The first apply attests, and so does each later one in which a person has answered, with the time of the apply as `attested_at` unless you write your own: look at the policy in the console before. Any other change, such as one of `exempt_account_ids`, leaves `attested_at` as it is. An apply fails, and attests nothing, where the audit log shows a change that the plan did not show, " +
		"or where a check finds somebody. What somebody changes in the console between your look at it and the first attestation goes unnoticed, unless you write the time of your look into `attested_at`.\n\n" +
		"**Only a person answers.** An apply that would clear `changes` or an expired attestation fails unless a person has changed the configuration for that: `attested_at`, `attested_by`, `settings`, or a new text in `review`. So a pipeline that applies whatever differs cannot reset the tripwire. " +
		"It cannot either by an attestation that takes the place of another one for the same policy in one plan, as after `-replace`, a taint, or another address or key of `for_each`. What one run destroys and a later one creates is a first attestation: nothing connects the two. " +
		"A value that is not known during the plan, such as `timestamp()`, is no answer. The provider cannot tell what a person writes from what a tool fills in during the plan: do not use `plantimestamp()`, the name of a pipeline's user or the like here. " +
		"An action that `ignored_actions` comes to list needs no other answer. No answer clears the deletion of a policy. The guide [What stays in the console](../guides/what-stays-in-the-console.md) says how a pipeline and a person share this.\n\n" +
		"Atlassian documents no list of the audit log's actions about the settings of authentication policies, so the provider finds them by their IDs, names and groups. Membership in a policy is not a setting. Check `watched_actions`, which lists them. " +
		"An action with neither a name nor a group may be about policies: the provider watches it, and the plan names it. More than 10 such actions are an error, because the provider does not understand the list. " +
		"An event counts unless each policy that it names is another one: the ID of this policy anywhere in an ID, in the message or in what it says of an object is enough, and an event whose policy cannot be read counts for every policy. An action that turns out not to be about settings can be left out with `ignored_actions`.\n\n" +
		"A wrong `policy_id` is no error, since policies cannot be listed: nobody is in such a policy, and no event names it, so nothing ever tells against its attestation. The plan of a creation warns where nobody is in the policy; " +
		"the data source `atlassian_authentication_policies` lists those that somebody is in.\n\n" +
		"**What makes it silent.** Nothing that can be noticed: an audit log without data, a list of actions that is not understood, a managed account that no policy is named for, and a search that shows fewer accounts than Atlassian counts are errors. " +
		"An action that vanishes from the list is still asked for, with a warning. A change that was found once stays in `changes` until a person answers, also where the log does not show it any more. " +
		"It cannot see a change that the audit log does not tell of at all, one that was made before the attestation and seen by nobody, what was changed, an account that Atlassian leaves out of both its search and its count, and settings of a policy that is named wrongly.\n\n" +
		"**Cost.** The audit log takes one request for each watched action and walk (more where there are over 500 events), and one more for the list of actions. They are shared by all attestations of a run, however many there are; " +
		"Atlassian takes 10 requests for events a minute, so that a run right after another one may have to wait. " +
		"The plan of a creation walks all managed accounts once (two requests for every 100 and one to count them), to warn where nobody is in the policy: the ID may be wrong. " +
		"The check of two-step verification takes two requests for every 100 managed accounts of the organization without it and one to count them, shared as well. " +
		"`check_single_sign_on` walks all managed accounts (two requests for every 100 and one to count them) and then takes one request for each active member.",
	Operations: []string{"getEventActions", "getEvents", "searchDirectoryUsers", "getDirectoryUsersCount", "ControlCloudAPIs_bulkFetchAuthPolicy", "getManagePermissions"},
	Requires: "The audit log, and more than one authentication policy, need Atlassian Guard Standard, as Atlassian's support pages say. " +
		"`check_single_sign_on` needs an API key without scopes: Atlassian's User management API refuses every key that has scopes.",
	Drift: "`changes`, `without_two_step_verification` and `without_single_sign_on` are planned empty, and `expired` and `deleted` are planned `false`, so that whatever a refresh finds shows as an update in place, such as `changes: [{…}] -> []`, " +
		"with a warning that says what to do and whether apply will fail until a person has answered. An audit log that cannot be read is an error, never taken for one without changes. " +
		"A member who appears in `without_two_step_verification` may have been moved into the policy by an automation rule for authentication policies, which organizations with an Enterprise plan can have and only the console shows.",
	Destroy: "Only forgets the attestation, with a warning. The policy and its settings stay as they are.",
	Unverified: []string{
		"The group of an action may come as `groupDisplayName`, as `groupDisplayNames` (a list), or as both: the provider reads each.",
		"The names and IDs of the actions of the audit log. An action counts if its ID, name or group speaks of authentication policies (or `auth policy`), unless it speaks of members being added, moved or removed.",
		"How an event names its policy: by its ID, alone or in a longer text such as an ARI, in an object whose type ends in `policy`. An event that names no policy, or in a form that is not understood, counts for every policy.",
		"How the audit log calls the deletion of a policy: an action that speaks of a deletion and of authentication policies, and not of members or settings.",
		"Whether Atlassian answers for an action that it no longer lists. Where it does not, the refresh fails and says what to do.",
		"That bulk-fetch names a policy for every managed account, whatever its status. Where it does not, the check fails and names the accounts.",
		"That `meta.count` of the audit log, which was seen in live answers, counts the events of a page or of all. Where it is more than what the answers hold, the refresh fails.",
		"How late the audit log may show an event: 24 hours are allowed for.",
		"That the audit log is kept for 180 days, as Atlassian's support pages say.",
		"What the answer of bulk-fetch holds beyond `email`, and which scope it needs; `read:policies:admin` is the reasonable guess.",
		"What `mfaEnabled` says of people who sign in by single sign-on; it may well be `false`, so they are not checked. And that a search for accounts that have it off leaves out nobody who has not got it on.",
		"That the reason `authPolicy.saml` among a profile's restrictions means that a person signs in by SAML. A profile that is governed in another way, as by SCIM, may show that reason instead.",
	},
}

// Page is what the documentation page says.
func (*attestationResource) Page() base.Page { return attestationPage }

// Metadata names the type.
func (r *attestationResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + attestationName
}

// IdentitySchema describes the identity.
func (r *attestationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = attestationIdentity.Schema()
}

// aTime is the validator of a time as RFC 3339 has it.
type aTime struct{}

// Description says what is wanted.
func (aTime) Description(context.Context) string { return "a time as RFC 3339 has it" }

// MarkdownDescription is the same.
func (v aTime) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses what is no time.
func (aTime) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a time", fmt.Sprintf(
			"%s must be a time as RFC 3339 has it, such as 2026-11-28T09:30:00Z, but is %s.", req.Path, base.Quoted(req.ConfigValue.ValueString())))
	}
}

// anActionID is the form of the ID of an action: anything that is not blank.
var anActionID = regexp.MustCompile(`^\S+$`)

// Schema describes the attributes.
func (r *attestationResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: attestationPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"policy_id": schema.StringAttribute{
				MarkdownDescription: "ID of the authentication policy. " + wherePolicyID + " Another policy is another attestation, and replaces the resource.",
				Required:            true,
				Validators:          []validator.String{base.PolicyID},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"settings": attestedSettings(),
			"attested_by": schema.StringAttribute{
				MarkdownDescription: "Who looked at the settings: the name or e-mail address of a person. It is kept as it is written.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`\S`), "must name the person who looked at the settings")},
			},
			"review": schema.StringAttribute{
				MarkdownDescription: "What a person found at the last look at the policy, in words of your own, such as `2026-11-28: the audit log shows a new name of the policy, settings as before`. Default: none. " +
					"A new text is the answer of a person to `changes` and to an expired attestation: without one, or a change of `attested_at`, `attested_by` or `settings`, an apply that would clear them fails. After an import that names a time, only a new `attested_at` is an answer. It is kept as it is written.",
				Optional: true,
			},
			"valid_for_days": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How many days the attestation is good for, 1 to %d. Default `%d`: the audit log is kept that long, as Atlassian's support pages say, so that an older attestation could not be checked any more. `90` fits a quarterly review.", daysKept, daysKept),
				Optional:            true,
				Computed:            true,
				Default:             int64default.StaticInt64(daysKept),
				Validators:          []validator.Int64{int64validator.Between(1, daysKept)},
			},
			"ignored_actions": schema.ListAttribute{
				MarkdownDescription: "IDs of actions of the audit log that a person found not to be about the settings of authentication policies, in any order: their events are no `changes`. Default: none. " +
					"Take the IDs from `changes` or `watched_actions`. At least one action must be left to watch.",
				Optional:   true,
				CustomType: unordered.NewType(false),
				Validators: []validator.List{
					unordered.NoDuplicates(false),
					unordered.Each(anActionID, "the ID of an action", "Take it from the attribute watched_actions, or from what the plan says of a change."),
				},
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(false)},
			},
			"check_single_sign_on": schema.BoolAttribute{
				MarkdownDescription: "Whether to ask for each active member of the policy whether the profile is governed by SAML. Only with `settings.single_sign_on = \"saml\"`. Default `false`. " +
					"It takes one request for each member in every walk, and an API key without scopes. The absence of the sign proves nothing: see `without_single_sign_on`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"exempt_account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs that are left out of the checks `without_two_step_verification` and `without_single_sign_on`, in any order, each once: such as break-glass and app accounts, which a person has looked at. Default: none. An exempt account makes no difference to `changes`.",
				Optional:            true,
				CustomType:          unordered.NewType(false),
				Validators: []validator.List{
					unordered.NoDuplicates(false),
					base.AccountID.With("E-mail addresses are not accepted here: the data source atlassian_authentication_policy_members has the account IDs of members.").Each(),
				},
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(false)},
			},
			"attested_at": schema.StringAttribute{
				MarkdownDescription: "When a person saw the settings, as RFC 3339 has it, such as `2026-11-28T09:30:00Z`. Default: the time of the apply that attests, in UTC. Null after an import that names no time. " +
					"A time in the future is an error, and one that is in the state already counts as expired. The apply fails where the audit log shows a change of the policy after a new time that you write here.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{aTime{}},
			},
			"expired": schema.BoolAttribute{
				MarkdownDescription: "Whether the attestation is older than `valid_for_days`, or `attested_at` is ahead of now. Always planned `false`: an attestation that has expired shows as `true -> false`, and the apply fails until a person has answered.",
				Computed:            true,
			},
			"deleted": schema.BoolAttribute{
				MarkdownDescription: "Whether the audit log tells that the policy was deleted. Always planned `false`: a deleted policy shows as `true -> false`, and every apply fails until the resource is gone from the configuration or has another `policy_id`. Null where nothing was attested yet.",
				Computed:            true,
			},
			"watched_actions": schema.ListAttribute{
				MarkdownDescription: "IDs of the actions of the audit log whose events count as changes of a policy's settings, sorted: those found by their names, and those that were found earlier, less `ignored_actions`. " +
					"An action that the audit log no longer lists stays here, is still asked for, and is a warning of each plan. It follows the audit log and is never a difference by itself.",
				Computed:    true,
				ElementType: types.StringType,
			},
			"changes": schema.ListNestedAttribute{
				MarkdownDescription: "Events of the audit log about the policy's settings since the attestation, oldest first. Always planned empty, so that each shows as drift, and applying attests anew once a person has answered (see `review`). A change stays here until then, also where the log does not show it any more. " +
					"Events that the log shows only later, for things that happened up to a day before the attestation, are found as well; those that it showed at the attestation are not counted again. Null where nothing was attested yet, as after an import that names no time.",
				Computed:     true,
				NestedObject: schema.NestedAttributeObject{Attributes: changeAttributes()},
			},
			"without_two_step_verification": schema.ListAttribute{
				MarkdownDescription: "Active members of the policy for whom two-step verification is off, by e-mail address, or by account ID where there is none, sorted. Always planned empty where it is checked, so that each shows as drift; applying fails until they have enrolled or are exempt. " +
					"Null where nothing was checked, which says nothing about anybody: it is checked only where `settings.two_step_verification` is `required` and `settings.single_sign_on` is `none` or not given, because people who sign in by single sign-on may have it off for a good reason.",
				Computed:    true,
				ElementType: types.StringType,
			},
			"without_single_sign_on": schema.ListAttribute{
				MarkdownDescription: "Active members of the policy whose profile shows no sign of SAML, by e-mail address, or by account ID where there is none, sorted. Always planned empty where it is checked, so that each shows as drift; applying fails until they show it or are exempt. " +
					"Null where nothing was checked, that is without `check_single_sign_on`. The absence of the sign proves nothing: a profile that is governed in another way, as by SCIM, may show another one.",
				Computed:    true,
				ElementType: types.StringType,
			},
		},
	}
}

// attestedSettings are what a person may write down. The values are the provider's own words for what the console shows.
func attestedSettings() schema.Attribute {
	choice := func(description string, values ...string) schema.Attribute {
		return schema.StringAttribute{
			MarkdownDescription: description,
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf(values...)},
		}
	}
	number := func(description string, least int64) schema.Attribute {
		return schema.Int64Attribute{
			MarkdownDescription: description,
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AtLeast(least)},
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The settings as the person saw them in " + policyConsole + ". At least one must be given; one that is not given is not attested. " +
			"The values are words of this provider for what the console shows, not Atlassian's: no API knows them, and none of them is set anywhere.",
		Required: true,
		Attributes: map[string]schema.Attribute{
			singleSignOn:                choice("How people sign in: `none` (no single sign-on), `saml` or `google_workspace`.", noSignOn, samlSignOn, "google_workspace"),
			twoStepVerification:         choice("Whether two-step verification is `optional` or `required`.", "optional", twoStepRequired),
			"minimum_password_strength": choice("How strong a password must be: `weak`, `fair`, `good`, `strong` or `very_strong`.", "weak", "fair", "good", "strong", "very_strong"),
			"password_expiry_days":      number("After how many days a password expires, 0 or more. `0` is never.", 0),
			"idle_session_minutes":      number("After how many minutes an idle session ends, 1 or more.", 1),
			"user_api_tokens":           choice("Whether people may use API tokens of their own: `allowed` or `blocked`.", "allowed", "blocked"),
			"third_party_login":         choice("Whether people may sign in with an account of a third party, such as Google or Microsoft: `allowed` or `blocked`.", "allowed", "blocked"),
		},
	}
}

func changeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"event_id":    schema.StringAttribute{MarkdownDescription: "ID of the event.", Computed: true},
		"time":        schema.StringAttribute{MarkdownDescription: "When it happened, in UTC, as RFC 3339 has it; null where Atlassian does not say.", Computed: true},
		"action":      schema.StringAttribute{MarkdownDescription: "ID of the action, as `ignored_actions` takes it.", Computed: true},
		"action_name": schema.StringAttribute{MarkdownDescription: "Name of the action, as the console shows it; null where it has none.", Computed: true},
		"actor":       schema.StringAttribute{MarkdownDescription: "Who did it: name and e-mail address, or what Atlassian gives of them; null where it does not say.", Computed: true},
	}
}

// ValidateConfig demands some setting, and SAML where it is to be checked.
func (r *attestationResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model attestationModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !model.attestsSomething() {
		resp.Diagnostics.AddAttributeError(path.Root("settings"), "No settings are attested",
			"settings has no value at all, so there is nothing to attest. Write down at least one setting as "+policyConsole+" shows it, such as two_step_verification = \"required\".")
	}
	signOn := model.setting(singleSignOn)
	if model.CheckSingleSignOn.ValueBool() && !signOn.IsUnknown() && signOn.ValueString() != samlSignOn {
		resp.Diagnostics.AddAttributeError(path.Root("check_single_sign_on"), "Single sign-on by SAML is not attested",
			"check_single_sign_on asks whether profiles are governed by SAML, which makes sense only where settings.single_sign_on is \"saml\". Attest that, or leave check_single_sign_on out: other ways to sign in leave no sign that can be read.")
	}
}

// ImportState takes a policy's ID, and the time of an attestation where there was one.
func (r *attestationResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	attestedAt := types.StringNull()
	values := attestationIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) {
		policyID, at, err := parseAttestationID(id)
		attestedAt = at
		return []string{policyID}, err
	})
	if values != nil {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("attested_at"), attestedAt)...)
	}
}
