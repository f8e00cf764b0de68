// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// policyConsole is where a person sees and changes the settings of a policy: the API has no operation for it.
const policyConsole = "Atlassian Administration under Security > Authentication policies"

// The settings, and their values, that the provider can compare with what it observes.
const (
	singleSignOn        = "single_sign_on"
	noSignOn            = "none"
	samlSignOn          = "saml"
	twoStepVerification = "two_step_verification"
	twoStepRequired     = "required"
)

const (
	day = 24 * time.Hour
	// daysKept is for how many days the provider can check an attestation.
	daysKept = int64(audit.Kept / day)
)

// attestationModel is the state of an atlassian_authentication_policy_attestation.
type attestationModel struct {
	PolicyID          types.String        `tfsdk:"policy_id"`
	Settings          types.Object        `tfsdk:"settings"`
	AttestedBy        types.String        `tfsdk:"attested_by"`
	Review            types.String        `tfsdk:"review"`
	ValidForDays      types.Int64         `tfsdk:"valid_for_days"`
	IgnoredActions    unordered.ListValue `tfsdk:"ignored_actions"`
	CheckSingleSignOn types.Bool          `tfsdk:"check_single_sign_on"`
	ExemptAccountIDs  unordered.ListValue `tfsdk:"exempt_account_ids"`
	AttestedAt        types.String        `tfsdk:"attested_at"`
	Expired           types.Bool          `tfsdk:"expired"`
	Deleted           types.Bool          `tfsdk:"deleted"`
	WatchedActions    types.List          `tfsdk:"watched_actions"`
	Changes           types.List          `tfsdk:"changes"`
	WithoutTwoStep    types.List          `tfsdk:"without_two_step_verification"`
	WithoutSignOn     types.List          `tfsdk:"without_single_sign_on"`
}

// changeModel is an event in the list of changes.
type changeModel struct {
	EventID    types.String `tfsdk:"event_id"`
	Time       types.String `tfsdk:"time"`
	Action     types.String `tfsdk:"action"`
	ActionName types.String `tfsdk:"action_name"`
	Actor      types.String `tfsdk:"actor"`
}

var changeType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"event_id": types.StringType, "time": types.StringType, "action": types.StringType, "action_name": types.StringType, "actor": types.StringType,
}}

func newChangeModel(event audit.Event, actionNames map[string]string) changeModel {
	m := changeModel{
		EventID:    types.StringValue(eventKey(event)),
		Action:     types.StringValue(event.Action),
		ActionName: base.StringOrNull(actionNames[event.Action]),
		Actor:      base.StringOrNull(actor(event)),
	}
	if !event.Time.IsZero() {
		m.Time = types.StringValue(base.RFC3339(event.Time))
	}
	return m
}

// String describes a change on one line, because its names come from Atlassian and from other people.
func (c changeModel) String() string {
	at, what, who := "at an unknown time", base.Escaped(c.Action.ValueString()), "an unknown actor"
	if !c.Time.IsNull() {
		at = c.Time.ValueString()
	}
	if !c.ActionName.IsNull() {
		what = fmt.Sprintf("%s (%s)", base.Escaped(c.ActionName.ValueString()), what)
	}
	if !c.Actor.IsNull() {
		who = base.Escaped(c.Actor.ValueString())
	}
	return fmt.Sprintf("%s: %s, by %s", at, what, who)
}

// actor returns the name of the person or app behind an event, as far as Atlassian gives it.
func actor(event audit.Event) string {
	switch {
	case event.ActorName != "" && event.ActorEmail != "":
		return fmt.Sprintf("%s <%s>", event.ActorName, event.ActorEmail)
	case event.ActorEmail != "":
		return event.ActorEmail
	case event.ActorName != "":
		return event.ActorName
	default:
		return event.ActorID
	}
}

// setting returns an attested setting that is a string. It is null if the setting is not given, and unknown if it may be given.
func (m *attestationModel) setting(name string) types.String {
	if m.Settings.IsUnknown() {
		return types.StringUnknown()
	}
	if text, ok := m.Settings.Attributes()[name].(types.String); ok {
		return text
	}
	return types.StringNull()
}

// attestsSomething reports whether a setting is given, or may turn out to be.
func (m *attestationModel) attestsSomething() bool {
	if m.Settings.IsUnknown() {
		return true
	}
	for _, value := range m.Settings.Attributes() {
		if !value.IsNull() {
			return true
		}
	}
	return false
}

