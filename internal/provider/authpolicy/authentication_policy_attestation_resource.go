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

// Metadata names the type.
func (r *attestationResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + attestationName
}

// Schema describes the attributes.
func (r *attestationResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: attestationPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"policy_id": schema.StringAttribute{
				MarkdownDescription: "ID of the authentication policy. " + wherePolicyID + " Another policy replaces the resource.",
				Required:            true,
				Validators:          []validator.String{base.PolicyID},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"settings": attestedSettings(),
			"attested_by": schema.StringAttribute{
				MarkdownDescription: "Name or e-mail address of the person who looked at the settings. The provider keeps the text as you write it.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`\S`), "must name the person who looked at the settings")},
			},
			"review": schema.StringAttribute{
				MarkdownDescription: "What a person found at the last look at the policy, in your own words, such as `2026-11-28: the audit log shows a new name of the policy, settings as before`. Default: none. " +
					"A new text is a person's answer to `changes` and to an expired attestation. An apply that would clear them fails without a new text, or a change of `attested_at`, `attested_by` or `settings`. After an import with a time, only a new `attested_at` is an answer. The provider keeps the text as you write it.",
				Optional: true,
			},
			"valid_for_days": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How many days the attestation is valid, 1 to %d. Default: `%d`. According to Atlassian's support pages, the audit log is kept that long, so the provider could not check an older attestation. `90` fits a quarterly review.", daysKept, daysKept),
				Optional:            true,
				Computed:            true,
				Default:             int64default.StaticInt64(daysKept),
				Validators:          []validator.Int64{int64validator.Between(1, daysKept)},
			},
			"ignored_actions": schema.ListAttribute{
				MarkdownDescription: "IDs of actions of the audit log, in any order, that a person found not to be about the settings of authentication policies. Their events do not count as `changes`. Default: none. " +
					"Take the IDs from `changes` or `watched_actions`. At least one action must remain to watch.",
				Optional:   true,
				CustomType: unordered.NewType(false),
				Validators: []validator.List{
					unordered.NoDuplicates(false),
					unordered.Each(anActionID, "the ID of an action", "Take it from the attribute watched_actions, or from what the plan says of a change."),
				},
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(false)},
			},
			"check_single_sign_on": schema.BoolAttribute{
				MarkdownDescription: "Whether to check for each active member of the policy that SAML governs the profile. Use it only with `settings.single_sign_on = \"saml\"`. Default: `false`. " +
					"It takes one request for each member in every walk, and an API key without scopes. The absence of the sign proves nothing: see `without_single_sign_on`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"exempt_account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs that the checks `without_two_step_verification` and `without_single_sign_on` leave out, in any order, each once. Use it for accounts that a person has reviewed, such as break-glass and app accounts. Default: none. An exempt account makes no difference to `changes`.",
				Optional:            true,
				CustomType:          unordered.NewType(false),
				Validators: []validator.List{
					unordered.NoDuplicates(false),
					base.AccountID.With("E-mail addresses are not accepted here: the data source atlassian_authentication_policy_members has the account IDs of members.").Each(),
				},
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(false)},
			},
			"attested_at": schema.StringAttribute{
				MarkdownDescription: "Time when a person saw the settings, in RFC 3339, such as `2026-11-28T09:30:00Z`. Default: the time of the apply that attests, in UTC. Null after an import without a time. " +
					"A time in the future is an error. If the state contains one already, the attestation counts as expired. If you write a new time here, and the audit log shows a later change of the policy, the apply fails.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{base.RFC3339Time{}},
			},
			"expired": schema.BoolAttribute{
				MarkdownDescription: "Whether the attestation is older than `valid_for_days`, or `attested_at` is in the future. The plan always expects `false`: an expired attestation shows as `true -> false`, and the apply fails until a person has answered.",
				Computed:            true,
			},
			"deleted": schema.BoolAttribute{
				MarkdownDescription: "Whether the audit log shows that the policy was deleted. The plan always expects `false`: a deleted policy shows as `true -> false`. Every apply then fails until you remove the resource from the configuration, or change `policy_id`. Null if nothing was attested yet.",
				Computed:            true,
			},
			"watched_actions": schema.ListAttribute{
				MarkdownDescription: "IDs of the audit log's actions that the provider watches, sorted. Events of these actions count as changes of a policy's settings. The provider finds the actions by their names, keeps those that it found earlier, and leaves out `ignored_actions`. " +
					"An action that the audit log no longer lists stays here: the provider still asks for its events, and each plan warns about it. This attribute follows the audit log, and never causes a difference by itself.",
				Computed:    true,
				ElementType: types.StringType,
			},
			"changes": schema.ListNestedAttribute{
				MarkdownDescription: "Events of the audit log about the policy's settings since the attestation, oldest first. The plan always expects an empty list, so each event shows as drift. An apply attests again after a person has answered (see `review`). A change stays here until then, even if the log no longer shows it. " +
					"The provider also finds events that happened up to a day before the attestation, and that the log shows only later. It does not count again what the log showed at the attestation. Null if nothing was attested yet, as after an import without a time.",
				Computed:     true,
				NestedObject: schema.NestedAttributeObject{Attributes: changeAttributes()},
			},
			"without_two_step_verification": schema.ListAttribute{
				MarkdownDescription: "Active members of the policy with two-step verification off, sorted. Each element is an e-mail address, or an account ID if there is no address. The plan always expects an empty list, so each member shows as drift. The apply fails until they have enrolled or are exempt. " +
					"The provider checks this only if `settings.two_step_verification` is `required`, and `settings.single_sign_on` is `none` or not set: people who sign in by single sign-on may have two-step verification off for a good reason. Null if the provider did not check, which says nothing about the members.",
				Computed:    true,
				ElementType: types.StringType,
			},
			"without_single_sign_on": schema.ListAttribute{
				MarkdownDescription: "Active members of the policy without a sign of SAML in the profile, sorted. Each element is an e-mail address, or an account ID if there is no address. The plan always expects an empty list, so each member shows as drift. The apply fails until they show the sign or are exempt. " +
					"Null without `check_single_sign_on`. The absence of the sign proves nothing: a profile that is governed in another way, such as by SCIM, may show another sign.",
				Computed:    true,
				ElementType: types.StringType,
			},
		},
	}
}

