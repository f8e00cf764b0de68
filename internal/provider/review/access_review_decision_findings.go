// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// errors are the errors of an apply that leaves findings. People who were to lose access are noted instead by the apply that says so
// first: the next plan shows them.
func (o outcome) errors(plan *decisionModel) diag.Diagnostics {
	diags := o.unanswered()
	if still := o.stillThere(); still != nil && plan.NotRemoved.IsUnknown() {
		diags.Append(diag.NewAttributeWarningDiagnostic(still.Path(), still.Summary(), still.Detail()+"\n\n"+notedOnly))
	} else if still != nil {
		diags.Append(still)
	}
	return diags
}

const notedOnly = "This apply records the decision. From then on, plans show each of them who still has access as drift, and applying that fails."

// warnings are what the plan says of the findings for which the apply is going to fail, and of what it covers.
func (o outcome) warnings(plan *decisionModel) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, refusal := range o.unanswered() {
		diags.Append(asWarning(refusal))
	}
	if still := o.stillThere(); still != nil && plan.NotRemoved.IsUnknown() {
		diags.AddAttributeWarning(still.Path(), still.Summary(), still.Detail()+"\n\n"+notedOnly)
	} else if still != nil {
		diags.Append(asWarning(still))
	}
	if len(o.covers) > 0 {
		diags.AddWarning("Accounts are covered as part of a whole", "Apply records as reviewed everybody who then has access and is in these groups or has these roles. Now these are:"+
			base.BulletList(o.covers)+"\n\nAn account that joins them after that shows in the next plan, unless keep names it.")
	}
	if len(o.absent) > 0 {
		diags.AddAttributeWarning(path.Root("keep"), "People are kept who have no access", "These people have no access now:"+base.BulletList(o.absent)+
			"\n\nIf they get it again, somebody has to decide on them again.")
	}
	return diags
}

// asWarning turns an error of the apply into a warning that it will fail.
func asWarning(refusal diag.Diagnostic) diag.Diagnostic {
	const asItIs = "As it is, apply will fail. "
	if located, is := refusal.(diag.DiagnosticWithPath); is {
		return diag.NewAttributeWarningDiagnostic(located.Path(), refusal.Summary(), asItIs+refusal.Detail())
	}
	return diag.NewWarningDiagnostic(refusal.Summary(), asItIs+refusal.Detail())
}

// unanswered are the errors about findings that no person has answered.
func (o outcome) unanswered() diag.Diagnostics {
	var diags diag.Diagnostics
	if people := o.found.Undecided; len(people) > 0 {
		diags.AddAttributeError(path.Root("undecided"), "Accounts have access, and nobody has decided on it", fmt.Sprintf(
			"Nobody has decided on the access of %s:%s\n\nReview each. For access that stays, write a reason into keep (if they are there already, another reason), or, for a whole group that has not been reviewed, list it in groups. "+
				"For access that ends, write a reason into remove, and take the access away. For example:\n\n%s",
			base.Quantity(len(people), "account", "accounts"), base.BulletList(peopleLines(people)), example("keep", people)))
	}
	if people := o.found.SuspendedWithRoles; len(people) > 0 {
		diags.AddAttributeError(path.Root("suspended_with_roles"), "Suspended accounts have roles", fmt.Sprintf(
			"%s would have access again at once if somebody restored them:%s\n\nTake the roles and groups away, or write a reason why they stay into keep_suspended. For example:\n\n%s",
			base.Capitalized(base.Quantity(len(people), "suspended account", "suspended accounts")), base.BulletList(peopleLines(people)), example("keep_suspended", people)))
	}
	if keys := o.found.ExpiringKeys; len(keys) > 0 {
		diags.AddAttributeError(path.Root("expiring_api_keys"), "API keys expire", fmt.Sprintf(
			"Somebody has to look at %s:%s\n\nMake a new key where one is needed, and revoke the old one (Atlassian Administration > Organization settings > API keys). "+
				"Or write a reason why nothing is to be done into keep_api_keys. For example:\n\n%s",
			base.Quantity(len(keys), "API key", "API keys"), base.BulletList(keyLines(keys)), hcl("keep_api_keys", keys[0].ID)))
	}
	if groups := o.found.MissingGroups; len(groups) > 0 {
		diags.AddAttributeError(path.Root("groups"), "Reviewed groups do not exist any more", fmt.Sprintf(
			"These groups were reviewed as a whole, and do not exist any more:%s\n\nTake them out of groups, and decide on the people who were in them and still have access.", base.BulletList(groups)))
	}
	return diags
}

