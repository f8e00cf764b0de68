// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Page is what a documentation page says about a type beyond its attributes. It stands beside the type, and becomes the
// description in its schema.
type Page struct {
	// Subject is the section of the documentation that the page is filed under, such as "Groups".
	Subject string
	// Summary is one complete sentence: what the type is.
	Summary string
	// Text goes on from there: paragraphs of Markdown; it may be empty.
	Text string
	// Operations names the operations that the type calls, by their ID in the client's table (such as
	// "searchDirectoryGroups"). Methods, paths and scopes on the page come from that table.
	Operations []string
	// Requires says what else is needed: a plan, an unscoped key; it may be empty.
	Requires string
	// Drift says what a changed organization looks like in the plan; empty for what has no state.
	Drift string
	// Destroy says what becomes of the object; empty for what has no state.
	Destroy string
	// Unverified lists facts that were taken from documentation alone and may differ in a live organization.
	Unverified []string
	// NoList says why Atlassian gives no way to list the objects of a resource. It is empty for a resource that has a list
	// resource, and no page shows it.
	NoList string
}

// Paged is a type that has a documentation page: every type of the provider.
type Paged interface{ Page() Page }

// Filed is the text of a page with its subject as the last section, from which the templates of the documentation take it.
func (p Page) Filed(text string) string { return text + "\n\n## Subject\n\n" + p.Subject }

// Replacement is the paragraph that the pages of all types share whose objects hold something, such as memberships of a group.
// Change says what a change of the key does: see [TakenOver]. Same what a replacement with the same key does. Stays is a clause about what is left.
func Replacement(change, same, stays string) string {
	return "**Replacement.** " + change + " Apart from that, Terraform replaces the resource only for `-replace`, `replace_triggered_by` or a tainted object. " + same + " " +
		"Terraform does not always say what the new object is for. In two cases " + stays + ", with a warning: if the plan does not know yet what the new object is for, " +
		"and if Terraform destroys a deposed object and no resource that the same apply creates or changes holds the same. " +
		"Resources of two provider blocks, one with an `alias`, do not know of each other: to hand something over between them, use a `removed` block with `destroy = false`."
}

// TakenOver is the sentence of [Replacement] for types whose update becomes a replacement.
const TakenOver = "If another resource of the same plan takes over what this one gives up, the plan shows a replacement instead, which takes nothing of that away."

// Markdown is the page's text, as a schema description.
func (p Page) Markdown() string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(p.Summary))
	paragraph := func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			b.WriteString("\n\n" + text)
		}
	}
	section := func(title, text string) {
		if strings.TrimSpace(text) != "" {
			paragraph("## " + title)
			paragraph(text)
		}
	}
	paragraph(p.Text)
	section("Operations and scopes", p.operations())
	section("Drift", p.Drift)
	section("Destroy", p.Destroy)
	if len(p.Unverified) > 0 {
		section("Unverified", "Nothing here was tried against a live organization. These facts in particular are taken from documentation that leaves them open:\n\n* "+strings.Join(p.Unverified, "\n* "))
	}
	return b.String()
}

func (p Page) operations() string {
	var lines []string
	for _, id := range p.Operations {
		operation, ok := organization.DocumentedOperation(id)
		if !ok {
			lines = append(lines, "* unknown operation "+id) // a test over all types fails on it
			continue
		}
		lines = append(lines, fmt.Sprintf("* `%s`: %s", operation.Name(), needs(operation)))
	}
	if p.Requires != "" {
		lines = append(lines, "", p.Requires)
	}
	return strings.Join(lines, "\n")
}

// needs is what an operation takes for proof of who asks.
func needs(operation organization.Operation) string {
	switch {
	case organization.AsksPerson(operation):
		return "API token of a person (`user_email`, `user_api_token`)"
	case organization.AsksNobody(operation):
		return "public, on `marketplace.atlassian.com`; no credentials are sent"
	case operation.Scope != "":
		return "`" + operation.Scope + "`"
	}
	return "no scope documented"
}
