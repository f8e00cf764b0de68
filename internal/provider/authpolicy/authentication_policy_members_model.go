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
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
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

// sameMembers reports whether two models list the same members, in the same words and order.
func (m *membersModel) sameMembers(planned *membersModel) bool {
	return m.AccountIDs.Equal(planned.AccountIDs) && m.Emails.Equal(planned.Emails)
}

// becomesExclusive reports whether other people must leave the policy, and the state does not list them yet.
func (m *membersModel) becomesExclusive(prior *membersModel) bool {
	return m.Exclusive.ValueBool() && (prior == nil || !prior.Exclusive.ValueBool() || !organization.SamePolicy(prior.PolicyID.ValueString(), m.PolicyID.ValueString()))
}

// list returns both lists as one.
func (m *membersModel) list() wordList {
	ids, idsKnown := m.AccountIDs.Strings()
	emails, emailsKnown := m.Emails.Strings()
	return wordList{
		words:   slices.Concat(ids, emails),
		unknown: m.AccountIDs.IsUnknown() || m.Emails.IsUnknown(),
		open:    !idsKnown || !emailsKnown,
	}
}

// setList sets the lists, each word in the list of its kind, in the order and spelling of the model. A list that the
// configuration leaves out stays out.
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

// subjects returns the places of the listed people in the policy. Several lists may share a policy, so the policy alone is not
// enough.
func (m *membersModel) subjects(known organization.Memo) []claims.Subject {
	words := m.list().words
	subjects := make([]claims.Subject, len(words))
	for i, word := range words {
		subjects[i] = organization.PolicyMemberSubject(m.PolicyID.ValueString(), cmp.Or(known.AccountID(word), word))
	}
	return subjects
}

// byEmail reports whether people whom the configuration does not name are listed by address.
func (m *membersModel) byEmail() bool { return m.AccountIDs.IsNull() }

// wordList is people in a configuration or a state, by account ID or e-mail address.
type wordList struct {
	words []string
	// unknown is set if a whole list is unknown, open if an element is.
	unknown, open bool
}

// empty reports whether no one is listed, and no one will be.
func (l wordList) empty() bool { return len(l.words) == 0 && !l.open && !l.unknown }

// difference returns the words that are missing from another list. Unlike [unordered.Difference], it takes lists with both kinds
// of words.
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

// newcomers are the people of a policy who are in no list from before, not even by an address that they had then.
func newcomers(present []organization.Person, before []string, known organization.Memo) []organization.Person {
	listed := make(map[string]bool, 2*len(before))
	for _, word := range before {
		listed[organization.WordKey(word)] = true
		if id := known.AccountID(word); id != "" {
			listed[id] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(present), func(p organization.Person) bool {
		return listed[organization.WordKey(p.Word)] || listed[p.AccountID]
	})
}

// attributeOf returns the attribute that a word belongs to.
func attributeOf(word string) string {
	if organization.IsAddress(word) {
		return "emails"
	}
	return "account_ids"
}

// parseMembersID parses an import ID into the policy and the accounts to manage; no accounts means all of them.
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

// accountsKey is the key of the private data with the account IDs of the addresses in the state, so that a refresh need not look
// them up.
const accountsKey = "accounts"

// readMemo reads the account IDs of addresses. A state without them, for example after an import, costs a look-up.
func readMemo(ctx context.Context, kept base.Private) (organization.Memo, diag.Diagnostics) {
	known := organization.Memo{}
	data, diags := kept.GetKey(ctx, accountsKey)
	if len(data) > 0 && json.Unmarshal(data, &known) != nil {
		return organization.Memo{}, diags // only a help
	}
	return known, diags
}

// writeMemo stores the account IDs of people's addresses.
func writeMemo(ctx context.Context, kept base.Private, people []organization.Person) diag.Diagnostics {
	known := organization.MemoOf(people)
	if len(known) == 0 {
		return kept.SetKey(ctx, accountsKey, nil)
	}
	return base.Note(ctx, kept, accountsKey, known)
}

// creation says what a planned creation is for. An unknown policy is empty. A list with unknown elements is open, and so is an
// exclusive list if it is unknown who else is in the policy.
type creation struct {
	PolicyID string   `json:"policy_id"`
	Words    []string `json:"words"`
	Open     bool     `json:"open"`
	// Others are the people who stay for now in a policy that becomes exclusive, according to the plan.
	Others []string `json:"others"`
	// Fallback is nil if it is unknown, and empty if there is none.
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

// fallback returns the policy to which people go who are no longer listed: the one of the plan, as in an update.
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