// attestedSettings are the settings that a person may write down. The values are the provider's own words for what the console
// shows.
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
		MarkdownDescription: "The settings as the person saw them in " + policyConsole + ". Set at least one. A setting that you leave out is not attested. " +
			"The values are this provider's words for what the console shows. Atlassian's API does not know them, and the provider sets none of them in Atlassian.",
		Required: true,
		Attributes: map[string]schema.Attribute{
			singleSignOn:                choice("How people sign in: `none` (no single sign-on), `saml` or `google_workspace`.", noSignOn, samlSignOn, "google_workspace"),
			twoStepVerification:         choice("Whether two-step verification is `optional` or `required`.", "optional", twoStepRequired),
			"minimum_password_strength": choice("How strong a password must be: `weak`, `fair`, `good`, `strong` or `very_strong`.", "weak", "fair", "good", "strong", "very_strong"),
			"password_expiry_days":      number("Number of days after which a password expires, 0 or more. `0` means never.", 0),
			"idle_session_minutes":      number("Number of minutes after which an idle session ends, 1 or more.", 1),
			"user_api_tokens":           choice("Whether people may use their own API tokens: `allowed` or `blocked`.", "allowed", "blocked"),
			"third_party_login":         choice("Whether people may sign in with an account of a third party, such as Google or Microsoft: `allowed` or `blocked`.", "allowed", "blocked"),
		},
	}
}

func changeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"event_id":    schema.StringAttribute{MarkdownDescription: "ID of the event.", Computed: true},
		"time":        schema.StringAttribute{MarkdownDescription: "Time of the event, in RFC 3339 and UTC. Null if Atlassian does not return it.", Computed: true},
		"action":      schema.StringAttribute{MarkdownDescription: "ID of the action. You can list it in `ignored_actions`.", Computed: true},
		"action_name": schema.StringAttribute{MarkdownDescription: "Name of the action, as the console shows it. Null if it has none.", Computed: true},
		"actor":       schema.StringAttribute{MarkdownDescription: "Name and e-mail address of the person who made the change, as far as Atlassian returns them. Null if Atlassian returns neither.", Computed: true},
	}
}

