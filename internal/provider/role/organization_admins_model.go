// SPDX-License-Identifier: MPL-2.0

package role

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// organizationAdminsModel is the state of an atlassian_organization_admins.
type organizationAdminsModel struct {
	OrganizationID types.String        `tfsdk:"organization_id"`
	AccountIDs     unordered.ListValue `tfsdk:"account_ids"`
	Emails         unordered.ListValue `tfsdk:"emails"`
	MaxRemovals    types.Int64         `tfsdk:"max_removals"`
	Inherited      types.List          `tfsdk:"inherited"`
}

// adminList is a list of organization admins, by account ID or by e-mail address.
type adminList struct {
	words   []string
	byEmail bool
	// unknown is set if the whole list is unknown, and open is the number of unknown elements.
	unknown bool
	open    int
}

// list returns the model's list. After an import, which says nothing of addresses, it is a list of account IDs.
func (m *organizationAdminsModel) list() adminList {
	byEmail := !m.Emails.IsNull()
	value := m.AccountIDs
	if byEmail {
		value = m.Emails
	}
	words, _ := value.Strings()
	return adminList{words: words, byEmail: byEmail, unknown: value.IsUnknown(), open: len(value.Elements()) - len(words)}
}

// attribute returns the name of the attribute that holds the list.
func (l adminList) attribute() string {
	if l.byEmail {
		return "emails"
	}
	return "account_ids"
}

// setList sets the model's list, in the order of the words before.
func (m *organizationAdminsModel) setList(before, words []string, byEmail bool) {
	words = unordered.Arrange(before, words, byEmail)
	if byEmail {
		m.AccountIDs, m.Emails = unordered.Null(false), unordered.FromStrings(words, true)
	} else {
		m.AccountIDs, m.Emails = unordered.FromStrings(words, false), unordered.Null(true)
	}
}

// same reports whether two models list the same, in the same words and order.
func (m *organizationAdminsModel) same(planned *organizationAdminsModel) bool {
	return m.AccountIDs.Equal(planned.AccountIDs) && m.Emails.Equal(planned.Emails)
}

// named names the list in a message.
func (m *organizationAdminsModel) named() string { return "atlassian_organization_admins" }

// presentAdmins are the organization admins as they are.
type presentAdmins struct {
	direct []organization.Account
	// inherited are those who are organization admins only in other ways: their addresses, or account IDs where Atlassian shows none.
	inherited []string
	// unclear are those who may be direct ones or not, because Atlassian says one of their ways in a word that is not documented, each with
	// the words.
	unclear []string
}

func newPresentAdmins(admins []organization.OrganizationAdmin) presentAdmins {
	present := presentAdmins{inherited: []string{}}
	accounts := make([]organization.Account, len(admins))
	for i, admin := range admins {
		accounts[i] = admin.Account
	}
	words := organization.WordsFor(accounts, true)
	for i, admin := range admins {
		if !admin.Ways.Direct() && !admin.Ways.Known() {
			present.unclear = append(present.unclear, fmt.Sprintf("%s (%s)", base.Word(words[i]), inWords(admin.Ways)))
		}
		if admin.Ways.Direct() {
			present.direct = append(present.direct, admin.Account)
		} else {
			present.inherited = append(present.inherited, words[i])
		}
	}
	slices.Sort(present.inherited)
	slices.Sort(present.unclear)
	return present
}

// words are the direct admins, by the words of a list.
func (p presentAdmins) words(byEmail bool) []string { return organization.WordsFor(p.direct, byEmail) }

// inheritedValue is the attribute of those who are organization admins only in other ways.
func (p presentAdmins) inheritedValue() types.List {
	return stringList(p.inherited)
}

// subjects are the roles of people, by the words of a list.
func (m *organizationAdminsModel) subjects(role organization.UserRole, words []string) []claims.Subject {
	subjects := make([]claims.Subject, len(words))
	for i, word := range words {
		subjects[i] = organization.UserRoleSubject(word, role)
	}
	return subjects
}
