// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// present reads the organization admins. It looks as well at those of the list before, whom a search may miss.
func (r *organizationAdminsResource) present(ctx context.Context, before adminList) (presentAdmins, diag.Diagnostics) {
	failed := func(err error) diag.Diagnostics {
		return diag.Diagnostics{base.Failed("Cannot read the organization admins", err)}
	}
	shown, err := r.Organization.People.OrganizationAdmins(ctx)
	if err != nil {
		return presentAdmins{}, failed(err)
	}
	seen := make([]string, len(shown))
	for i, admin := range shown {
		seen[i] = organization.WordFor(admin.Account, before.byEmail)
	}
	missing, _ := unordered.Difference(before.words, seen, before.byEmail)
	people, err := r.Organization.People.Resolve(ctx, organization.InAnyDirectory().Still(), missing, nil)
	if err != nil {
		return presentAdmins{}, failed(err)
	}
	words := make(map[string]string, len(people)) // by account ID
	for _, person := range people {
		if person.AccountID != "" {
			words[person.AccountID] = person.Word
		}
	}
	admins, err := r.Organization.People.OrganizationAdminsByWay(ctx, slices.Sorted(maps.Keys(words))...)
	if err != nil {
		return presentAdmins{}, failed(err)
	}
	for i := range admins {
		if word := words[admins[i].AccountID]; admins[i].Email == "" && organization.IsAddress(word) {
			admins[i].Email = word
		}
	}
	present := newPresentAdmins(admins)
	if len(present.unclear) > 0 {
		return present, diag.Diagnostics{diag.NewErrorDiagnostic("Cannot tell who is an organization admin directly", describeUnclear(present.unclear))}
	}
	return present, nil
}

// describeUnclear says of whom it is not known whether they are organization admins directly.
func describeUnclear(unclear []string) string {
	return fmt.Sprintf("Atlassian describes how these people are organization admins with a word that this version of the provider does not know: %s. "+
		"So the provider cannot tell whether it can take the role from them. Look at these people in Atlassian Administration, and look for a newer version of the provider.", base.ShortList(unclear))
}

// inherited are those who are organization admins only in other ways after a change. If they cannot be read any more, they are those before.
func (r *organizationAdminsResource) inherited(ctx context.Context, before presentAdmins) types.List {
	if now, diags := r.present(ctx, adminList{}); !diags.HasError() {
		return now.inheritedValue()
	}
	return before.inheritedValue()
}

// know notes the roles that the state holds, by each name.
func (r *organizationAdminsResource) know(present presentAdmins) {
	role := r.Organization.People.OrganizationRole()
	for _, admin := range present.direct {
		r.Organization.Claims.Know(organization.UserRoleSubject(admin.AccountID, role))
	}
}

// translated returns the list of the state in the words of the planned list.
func (r *organizationAdminsResource) translated(ctx context.Context, present presentAdmins, before adminList, byEmail bool) ([]string, diag.Diagnostics) {
	if before.byEmail == byEmail {
		return before.words, nil
	}
	ids, diags := r.accountIDs(ctx, present, before.words, before.byEmail)
	words, wordsNow := slices.Clone(before.words), present.words(byEmail)
	for i, word := range words {
		id, ok := ids[word]
		switch at := slices.IndexFunc(present.direct, func(a organization.Account) bool { return a.AccountID == id }); {
		case !ok:
		case at >= 0:
			words[i] = wordsNow[at]
		default:
			words[i] = id
		}
	}
	return words, diags
}

// accountIDs finds the accounts of words. Those that belong to none are missing from the result. An address of several admins is an error:
// one of them could lose the role in place of the other.
func (r *organizationAdminsResource) accountIDs(ctx context.Context, present presentAdmins, words []string, byEmail bool) (adminIDs, diag.Diagnostics) {
	if refused := base.RefuseSharedAddresses(words, present.direct); byEmail && refused.HasError() {
		return nil, refused
	}
	ids := make(adminIDs, len(words))
	known := make(map[string]string, len(present.direct))
	for _, admin := range present.direct {
		known[strings.ToLower(organization.WordFor(admin, true))] = admin.AccountID
	}
	var open []string
	for _, word := range words {
		switch id, ok := known[strings.ToLower(word)]; {
		case !byEmail || !organization.IsAddress(word):
			ids[word] = word
		case ok:
			ids[word] = id
		default:
			open = append(open, word)
		}
	}
	people, err := r.Organization.People.Resolve(ctx, organization.InAnyDirectory(), open, nil)
	if err != nil {
		return nil, diag.Diagnostics{base.FailedAt(path.Root("emails"), "Cannot look up the e-mail addresses", err)}
	}
	for _, person := range people {
		if person.Standing != organization.Nobody {
			ids[person.Word] = person.AccountID
		}
	}
	return ids, nil
}