// IdentitySchema describes the identity.
func (r *attestationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = attestationIdentity.Schema()
}

// anActionID is the form of an action's ID: anything without blanks.
var anActionID = regexp.MustCompile(`^\S+$`)

// ValidateConfig requires at least one setting, and SAML if check_single_sign_on is set.
func (r *attestationResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model attestationModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !model.attestsSomething() {
		resp.Diagnostics.AddAttributeError(path.Root("settings"), "No settings are attested",
			"settings is empty, so there is nothing to attest. Write down at least one setting as "+policyConsole+" shows it, such as two_step_verification = \"required\".")
	}
	signOn := model.setting(singleSignOn)
	if model.CheckSingleSignOn.ValueBool() && !signOn.IsUnknown() && signOn.ValueString() != samlSignOn {
		resp.Diagnostics.AddAttributeError(path.Root("check_single_sign_on"), "Single sign-on by SAML is not attested",
			"check_single_sign_on checks whether SAML governs the profiles, which makes sense only if settings.single_sign_on is \"saml\". Attest that, or leave check_single_sign_on out. Other ways to sign in leave no sign that the provider can read.")
	}
}

// Create attests the settings. A failed creation leaves no state: it has written nothing in Atlassian, so there is nothing to
// track, and a refused attestation does not count.
func (r *attestationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan attestationModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	note, diags := r.attest(ctx, nil, &plan, nil, time.Now())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(attestationIdentity.Set(ctx, resp.Identity, r.Organization, plan.PolicyID.ValueString())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
	resp.Diagnostics.Append(note.write(ctx, resp.Private)...)
}

// Read looks for findings against the attestation.
func (r *attestationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state attestationModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	known, diags := readAcknowledged(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	resp.Diagnostics.Append(attestationIdentity.Set(ctx, resp.Identity, r.Organization, state.PolicyID.ValueString())...)
	state.orDefaults()
	if !state.AttestedAt.IsNull() { // otherwise it was just imported, and there is nothing yet that anything could contradict
		resp.Diagnostics.Append(r.refresh(ctx, &state, known)...)
	}
	if !resp.Diagnostics.HasError() {
		r.Organization.Claims.NoteFormer(state.formerKey(), state)
		resp.Diagnostics.Append(state.refuseEnded(ctx, r.Organization, time.Now())...)
		resp.Diagnostics.Append(base.Set(ctx, &resp.State, &state)...)
	}
}

// Update attests the settings again, unless they were changed since the plan, or no person has answered the findings. A failed
// update keeps the refreshed state, so that the next plan shows the same again.
func (r *attestationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, plan attestationModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	known, diags := readAcknowledged(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(attestationIdentity.Set(ctx, resp.Identity, r.Organization, plan.PolicyID.ValueString())...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, unansweredKey, nil)...) // it was for a replacement
	now := time.Now()
	resp.Diagnostics.Append(r.refuseUnseen(ctx, &prior, &plan, known)...)
	if resp.Diagnostics.HasError() {
		return
	}
	clears, diags := prior.unanswered(ctx, &plan, now)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(clears.refuse(&plan, plan.configuredAt())...)
	if !prior.AttestedAt.IsNull() && plan.AttestedAt.IsUnknown() && !clears.isAnsweredBy(&plan, plan.configuredAt()) {
		plan.AttestedAt = prior.AttestedAt // nobody has looked again
	}
	note, diags := r.attest(ctx, &prior, &plan, known, now)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
	resp.Diagnostics.Append(note.write(ctx, resp.Private)...)
}

// Delete forgets the attestation.
func (r *attestationResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state attestationModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(forgetWarning(&state, "has forgotten"))
	}
}

// ImportState takes the ID of a policy, and optionally the time of an attestation.
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
