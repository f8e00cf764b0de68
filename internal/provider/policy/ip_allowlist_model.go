// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// ipAllowlistModel is the state of an atlassian_ip_allowlist.
type ipAllowlistModel struct {
	reach

	ID                    types.String        `tfsdk:"id"`
	Name                  types.String        `tfsdk:"name"`
	Addresses             unordered.ListValue `tfsdk:"addresses"`
	Enabled               types.Bool          `tfsdk:"enabled"`
	AllowMobileBypass     types.Bool          `tfsdk:"allow_mobile_bypass"`
	MustAllow             unordered.ListValue `tfsdk:"must_allow"`
	WarnOfRecentAddresses types.Int64         `tfsdk:"warn_of_recent_addresses"`
	Timeouts              timeouts.Value      `tfsdk:"timeouts"`
}

// byAddress says that two spellings of an address, or of a block, are the same: 192.0.2.1 and 192.0.2.1/32, or 2001:DB8::1 and
// 2001:db8::1.
var byAddress = unordered.NewKey(addresses.Key, "both mean the same, and the order does not matter here. Remove one of them.")

// newIPAllowlistModel is an allowlist of which only the ID is known, as after an import or in a list.
func newIPAllowlistModel(id string) ipAllowlistModel {
	return ipAllowlistModel{
		reach: noReach(), ID: types.StringValue(id), Addresses: byAddress.Null(), MustAllow: byAddress.Null(), Timeouts: base.NoTimeouts("create", "update", "delete"),
	}
}

func (m *ipAllowlistModel) subject() claims.Subject {
	return organization.OrgPolicySubject(m.ID.ValueString())
}

// named names the resource in a message.
func (m *ipAllowlistModel) named() string {
	return "atlassian_ip_allowlist named " + base.Quoted(m.Name.ValueString())
}

// inWords names the allowlist in a sentence.
func (m *ipAllowlistModel) inWords() string {
	if m.Name.IsUnknown() {
		return "IP allowlist"
	}
	return "IP allowlist " + base.Quoted(m.Name.ValueString())
}

// read takes over what Atlassian says of the policy. What the answer does not say is an error, and never none.
func (m *ipAllowlistModel) read(policy orgpolicies.Policy) diag.Diagnostics {
	diags := allowlists.refuseOther(policy)
	if diags.HasError() {
		return diags
	}
	m.ID = types.StringValue(policy.ID)
	if policy.Name == "" {
		diags.AddAttributeError(path.Root("name"), "The name of the IP allowlist is not known", fmt.Sprintf(
			"Atlassian's answer about policy %s has no name, so the state stays as it was. Try again later.", base.Word(policy.ID)))
	}
	m.Name = types.StringValue(policy.Name)
	diags.Append(allowlists.readStatus(policy, &m.Enabled)...)
	diags.Append(m.readRule(policy)...)
	diags.Append(m.reach.read(policy)...)
	return diags
}

// readRule takes over the addresses and the mobile bypass. The earlier spelling of an address stays.
func (m *ipAllowlistModel) readRule(policy orgpolicies.Policy) diag.Diagnostics {
	var diags diag.Diagnostics
	if policy.Rule.In == nil {
		diags.AddAttributeError(path.Root("addresses"), "It is not known which addresses the IP allowlist lets in", fmt.Sprintf(
			"Atlassian's answer about policy %s has no list of addresses. That does not mean that there are none, so the state stays as it was. Try again later.", base.Word(policy.ID)))
		return diags
	}
	before, _ := m.Addresses.Strings()
	m.Addresses = byAddress.FromStrings(byAddress.Arrange(before, policy.Rule.In))
	if policy.Rule.AllowMobileBypass != nil { // an answer that does not say it says nothing about it
		m.AllowMobileBypass = types.BoolValue(*policy.Rule.AllowMobileBypass)
	}
	return diags
}

// draft is what the organization is asked to make of a planned model. Every address is sent in one spelling, which means the same to the
// guard and to Atlassian: an address of IPv4 that is written as one of IPv6 might let nobody in there.
func (m *ipAllowlistModel) draft() orgpolicies.Draft {
	written, _ := m.Addresses.Strings()
	in := make([]string, len(written))
	for i, text := range written {
		in[i] = addresses.Key(text)
	}
	draft := orgpolicies.Draft{Type: orgpolicies.TypeIPAllowlist, Name: m.Name.ValueString(), Status: orgpolicies.StatusDisabled, In: in}
	if m.Enabled.ValueBool() {
		draft.Status = orgpolicies.StatusEnabled
	}
	if !m.AllowMobileBypass.IsNull() && !m.AllowMobileBypass.IsUnknown() {
		draft.AllowMobileBypass = m.AllowMobileBypass.ValueBoolPointer()
	}
	resources, _ := m.present()
	for _, id := range resources {
		draft.Resources = append(draft.Resources, orgpolicies.Resource{ID: id})
	}
	return draft
}

// settled is the model after a change that Atlassian has accepted, before it is read back.
func (m *ipAllowlistModel) settled(id string) {
	m.ID = types.StringValue(id)
	if m.AllowMobileBypass.IsUnknown() {
		m.AllowMobileBypass = types.BoolNull()
	}
}

// writes reports whether a planned model changes what only the policy itself says, apart from its resources. Nothing is sent of a mobile
// bypass that is unknown.
func (m *ipAllowlistModel) writes(prior *ipAllowlistModel) bool {
	in, _ := m.Addresses.Strings()
	before, _ := prior.Addresses.Strings()
	missing, foreign := byAddress.Difference(in, before)
	return len(missing)+len(foreign) > 0 || !m.Name.Equal(prior.Name) || !m.Enabled.Equal(prior.Enabled) ||
		!m.AllowMobileBypass.IsUnknown() && !m.AllowMobileBypass.Equal(prior.AllowMobileBypass)
}
