// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"iter"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// securityPostureModel is the data source atlassian_security_posture.
type securityPostureModel struct {
	AsOf               types.String `tfsdk:"as_of"`
	VerifiedDomains    types.Set    `tfsdk:"verified_domains"`
	IntendedPolicies   types.Set    `tfsdk:"intended_authentication_policy_ids"`
	MinTwoStepPercent  types.Int64  `tfsdk:"min_two_step_verification_percent"`
	SignOnPolicies     types.Set    `tfsdk:"single_sign_on_policy_ids"`
	Attestations       types.Map    `tfsdk:"attestations"`
	AttestedWithinDays types.Int64  `tfsdk:"attested_within_days"`
	MaxAdmins          types.Int64  `tfsdk:"max_organization_admins"`
	DormantDays        types.Int64  `tfsdk:"dormant_after_days"`
	DormantDaysByApp   types.Map    `tfsdk:"dormant_after_days_by_app"`
	ExpiresWithinDays  types.Int64  `tfsdk:"expires_within_days"`
	UnusedAfterDays    types.Int64  `tfsdk:"unused_after_days"`
	Sites              types.Set    `tfsdk:"sites"`
	ApprovedApps       types.Map    `tfsdk:"approved_apps"`
	MaxBackupDays      types.Int64  `tfsdk:"max_backup_age_days"`
	Waive              types.Map    `tfsdk:"waive"`

	Version  types.String        `tfsdk:"version"`
	Failed   types.List          `tfsdk:"failed"`
	Unknown  types.List          `tfsdk:"unknown"`
	Passed   types.List          `tfsdk:"passed"`
	Waived   types.List          `tfsdk:"waived"`
	Controls []shownControlModel `tfsdk:"controls"`
}

type attestedModel struct {
	AttestedAt     types.String `tfsdk:"attested_at"`
	Settings       settingsSeen `tfsdk:"settings"`
	IgnoredActions types.List   `tfsdk:"ignored_actions"`
	WatchedActions types.List   `tfsdk:"watched_actions"`
	Changes        types.List   `tfsdk:"changes"`
	Expired        types.Bool   `tfsdk:"expired"`
	Deleted        types.Bool   `tfsdk:"deleted"`
	WithoutTwoStep types.List   `tfsdk:"without_two_step_verification"`
	WithoutSignOn  types.List   `tfsdk:"without_single_sign_on"`
}

type foundChangeModel struct {
	EventID types.String `tfsdk:"event_id"`
	Action  types.String `tfsdk:"action"`
}

type settingsSeen struct {
	SingleSignOn types.String `tfsdk:"single_sign_on"`
}

type reviewedAppModel struct {
	Scopes     types.List   `tfsdk:"scopes"`
	Egress     types.List   `tfsdk:"egress"`
	Frameworks types.List   `tfsdk:"frameworks"`
	Vendor     types.String `tfsdk:"vendor"`
	Private    types.Bool   `tfsdk:"private"`
	MaxVersion types.String `tfsdk:"max_version"`
}

type waiverModel struct {
	Reason types.String `tfsdk:"reason"`
	Until  types.String `tfsdk:"until"`
}

type shownControlModel struct {
	ID           types.String  `tfsdk:"id"`
	Title        types.String  `tfsdk:"title"`
	Severity     types.String  `tfsdk:"severity"`
	Status       types.String  `tfsdk:"status"`
	Waived       types.Bool    `tfsdk:"waived"`
	WaivedUntil  types.String  `tfsdk:"waived_until"`
	WaiverReason types.String  `tfsdk:"waiver_reason"`
	Evidence     evidenceModel `tfsdk:"evidence"`
	Fix          types.String  `tfsdk:"fix"`
	Source       types.String  `tfsdk:"source"`
}

type evidenceModel struct {
	Summary   types.String `tfsdk:"summary"`
	Counts    types.Map    `tfsdk:"counts"`
	Names     types.List   `tfsdk:"names"`
	NamesLeft types.Int64  `tfsdk:"names_left"`
}

// mapKeys are the keys of a map.
func mapKeys(m types.Map) iter.Seq[string] {
	return func(yield func(string) bool) {
		for key := range m.Elements() {
			if !yield(key) {
				return
			}
		}
	}
}

// parameters converts the parameters, and sets the defaults of those that are not given.
func (m *securityPostureModel) parameters(ctx context.Context) (posture.Parameters, diag.Diagnostics) {
	number := func(value types.Int64, standard int) int {
		if value.IsNull() {
			return standard
		}
		return int(value.ValueInt64())
	}
	now := time.Now()
	p := posture.Parameters{
		At: now, Now: now,
		MinTwoStepPercent:  number(m.MinTwoStepPercent, defaultTwoStepPercent),
		AttestedWithinDays: number(m.AttestedWithinDays, defaultAttestedDays),
		MaxAdmins:          number(m.MaxAdmins, defaultMaxAdmins),
		DormantAfterDays:   number(m.DormantDays, defaultDormantDays),
		ExpiryDays:         number(m.ExpiresWithinDays, defaultExpiryDays),
		UnusedDays:         number(m.UnusedAfterDays, defaultUnusedDays),
		MaxBackupAgeDays:   number(m.MaxBackupDays, defaultBackupDays),
	}
	if !m.AsOf.IsNull() {
		p.At = checkedTime(m.AsOf)
	}
	var diags diag.Diagnostics
	for set, into := range map[*types.Set]*[]string{
		&m.VerifiedDomains: &p.Domains, &m.IntendedPolicies: &p.IntendedPolicies, &m.SignOnPolicies: &p.SingleSignOnPolicies, &m.Sites: &p.Sites,
	} {
		diags.Append(set.ElementsAs(ctx, into, false)...)
	}
	diags.Append(m.DormantDaysByApp.ElementsAs(ctx, &p.DormantAfterDaysByApp, false)...)
	diags.Append(m.attestations(ctx, &p)...)
	diags.Append(m.approvals(ctx, &p)...)
	diags.Append(m.waivers(ctx, &p)...)
	return p, diags
}