// stillThere is the error about people who were to lose access. It is nil if there are none.
func (o outcome) stillThere() diag.DiagnosticWithPath {
	people := o.found.NotRemoved
	if len(people) == 0 {
		return nil
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("not_removed"), "Accounts have access that was to end", fmt.Sprintf(
		"Access was to end for %s, and they still have it:%s\n\nThis resource takes no access away. Suspend or remove them (atlassian_user, atlassian_suspend_user, or Atlassian Administration), or move them to keep if they may stay.",
		base.Quantity(len(people), "account", "accounts"), base.BulletList(peopleLines(people))))
}

// peopleLines describes people, one line each.
func peopleLines(people []decision.Person) []string {
	lines := make([]string, 0, min(len(people), maxLines+1))
	for i, p := range people {
		if i > maxLines { // the list says how many more there are
			lines = append(lines, "")
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s", whoIs(p.Account), p.Reason))
	}
	return lines
}

// maxLines is more than a list in a message has.
const maxLines = 30

// whoIs names an account in a message.
func whoIs(a decision.Account) string {
	parts := []string{}
	for _, part := range []string{a.Email, a.Name} {
		if part != "" {
			parts = append(parts, base.Word(part))
		}
	}
	parts = append(parts, "("+base.Word(a.AccountID)+", status "+base.Word(firstOf(a.Status, "unknown"))+")")
	return strings.Join(parts, " ")
}

func keyLines(keys []decision.KeyFinding) []string {
	lines := make([]string, len(keys))
	for i, k := range keys {
		lines[i] = fmt.Sprintf("%s (%s): %s", base.Quoted(k.Label), base.Word(k.ID), k.Reason)
		if !k.ExpiresAt.IsZero() {
			lines[i] += ", at " + base.RFC3339(k.ExpiresAt)
		}
		if by := firstOf(k.CreatedBy.Email, k.CreatedBy.Name, k.CreatedBy.AccountID); by != "" {
			lines[i] += "; created by " + base.Word(by)
		}
	}
	return lines
}

// example shows what to write about people.
func example(attribute string, people []decision.Person) string {
	const few = 5
	words := make([]string, 0, few)
	for _, p := range people[:min(len(people), few)] {
		words = append(words, firstOf(p.Email, p.AccountID))
	}
	return hcl(attribute, words...)
}

// hcl is a map of reasons for some words, in HCL.
func hcl(attribute string, words ...string) string {
	var b strings.Builder
	b.WriteString(attribute + " = {\n")
	for _, word := range words {
		b.WriteString("  " + base.HCLString(word) + " = \"REASON\"\n")
	}
	b.WriteString("}")
	return b.String()
}

// attributes are the names of the lists of a reviewer.
var attributes = map[decision.List]string{
	decision.Keep: "keep", decision.Remove: "remove", decision.KeepSuspended: "keep_suspended", decision.KeepAPIKeys: "keep_api_keys", decision.Groups: "groups",
}

// maxProblems is how many words an apply names that cannot be recorded.
const maxProblems = 20

// problemErrors says which words cannot be recorded, each at its place.
func problemErrors(problems []decision.Problem, inDirectories bool) diag.Diagnostics {
	where := "in the organization"
	if inDirectories {
		where = "in the directories of directory_ids"
	}
	var diags diag.Diagnostics
	for i, p := range problems {
		if i == maxProblems {
			diags.AddError("More cannot be recorded", fmt.Sprintf("There are %d more such errors.", len(problems)-i))
			break
		}
		name, word := attributes[p.List], base.Word(p.Word)
		at := path.Root(name).AtMapKey(p.Word)
		switch {
		case p.Why == decision.Several:
			diags.AddAttributeError(at, "Several accounts have this address", fmt.Sprintf("%s has %s, and several accounts have this address. Write the account ID of one of them.", name, word))
		case p.Why == decision.Twice && p.List == p.OtherList:
			diags.AddAttributeError(at, "One account is named twice", fmt.Sprintf("%s has %s and %s, which are one account. Leave one of them out.", name, base.Word(p.Other), word))
		case p.Why == decision.Twice:
			diags.AddAttributeError(at, "One account is kept and removed", fmt.Sprintf(
				"%s is the account of %s in %s, so the decision says that its access stays and that it ends. Leave one of them out.", word, base.Word(p.Other), attributes[p.OtherList]))
		case p.List == decision.KeepAPIKeys:
			diags.AddAttributeError(at, "There is no such API key", fmt.Sprintf("%s has %s, and the organization has no API key with this ID. Correct it, or take it out if the key was revoked.", name, word))
		case p.List == decision.Groups:
			diags.AddAttributeError(at, "There is no such group", fmt.Sprintf("%s has %s, and the organization has no group with this ID. Correct it, or take it out if the group was deleted.", name, word))
		default:
			diags.AddAttributeError(at, "There is no such account", fmt.Sprintf(
				"%s has %s, and there is no such account %s. Check the spelling, or take it out if this person has left since.", name, word, where))
		}
	}
	return diags
}
