// SPDX-License-Identifier: MPL-2.0

package account

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// The actions of this package take a list of people, each by an e-mail address or an account ID.

// changeTimeout is how long the change of a list may take by default.
const changeTimeout = 30 * time.Minute

// listAttribute is the list of people.
func listAttribute(description string) schema.Attribute {
	return schema.ListAttribute{
		MarkdownDescription: description,
		Required:            true,
		CustomType:          unordered.NewType(true),
		Validators:          []validator.List{listvalidator.SizeAtLeast(1), unordered.NoDuplicates(true), unordered.EachChecked("an e-mail address or an account ID", checkWord)},
	}
}

// checkWord requires an address or an account ID.
func checkWord(word string) error {
	if organization.IsAddress(word) {
		return base.EmailAddress.Check(word)
	}
	return base.AccountID.Check(word)
}

// accountIDs are the accounts of those of the people who have one.
func accountIDs(people []organization.Person) []string {
	ids := make([]string, 0, len(people))
	for _, person := range people {
		if person.AccountID != "" {
			ids = append(ids, person.AccountID)
		}
	}
	return ids
}

// wordsByAccount are the words that name people, by their account IDs.
func wordsByAccount(people []organization.Person) map[string]string {
	words := make(map[string]string, len(people))
	for _, person := range people {
		words[person.AccountID] = person.Word
	}
	return words
}

// refuseListed refuses addresses without an account, with a summary and a detail that names them, and accounts that stand in the list by
// both names.
func refuseListed(attribute string, people []organization.Person, summary string, detail func(strangers string) string) diag.Diagnostics {
	var diags diag.Diagnostics
	words := make(map[string]string, len(people))
	var strangers []string
	for _, person := range people {
		if person.AccountID == "" {
			strangers = append(strangers, person.Word)
			continue
		}
		if first, twice := words[person.AccountID]; twice {
			diags.AddAttributeError(path.Root(attribute), "An account is listed twice", fmt.Sprintf("%s and %s are the same account. Remove one of them.", base.Word(first), base.Word(person.Word)))
		}
		words[person.AccountID] = person.Word
	}
	if len(strangers) > 0 {
		diags.AddAttributeError(path.Root(attribute), summary, detail(base.ShortList(strangers)))
	}
	return diags
}
