// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// membersModel is the state of an atlassian_authentication_policy_members.
type membersModel struct {
	PolicyID         types.String        `tfsdk:"policy_id"`
	AccountIDs       unordered.ListValue `tfsdk:"account_ids"`
	Emails           unordered.ListValue `tfsdk:"emails"`
	FallbackPolicyID types.String        `tfsdk:"fallback_policy_id"`
	Exclusive        types.Bool          `tfsdk:"exclusive"`
	MaxRemovals      types.Int64         `tfsdk:"max_removals"`
	Timeouts         timeouts.Value      `tfsdk:"timeouts"`
}

// sameMembers tells whether two models list the same members, in the same words and order.
func (m *membersModel) sameMembers(planned *membersModel) bool {
	return m.AccountIDs.Equal(planned.AccountIDs) && m.Emails.Equal(planned.Emails)
}

// becomesExclusive tells whether whoever else is in the policy is to leave it, and the state does not list them yet.
func (m *membersModel) becomesExclusive(prior *membersModel) bool {
	return m.Exclusive.ValueBool() && (prior == nil || !prior.Exclusive.ValueBool() || !organization.SamePolicy(prior.PolicyID.ValueString(), m.PolicyID.ValueString()))
}

// list is both lists as one.
func (m *membersModel) list() wordList {
	ids, idsKnown := m.AccountIDs.Strings()
	emails, emailsKnown := m.Emails.Strings()
	return wordList{
		words:   slices.Concat(ids, emails),
		unknown: m.AccountIDs.IsUnknown() || m.Emails.IsUnknown(),
		open:    !idsKnown || !emailsKnown,
	}
}

// setList puts words back into the lists that they belong to, in the order and spelling of the model where it has them.
// A list that the configuration leaves out stays out.
func (m *membersModel) setList(words []string) {
	before := m.list().words
	var ids, emails []string
	for _, word := range words {
		if m.AccountIDs.IsNull() || organization.IsAddress(word) {
			emails = append(emails, word)
		} else {
			ids = append(ids, word)
		}
	}
	if !m.AccountIDs.IsNull() {
		m.AccountIDs = unordered.FromStrings(unordered.Arrange(before, ids, false), false)
	}
	if !m.Emails.IsNull() {
		m.Emails = unordered.FromStrings(unordered.Arrange(before, emails, true), true)
	}
}

// subjects are what the listed people hold: their places in the policy. Several lists may share a policy, so the policy alone says nothing.
func (m *membersModel) subjects(known organization.Memo) []organization.Subject {
	words := m.list().words
	subjects := make([]organization.Subject, len(words))
	for i, word := range words {
		subjects[i] = organization.PolicyMemberSubject(m.PolicyID.ValueString(), cmp.Or(known.AccountID(word), word))
	}
	return subjects
}

// byEmail tells how those are worded whom the configuration does not name.
func (m *membersModel) byEmail() bool { return m.AccountIDs.IsNull() }

// wordList is people as a configuration or a state names them: by account ID or e-mail address.
type wordList struct {
	words []string
	// unknown is set where nothing of a list is known yet, open where some element is not.
	unknown, open bool
}

// empty tells whether nobody is listed, and nobody will be.
func (l wordList) empty() bool { return len(l.words) == 0 && !l.open && !l.unknown }

// difference lists the words that are missing from another list. Unlike [unordered.Difference], it takes lists that hold
// both kinds of words.
func difference(words, others []string) []string {
	known := make(map[string]bool, len(others))
	for _, word := range others {
		known[organization.WordKey(word)] = true
	}
	var rest []string
	for _, word := range words {
		if !known[organization.WordKey(word)] {
			rest = append(rest, word)
		}
	}
	return rest
}

// attributeOf is the attribute that a word stands in.
func attributeOf(word string) string {
	if organization.IsAddress(word) {
		return "emails"
	}
	return "account_ids"
}

// parseMembersID takes an import ID apart into the policy and the accounts to be looked after; none of them is all.
func parseMembersID(id string) (policyID string, accountIDs []string, err error) {
	policyID, rest, some := strings.Cut(id, "/")
	if some {
		accountIDs = strings.Split(rest, ",")
	}
	if !base.PolicyID.Matches(policyID) || slices.ContainsFunc(accountIDs, func(a string) bool { return !base.AccountID.Matches(a) }) {
		return "", nil, errors.New("the import ID of a policy's members is POLICY_ID, for all that are in it, or POLICY_ID/ACCOUNT_ID,ACCOUNT_ID,… for some of them")
	}
	return policyID, accountIDs, nil
}

// accountsKey is where private data holds the account IDs behind the addresses of the state, so that a refresh need not look
// them up.
const accountsKey = "accounts"

// readMemo reads the account IDs behind addresses. A state that has none, as after an import, costs a look-up.
func readMemo(ctx context.Context, kept base.Private) (organization.Memo, diag.Diagnostics) {
	known := organization.Memo{}
	data, diags := kept.GetKey(ctx, accountsKey)
	if len(data) > 0 && json.Unmarshal(data, &known) != nil {
		return organization.Memo{}, diags // only a help
	}
	return known, diags
}

// writeMemo keeps the account IDs behind the addresses of some people.
func writeMemo(ctx context.Context, kept base.Private, people []organization.Person) diag.Diagnostics {
	known := organization.MemoOf(people)
	if len(known) == 0 {
		return kept.SetKey(ctx, accountsKey, nil)
	}
	return base.Note(ctx, kept, accountsKey, known)
}

// creation says what a planned creation is for. A policy that is not known yet is empty, and a list of which a part is not known yet is
// open, as is an exclusive one where it is not known who else is in the policy.
type creation struct {
	PolicyID string   `json:"policy_id"`
	Words    []string `json:"words"`
	Open     bool     `json:"open"`
	// Others are those whom the plan has said to stay in a policy that becomes exclusive.
	Others []string `json:"others"`
	// Fallback is null where it is not known yet, and empty where there is none.
	Fallback *string `json:"fallback"`
}

func noteCreation(ctx context.Context, planned base.Private, model *membersModel, unseen bool, others []organization.Person) diag.Diagnostics {
	list := model.list()
	created := creation{PolicyID: model.PolicyID.ValueString(), Words: list.words, Open: list.open || list.unknown || unseen, Others: organization.WordsOf(others)}
	if !model.FallbackPolicyID.IsUnknown() {
		created.Fallback = new(model.FallbackPolicyID.ValueString())
	}
	return base.NoteCreation(ctx, planned, created)
}

// fallback is where people go who are not listed any more: where the plan says, as in an update.
func (c creation) fallback(before types.String) types.String {
	switch {
	case c.Fallback == nil:
		return before
	case *c.Fallback == "":
		return types.StringNull()
	}
	return types.StringValue(*c.Fallback)
}

// without leaves out the people whom the creation lists, by account ID or by address, and those who stay for now.
func (c creation) without(people []organization.Person) []organization.Person {
	listed := make(map[string]bool, len(c.Words))
	for _, word := range slices.Concat(c.Words, c.Others) {
		listed[organization.WordKey(word)] = true
	}
	return slices.DeleteFunc(slices.Clone(people), func(p organization.Person) bool {
		return listed[p.AccountID] || listed[organization.WordKey(p.Word)] || p.Email != "" && listed[organization.WordKey(p.Email)]
	})
}