// change brings the organization from the words before to those of the model. It returns the words of those who are organization admins
// then, or nil if it did nothing because of an error.
func (r *organizationAdminsResource) change(ctx context.Context, model *organizationAdminsModel, present presentAdmins, before []string, diags *diag.Diagnostics) []string {
	wanted := model.list()
	if wanted.byEmail {
		diags.Append(base.RefuseSharedAddresses(wanted.words, present.direct)...)
	}
	missing, foreign := unordered.Difference(wanted.words, before, wanted.byEmail)
	diags.Append(refuseRemovals(foreign, model.MaxRemovals)...)
	ids, found := r.accountIDs(ctx, present, slices.Concat(missing, foreign), wanted.byEmail)
	diags.Append(found...)
	if diags.HasError() {
		return nil
	}
	var add, remove, strangers []string
	wordOf := make(map[string]string, len(ids))
	for _, word := range missing {
		id, ok := ids[word]
		if !ok {
			strangers = append(strangers, word)
			continue
		}
		add, wordOf[id] = append(add, id), word
	}
	if len(strangers) > 0 {
		diags.AddAttributeError(path.Root("emails"), "Addresses without an account", fmt.Sprintf(
			"The organization has no account for %s of the list: %s. Invite these people to the organization first, or take them off the list. Nobody was added or removed.",
			base.Quantity(len(strangers), "address", "addresses"), organization.Words(strangers)))
		return nil
	}
	for _, word := range foreign {
		if id, ok := ids[word]; ok && wordOf[id] == "" { // one under two addresses stays
			remove, wordOf[id] = append(remove, id), word
		}
	}
	done := r.Organization.People.ChangeOrganizationAdmins(ctx, add, remove)
	report(done, wordOf, diags)
	return after(before, done, wordOf, wanted.byEmail)
}

// after are the words of those who are organization admins after a change. Who stays one in another way is no direct admin any more. Who
// may have got the role is one, so that the state tracks it.
func after(before []string, done organization.AdminChanges, wordOf map[string]string, byEmail bool) []string {
	var gone []string
	for _, id := range done.Removed {
		gone = append(gone, wordOf[id])
	}
	words, _ := unordered.Difference(before, gone, byEmail)
	for _, id := range done.Added {
		words = append(words, wordOf[id])
	}
	for id, err := range done.Failed {
		if word := wordOf[id]; meaning.IsPending(err) && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// report tells what became of a change: warnings of those who stay organization admins, and one error for all who could not be changed.
func report(done organization.AdminChanges, wordOf map[string]string, diags *diag.Diagnostics) {
	for _, id := range slices.Sorted(maps.Keys(done.Stays)) {
		diags.AddWarning("The person is still an organization admin", fmt.Sprintf(
			"The direct role was taken from %s, who is still an organization admin, %s. This resource takes only the direct role away.", base.Word(wordOf[id]), inWords(done.Stays[id])))
	}
	if len(done.Failed) == 0 {
		return
	}
	failed := make([]string, 0, len(done.Failed))
	for id, err := range done.Failed {
		failed = append(failed, fmt.Sprintf("%s: %v", wordOf[id], err))
	}
	slices.Sort(failed)
	text := fmt.Sprintf("%s failed:\n%s%s", base.Quantity(len(failed), "change", "changes"), base.BulletList(failed), base.TimeIsOver(done.Failed))
	if len(done.Skipped) > 0 {
		words := make([]string, len(done.Skipped))
		for i, id := range done.Skipped {
			words[i] = wordOf[id]
		}
		text += fmt.Sprintf("\n\nThe provider did not try the removals, so that nobody loses the role before the others have it. Still organization admins for now: %s (%s).",
			base.Quantity(len(words), "person", "people"), base.ShortList(words))
	}
	diags.AddError("Some organization admins could not be changed", text+"\n\nWhat was done is in the state. Fix the cause and apply again: the next plan shows what is left.")
}

// adminIDs are the account IDs of words.
type adminIDs map[string]string

func stringList(texts []string) types.List {
	values := make([]attr.Value, len(texts))
	for i, text := range texts {
		values[i] = types.StringValue(text)
	}
	return types.ListValueMust(types.StringType, values)
}
