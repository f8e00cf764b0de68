// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// maxAddresses is how many addresses and blocks the console allows for an app. The limit of the API is not documented.
const maxAddresses = 500

// maxRecentDays is how far back a plan looks into the audit log for the addresses in use.
const maxRecentDays = 30

// checkAddress says what is wrong with an address or a block that a person wrote.
func checkAddress(text string) error {
	if _, err := addresses.Parse(text); err != nil {
		return errors.New(base.Quoted(text) + " is not an address: " + err.Error() + ".")
	}
	return nil
}

// checkAddresses checks once more what the validators could not see, because it was unknown then.
func checkAddresses(planned *ipAllowlistModel) diag.Diagnostics {
	var diags diag.Diagnostics
	diags.Append(checkList(path.Root("addresses"), planned.Addresses)...)
	diags.Append(checkList(path.Root("must_allow"), planned.MustAllow)...)
	if known, whole := planned.Addresses.Strings(); whole && len(known) == 0 {
		diags.AddAttributeError(path.Root("addresses"), "The IP allowlist has no address", "An allowlist without any address would shut everybody out. To restrict nothing, set enabled = false.")
	}
	return diags
}

// checkList is what the validators of a list of addresses check, of what is known now.
func checkList(at path.Path, list unordered.ListValue) diag.Diagnostics {
	var diags diag.Diagnostics
	first := make(map[string]int)
	for i, element := range list.Elements() {
		text, ok := element.(types.String)
		if !ok || text.IsUnknown() {
			continue
		}
		if err := checkAddress(text.ValueString()); err != nil {
			diags.AddAttributeError(at.AtListIndex(i), "Invalid element", err.Error())
			continue
		}
		key := addresses.Key(text.ValueString())
		if before, twice := first[key]; twice {
			diags.AddAttributeError(at.AtListIndex(i), "Duplicate element", fmt.Sprintf(
				"%q is at positions %d and %d, perhaps in another spelling. Remove one of them.", text.ValueString(), before, i))
			continue
		}
		first[key] = i
	}
	return diags
}

// guarded is what the guard judges of a planned model. Prior is the state; nil where the allowlist is new.
func (m *ipAllowlistModel) guarded(prior *ipAllowlistModel) addresses.Allowlist {
	in, inKnown := m.Addresses.Strings()
	must, mustKnown := m.MustAllow.Strings()
	planned := addresses.Allowlist{
		Enabled: m.Enabled.ValueBool(), EnabledUnknown: m.Enabled.IsUnknown(),
		In: in, InUnknown: !inKnown, MustAllow: must, MustAllowUnknown: !mustKnown,
	}
	if prior != nil {
		before := addresses.Before{Enabled: prior.Enabled.ValueBool()}
		before.In, _ = prior.Addresses.Strings()
		before.MustAllow, _ = prior.MustAllow.Strings()
		added, _, known := m.difference(&prior.reach)
		// Where Atlassian failed to apply the policy, this change may apply it for the first time.
		planned.Before, planned.Reaches, planned.ReachUnknown = &before, len(added)+len(prior.NotApplied.Elements()) > 0, !known
	}
	return planned
}

// narrowsForLeaving reports whether a change shuts somebody out while products leave the policy. Those products must not be shut off for
// the time until they have left it, or for good if that fails. Prior is nil for a policy that the creation has taken over: what that one
// says is not known.
func (m *ipAllowlistModel) narrowsForLeaving(prior *ipAllowlistModel) bool {
	if prior == nil {
		return true
	}
	_, removed, known := m.difference(&prior.reach)
	staying := m.guarded(prior)
	staying.Reaches, staying.ReachUnknown = false, false
	stricter := prior.AllowMobileBypass.ValueBool() && !m.AllowMobileBypass.ValueBool() && m.Enabled.ValueBool()
	return (!known || len(removed) > 0) && (staying.Narrows() || stricter)
}

