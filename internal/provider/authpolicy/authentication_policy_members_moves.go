// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// moveMembers moves people as the model says. It returns those of them who are in the policy now, or nil if errors prevented
// every move, and reduces the model's lists to those who are.
func (r *membersResource) moveMembers(ctx context.Context, prior, model *membersModel, known organization.Memo) ([]organization.Person, diag.Diagnostics) {
	change, err := r.change(ctx, prior, model, known)
	if err == nil && r.Organization.Claims.AwaitLeft(ctx, policySubjects(change.joining)...) { // another resource moved some of them meanwhile
		change, err = r.change(ctx, prior, model, known)
	}
	if err != nil {
		return nil, diag.Diagnostics{base.Failed(cannotLookUp, err)}
	}
	if len(change.leaving) > 0 { // Terraform may plan another resource that lists some of them a moment later
		r.Organization.Claims.AwaitQuiet(ctx, change.from)
		change.leaving = r.notListed(change.leaving)
	}
	diags := change.refusals(r.Organization, model)
	leave := departure{model: model, from: change.from, leaving: change.leaving}
	diags.Append(leave.refusals(r.Organization)...)
	if diags.HasError() {
		return nil, diags
	}
	policyID := model.PolicyID.ValueString()
	joined := r.Organization.Policies.Move(ctx, organization.PolicyMove{PolicyID: policyID, Accounts: membersElsewhere(change.joining, policyID)})
	report := moveReport{policyID: policyID, total: len(joined.Moved) + len(joined.Failed)}
	report.add(change.joining, joined)
	arrived, _ := splitFailed(change.joining, joined.Failed)
	in := slices.Concat(change.staying, arrived)
	switch {
	case len(joined.Failed) > 0 && leave.moves():
		report.skipped = change.leaving
		in = append(in, change.leaving...)
	case leave.moves():
		left := r.Organization.Policies.Move(ctx, leave.policyMove())
		report.total += len(left.Moved) + len(left.Failed)
		report.add(change.leaving, left)
		_, stuck := splitFailed(change.leaving, left.Failed)
		in = append(in, stuck...)
	default:
		diags.Append(leave.warnings(false)...)
	}
	diags.Append(report.diagnostics()...)
	if diags.HasError() {
		model.setList(organization.WordsOf(in))
	}
	return in, diags
}

// policySubjects returns the subjects by which resources claim the policy of people.
func policySubjects(people []organization.Person) []claims.Subject {
	subjects := make([]claims.Subject, len(people))
	for i, p := range people {
		subjects[i] = organization.PolicySubject(p.AccountID)
	}
	return subjects
}

// policyMove returns the move of the leaving people to the fallback policy.
func (d departure) policyMove() organization.PolicyMove {
	move := organization.PolicyMove{PolicyID: d.model.FallbackPolicyID.ValueString(), From: d.policyID()}
	for _, p := range d.leaving {
		move.Accounts = append(move.Accounts, p.PolicyMember)
	}
	return move
}

// membersElsewhere returns those who are not in a policy.
func membersElsewhere(people []organization.Person, policyID string) []organization.PolicyMember {
	var accounts []organization.PolicyMember
	for _, p := range people {
		if !p.In(policyID) {
			accounts = append(accounts, p.PolicyMember)
		}
	}
	return accounts
}

// splitFailed separates those who failed from the others.
func splitFailed(people []organization.Person, failed map[string]error) (well, badly []organization.Person) {
	for _, p := range people {
		if _, bad := failed[p.AccountID]; bad {
			badly = append(badly, p)
		} else {
			well = append(well, p)
		}
	}
	return well, badly
}

// moveReport describes the result of moves.
type moveReport struct {
	policyID string
	total    int
	failed   []string
	skipped  []organization.Person
	unseen   error
	// hint is a paragraph that says what to do; empty if that is unknown.
	hint string
	// once is set if no state keeps the people.
	once bool
}