// checkedTime is a time that a validator has checked; zero if there is none.
func checkedTime(text types.String) time.Time {
	at, err := timeOf(text.ValueString(), false)
	if err != nil {
		return time.Time{}
	}
	return at
}

func (m *securityPostureModel) attestations(ctx context.Context, p *posture.Parameters) diag.Diagnostics {
	var models map[string]attestedModel
	diags := m.Attestations.ElementsAs(ctx, &models, false)
	p.Attestations = make(map[string]posture.Attestation, len(models))
	for id, model := range models {
		found, more := model.found(ctx)
		diags.Append(more...)
		p.Attestations[id] = posture.Attestation{
			At: checkedTime(model.AttestedAt), SingleSignOn: model.Settings.SingleSignOn.ValueString(),
			IgnoredActions: listed(model.IgnoredActions), WatchedActions: listed(model.WatchedActions), Found: found,
			Expired: model.Expired.ValueBool(), Deleted: model.Deleted.ValueBool(),
			WithoutTwoStep: listed(model.WithoutTwoStep), WithoutSignOn: listed(model.WithoutSignOn),
		}
	}
	return diags
}

// found are the changes of an attestation: nil where they are not given, which is not the same as none.
func (m attestedModel) found(ctx context.Context) (*posture.Found, diag.Diagnostics) {
	if m.Changes.IsNull() {
		return nil, nil
	}
	var models []foundChangeModel
	diags := m.Changes.ElementsAs(ctx, &models, false)
	found := new(posture.Found)
	for _, change := range models {
		found.Changes = append(found.Changes, posture.FoundChange{EventID: change.EventID.ValueString(), Action: change.Action.ValueString()})
	}
	return found, diags
}

// approvals leaves the approvals nil where they are not given.
func (m *securityPostureModel) approvals(ctx context.Context, p *posture.Parameters) diag.Diagnostics {
	if m.ApprovedApps.IsNull() {
		return nil
	}
	var models map[string]reviewedAppModel
	diags := m.ApprovedApps.ElementsAs(ctx, &models, false)
	p.Approvals = make(map[string]apps.Approval, len(models))
	for name, model := range models {
		p.Approvals[name] = apps.Approval{
			Scopes: listed(model.Scopes), Egress: listed(model.Egress), Frameworks: listed(model.Frameworks),
			Vendor: model.Vendor.ValueString(), Private: model.Private.ValueBoolPointer(), MaxVersion: model.MaxVersion.ValueString(),
		}
	}
	return diags
}

func (m *securityPostureModel) waivers(ctx context.Context, p *posture.Parameters) diag.Diagnostics {
	var models map[string]waiverModel
	diags := m.Waive.ElementsAs(ctx, &models, false)
	p.Waivers = make(map[string]posture.Waiver, len(models))
	for id, model := range models {
		until, err := parseUntil(model.Until.ValueString())
		if err != nil {
			until = time.Time{} // a validator has refused it already
		}
		p.Waivers[id] = posture.Waiver{Reason: model.Reason.ValueString(), Until: until, Said: model.Until.ValueString()}
	}
	return diags
}

// listed are the texts of a list: nil where it is null, which restricts nothing, and empty where it is empty.
func listed(list types.List) []string {
	if list.IsNull() {
		return nil
	}
	texts := make([]string, 0, len(list.Elements()))
	for _, element := range list.Elements() {
		if text, ok := element.(types.String); ok {
			texts = append(texts, text.ValueString())
		}
	}
	return texts
}

// show writes the findings into the model.
func (m *securityPostureModel) show(findings []posture.Finding) {
	byStatus := make(map[posture.Status][]string)
	var waived []string
	m.Controls = make([]shownControlModel, len(findings))
	for i, finding := range findings {
		m.Controls[i] = newShownControl(finding)
		if finding.Excused() {
			waived = append(waived, finding.ID)
			continue
		}
		byStatus[finding.Status] = append(byStatus[finding.Status], finding.ID)
	}
	m.Version = types.StringValue(posture.Version)
	m.Failed, m.Unknown, m.Passed = base.StringList(byStatus[posture.Fail]), base.StringList(byStatus[posture.Unknown]), base.StringList(byStatus[posture.Pass])
	m.Waived = base.StringList(waived)
}

func newShownControl(finding posture.Finding) shownControlModel {
	counts := make(map[string]attr.Value, len(finding.Evidence.Counts))
	for what, n := range finding.Evidence.Counts {
		counts[what] = types.Int64Value(int64(n))
	}
	model := shownControlModel{
		ID: types.StringValue(finding.ID), Title: types.StringValue(finding.Holds), Severity: types.StringValue(string(finding.Severity)),
		Status: types.StringValue(string(finding.Status)), Waived: types.BoolValue(finding.Waived),
		Evidence: evidenceModel{
			Summary: types.StringValue(finding.Evidence.Summary), Counts: types.MapValueMust(types.Int64Type, counts),
			Names: base.StringList(finding.Evidence.Names), NamesLeft: types.Int64Value(int64(finding.Evidence.Left)),
		},
		Fix: types.StringValue(finding.Fix), Source: types.StringValue(finding.Source()),
	}
	if finding.Waiver != nil {
		model.WaivedUntil, model.WaiverReason = types.StringValue(finding.Waiver.Said), types.StringValue(finding.Waiver.Reason)
	}
	return model
}