// guardsMore reports whether must_allow of an allowlist that is enabled has addresses that it had not before. Nothing is sent to Atlassian
// for that. But what the allowlist lets in has to be looked at.
func (m *ipAllowlistModel) guardsMore(prior *ipAllowlistModel) bool {
	must, _ := m.MustAllow.Strings()
	had, _ := prior.MustAllow.Strings()
	more, _ := byAddress.Difference(must, had)
	return m.Enabled.ValueBool() && len(more) > 0
}

// refuseShuttingOut refuses a plan that shuts out an address that has to stay inside. What is not decided yet is no refusal of a plan, but
// it is one right before a write.
func (m *ipAllowlistModel) refuseShuttingOut(prior *ipAllowlistModel, writes bool) diag.Diagnostics {
	var diags diag.Diagnostics
	verdict := addresses.Guard(m.guarded(prior))
	for _, shut := range verdict.Shut {
		diags.AddAttributeError(path.Root("must_allow"), "The IP allowlist would shut out an address that has to stay inside", m.shutOut(shut))
	}
	if verdict.Undecided && writes && !diags.HasError() {
		diags.AddAttributeError(path.Root("must_allow"), "It is not known whether the IP allowlist would shut out an address that has to stay inside",
			"A value of enabled, addresses or must_allow is unknown in the apply, so nothing was sent to Atlassian. This is a bug in Terraform or in the provider: please report it.")
	}
	return diags
}

// shutOut says what of an address would be shut out, and what to do.
func (m *ipAllowlistModel) shutOut(shut addresses.Shut) string {
	if len(shut.Missing) == 0 {
		return fmt.Sprintf("must_allow lists %s, which is neither an address nor a block of addresses, so no allowlist lets it in. Correct it in must_allow.", base.Quoted(shut.Text))
	}
	missing := make([]string, len(shut.Missing))
	for i, block := range shut.Missing {
		missing[i] = addresses.Text(block)
	}
	which := base.Word(shut.Text)
	if !shut.Before {
		which += " of must_allow"
	}
	outside := fmt.Sprintf("%s would be enabled, and its addresses do not cover %s", m.inWords(), which)
	if len(missing) > 1 || missing[0] != addresses.Key(shut.Text) {
		outside += ": they lack " + base.ShortList(missing)
	}
	if shut.Before {
		return outside + ". must_allow had it until now. To let go of an address and to shut it out takes two applies: take it out of must_allow first, and apply that alone. " +
			"Then change addresses or enabled."
	}
	return outside + ". Add it to addresses, or take it out of must_allow if nobody needs it any more."
}

// oddAddresses warns of addresses that add nothing, and of more than the console allows.
func (m *ipAllowlistModel) oddAddresses() diag.Diagnostics {
	var diags diag.Diagnostics
	at := path.Root("addresses")
	texts, _ := m.Addresses.Strings()
	if len(texts) > maxAddresses {
		diags.AddAttributeWarning(at, "The IP allowlist has many addresses", fmt.Sprintf(
			"It lists %d addresses and blocks. Atlassian Administration allows up to %d for an app. The limit of the API is not documented, so Atlassian may refuse the list. Join neighbouring addresses to blocks.", len(texts), maxAddresses))
	}
	set, _ := addresses.ReadSet(texts)
	if len(set) != len(texts) { // the plan has failed for that
		return diags
	}
	var overlaps []string
	for _, overlap := range set.Overlaps() {
		overlaps = append(overlaps, fmt.Sprintf("%s is in %s", texts[overlap.Inner], texts[overlap.Outer]))
	}
	if len(overlaps) > 0 {
		diags.AddAttributeWarning(at, "Addresses of the IP allowlist overlap", "These add nothing, because another block of the list has all their addresses:"+base.BulletList(overlaps)+
			"\n\nTo shut such an address out, it is not enough to remove it: the other block still lets it in.")
	}
	return diags
}