func (m *moveReport) add(people []organization.Person, done organization.PolicyMoved) {
	for _, p := range people {
		if err, bad := done.Failed[p.AccountID]; bad {
			m.failed = append(m.failed, fmt.Sprintf("%s: %s", p.Word, reason(err)))
		}
	}
	m.hint = cmp.Or(m.hint, base.TimeIsOver(done.Failed))
	m.unseen = errors.Join(m.unseen, done.Unconfirmed)
}

// reason says why an account could not be moved. A refused request has failed for all of its accounts alike.
func reason(err error) string {
	switch meaning.WhyRefused(err).Meaning {
	case meaning.Missing, meaning.NotServed:
		return err.Error() + ". Check that the policy's ID is right"
	default:
		return err.Error()
	}
}

// diagnostics returns nothing, a warning, or an error that names who failed and why.
func (m *moveReport) diagnostics() diag.Diagnostics {
	var diags diag.Diagnostics
	if m.unseen != nil {
		diags.AddWarning("Not all of the change is visible yet", fmt.Sprintf(
			"Atlassian reported the move as done, but a later read did not show all of it: %v. A plan that runs soon may still show a difference.", m.unseen))
	}
	if len(m.failed) == 0 {
		return diags
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%d of %d people could not be moved:\n%s%s", len(m.failed), m.total, base.BulletList(m.failed), m.hint)
	if len(m.skipped) > 0 {
		fmt.Fprintf(&text, "\n\nBecause of that, nobody was moved to the fallback policy. These people are still in policy %s: %s.", m.policyID, base.ShortList(organization.WordsOf(m.skipped)))
	}
	if m.once {
		text.WriteString("\n\nThe others were moved. Fix the cause and run the action again: it moves only the remaining people.")
	} else {
		text.WriteString("\n\nThe state contains the people who are in the policy. Fix the cause and apply again: the next plan shows the remaining people.")
	}
	diags.AddError("Some people could not be moved", text.String())
	return diags
}

// warnOfStaying warns that people stay in a policy after the replacement of the resource.
func warnOfStaying(policyID string) diag.Diagnostic {
	return base.WarnOfStaying("The people in policy "+policyID+" stay in it", "move them by hand")
}

// automation says what else may have moved people. No public API shows these rules.
const automation = "A person may have moved them in " + policyConsole + ", or another configuration, or an automation rule for authentication policies. Organizations with an Enterprise plan can have such rules, and no API shows them. " +
	"Such a rule moves people again after every apply: if there is one, change the rule, or change the lists of this resource."

// explainMoves warns of people whom something has moved since the last apply, and says what it may have been. Listed are the
// people of the state. Others are people who are not listed, in an exclusive policy.
func explainMoves(policyID string, listed, others []organization.Person) diag.Diagnostics {
	var diags diag.Diagnostics
	var gone, come []string
	at := path.Root("emails")
	for _, p := range listed {
		if p.Standing == organization.Managed && !p.In(policyID) {
			gone = append(gone, fmt.Sprintf("%s, now in policy %s", named(p), p.PolicyID))
			at = path.Root(attributeOf(p.Word))
		}
	}
	if len(gone) > 0 {
		diags.AddAttributeWarning(at, "People are in another authentication policy", fmt.Sprintf(
			"%s in another policy than %s, where this resource keeps them:%s\n\n%s", base.Quantity(len(gone), "person of this resource is", "people of this resource are"), policyID, base.BulletList(sorted(gone)), automation))
	}
	for _, p := range others {
		come = append(come, named(p))
	}
	if len(come) > 0 {
		diags.AddAttributeWarning(path.Root("exclusive"), "Other people are in the authentication policy", fmt.Sprintf(
			"%s in policy %s whom this resource does not list, although exclusive is true:%s\n\n%s", base.Quantity(len(come), "person is", "people are"), policyID, base.BulletList(sorted(come)), automation))
	}
	return diags
}

func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}