// checksTwoStep reports whether the provider can compare the attested settings with members' two-step verification. Members who
// sign in by single sign-on may have it off for a good reason.
func (m *attestationModel) checksTwoStep() types.Bool {
	twoStep, signOn := m.setting(twoStepVerification), m.setting(singleSignOn)
	elsewhere := !signOn.IsNull() && !signOn.IsUnknown() && signOn.ValueString() != noSignOn
	switch {
	case elsewhere, !twoStep.IsUnknown() && twoStep.ValueString() != twoStepRequired:
		return types.BoolValue(false)
	case twoStep.IsUnknown(), signOn.IsUnknown():
		return types.BoolUnknown()
	default:
		return types.BoolValue(true)
	}
}

// checksSignOn reports whether the provider checks profiles for signs of SAML.
func (m *attestationModel) checksSignOn() types.Bool {
	if m.CheckSingleSignOn.IsUnknown() {
		return types.BoolUnknown()
	}
	return types.BoolValue(m.CheckSingleSignOn.ValueBool())
}

// orDefaults sets defaults for values that an import leaves open.
func (m *attestationModel) orDefaults() {
	if m.ValidForDays.IsNull() {
		m.ValidForDays = types.Int64Value(daysKept)
	}
	if m.CheckSingleSignOn.IsNull() {
		m.CheckSingleSignOn = types.BoolValue(false)
	}
}

// attestedAt returns when the settings were attested; zero if they were not.
func (m *attestationModel) attestedAt() (time.Time, error) {
	if m.AttestedAt.IsNull() || m.AttestedAt.IsUnknown() {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, m.AttestedAt.ValueString())
	if err != nil {
		return time.Time{}, fmt.Errorf("attested_at is no time: %w", err)
	}
	return at, nil
}

// expiredAt reports whether an attestation is invalid at a time: too old, or from the future.
func (m *attestationModel) expiredAt(attested, now time.Time) bool {
	return now.After(m.validUntil(attested)) || attested.After(now)
}

// validUntil returns when an attestation expires.
func (m *attestationModel) validUntil(attested time.Time) time.Time {
	return attested.Add(time.Duration(m.ValidForDays.ValueInt64()) * day)
}

// parseAttestationID parses an import ID into the policy and the time of the attestation, which is null if the ID has none.
func parseAttestationID(id string) (policyID string, attestedAt types.String, err error) {
	policyID, text, dated := strings.Cut(id, "@")
	fail := func(why string) (string, types.String, error) {
		return "", types.StringNull(), errors.New(why + ". The import ID of an attestation is POLICY_ID, to attest the settings of a policy for the first time, " +
			"or POLICY_ID@TIME, with the time of an attestation in the past, such as c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045@2026-01-31T09:30:00Z")
	}
	if err := base.PolicyID.Check(policyID); err != nil {
		return fail(strings.TrimSuffix(err.Error(), "."))
	}
	if !dated {
		return policyID, types.StringNull(), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	switch {
	case err != nil:
		return fail(base.Quoted(text) + " is not a time in RFC 3339")
	case at.After(time.Now()):
		return fail(text + " is in the future")
	}
	return policyID, types.StringValue(base.RFC3339(at)), nil
}

// planComputed plans that nothing is found against the attestation, so that every finding of a refresh shows as a change. The
// prior state is empty where there is none.
func (m *attestationModel) planComputed(prior *attestationModel, configured types.String) {
	m.AttestedAt, m.WatchedActions = prior.AttestedAt, prior.WatchedActions
	if !configured.IsNull() {
		m.AttestedAt = configured
	}
	if prior.WatchedActions.IsNull() || !m.IgnoredActions.Equal(prior.IgnoredActions) {
		m.WatchedActions = types.ListUnknown(types.StringType)
	}
	m.Expired, m.Deleted = types.BoolValue(false), types.BoolValue(false)
	if prior.Deleted.IsNull() && !prior.Expired.IsNull() {
		m.Deleted = prior.Deleted // the state is older than the attribute, and was not refreshed: that is no difference
	}
	m.Changes = types.ListValueMust(changeType, []attr.Value{})
	m.WithoutTwoStep, m.WithoutSignOn = plannedList(m.checksTwoStep()), plannedList(m.checksSignOn())
}
