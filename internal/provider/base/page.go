// SPDX-License-Identifier: MPL-2.0

package base

import (
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Page is what a documentation page says about a type beyond its attributes. Each type declares its page beside itself, and its
// schema has the page as description.
type Page struct {
	// Subject is the section of the documentation that the page is filed under, such as "Groups".
	Subject string
	// Summary is one complete sentence: what the type is.
	Summary string
	// Text says in a few short paragraphs of Markdown when to use the type, and when not. It stands above the example, so it has
	// 200 words at most, a walker over all pages sees to it; it may be empty.
	Text string
	// Many is true for a type that configurations have hundreds of. Its page says how to write them.
	Many bool
	// Details say how the type works, in paragraphs of Markdown, with headings of level three where they are many; they may be
	// empty.
	Details string
	// Operations are the operations that the type calls, by their ID in the client's table, such as "searchDirectoryGroups". That
	// table has the methods, paths and scopes for the page.
	Operations []string
	// Requires says what else the type needs, such as a plan or an unscoped key; it may be empty.
	Requires string
	// Drift says how a change of the organization shows in the plan; empty for a type without state.
	Drift string
	// Replacement says what a change of the key does, and what a replacement takes away; it may be empty. See [Replacement].
	Replacement string
	// Destroy says what happens to the object; empty for a type without state.
	Destroy string
	// Requests says how many requests a refresh or a look costs; empty for a function.
	Requests string
	// Unverified lists facts that come from documentation alone and may differ in a live organization.
	Unverified []string
	// NoList says why a resource has no list resource, which is that Atlassian gives no way to list its objects. No page shows
	// it.
	NoList string
}

// Paged is a type with a documentation page. Every type of the provider is one.
type Paged interface{ Page() Page }

// Filed adds the subject as the last section of a text. The templates of the documentation read it from there.
func (p Page) Filed(text string) string { return text + "\n\n## Subject\n\n" + p.Subject }

// Replacement is the text on replacement for all types with objects that hold something, such as memberships. Change says what a change of
// the key does: see [TakenOver]. Same says what a replacement with the same key does. Stays is a clause that says what stays. A guide has
// the rest.
func Replacement(change, same, stays string) string {
	return change + "\n\nApart from that, Terraform replaces the resource only for `-replace`, `replace_triggered_by` or a tainted object. " + same + "\n\n" +
		"If Terraform does not tell the provider what the new object is for, " + stays + ", with a warning. The same applies to some deposed objects, and two provider blocks do not know each other's resources. " +
		"See [Replacement without losing access](../guides/replacement.md)."
}

// TakenOver is the sentence of [Replacement] for types whose update becomes a replacement.
const TakenOver = "If another resource of the same plan takes over what this resource gives up, the plan shows a replacement instead. Nothing that is taken over is lost."

// Markdown returns the page as the description of a schema.
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
	paragraph(p.deprecation())
	paragraph(p.Text)
	section("How it works", p.works())
	section("Permissions", p.permissions())
	if len(p.Unverified) > 0 {
		section("Unverified", "This type was [not tried against a live organization](../index.md). Atlassian's documentation leaves these facts open:\n\n* "+strings.Join(p.Unverified, "\n* "))
	}
	return b.String()
}

// manyInstances is about Terraform alone, so a guide has the numbers.
const manyInstances = "For a large collection, give `for_each` a map in `locals` as it is, such as `for_each = local.people`. " +
	"Terraform evaluates an expression there again for each instance, and a set costs more than a map: with `toset(…)` and 1,000 instances, it takes about 16 times as long. " +
	"See [Troubleshooting](../guides/troubleshooting.md#a-plan-with-many-instances-is-slow)."

// works is what a reader wants to know after the first look: the details, and what every type says under the same headings.
func (p Page) works() string {
	parts := []string{strings.TrimSpace(p.Details)}
	if p.Many {
		parts = append(parts, "### Many instances\n\n"+manyInstances)
	}
	for _, part := range []struct{ title, text string }{
		{"Drift", p.Drift}, {"Replacement", p.Replacement}, {"Destroy", p.Destroy}, {"Requests", p.Requests},
	} {
		if text := strings.TrimSpace(part.text); text != "" {
			parts = append(parts, "### "+part.title+"\n\n"+text)
		}
	}
	return strings.Trim(strings.Join(parts, "\n\n"), "\n")
}

// deprecated are the deprecated operations that the type calls.
func (p Page) deprecated() []organization.Operation {
	var found []organization.Operation
	for _, id := range p.Operations {
		if operation, ok := organization.DocumentedOperation(id); ok && operation.Deprecated {
			found = append(found, operation)
		}
	}
	return found
}

// deprecation is the paragraph that every type has which calls a deprecated operation. It is empty for other types.
func (p Page) deprecation() string {
	deprecated := p.deprecated()
	if len(deprecated) == 0 {
		return ""
	}
	text := "~> **Atlassian has flagged this operation as deprecated:** "
	if len(deprecated) > 1 {
		text = "~> **Atlassian has flagged these operations as deprecated:** "
	}
	names := make([]string, len(deprecated))
	for i, one := range deprecated {
		names[i] = "`" + one.Name() + "`"
	}
	text += strings.Join(names, ", ") + ". Atlassian may disable or withdraw what it has flagged, and documents neither a date nor a replacement. The provider then says which capability is withdrawn. "
	if p.Destroy != "" {
		return text + "It keeps the state as it is, and treats nothing as deleted. To stop managing the object, use a `removed` block with `destroy = false`, and manage the object in Atlassian Administration."
	}
	return text + "It never treats an object that it cannot read as missing."
}

// keysAndScopes is the guide that a page links for everything about keys.
const keysAndScopes = "[API keys and scopes](../guides/api-keys-and-scopes.md)"

// permissions are one line where all operations ask for the same, and a table where they differ.
func (p Page) permissions() string {
	if len(p.Operations) == 0 {
		return p.Requires
	}
	var names, needs, rows []string
	unscoped := false
	for _, id := range p.Operations {
		operation, ok := organization.DocumentedOperation(id)
		if !ok {
			return "unknown operation " + id // a test over all types fails on it
		}
		name, need := "`"+operation.Name()+"`", requirement(operation)
		unscoped = unscoped || need == noScope
		if operation.Deprecated {
			need += " (deprecated by Atlassian)"
		}
		names, needs = append(names, name), append(needs, need)
		rows = append(rows, "| "+name+" | "+need+" |")
	}
	text := "| Request | Needs |\n|---|---|\n" + strings.Join(rows, "\n")
	if len(slices.Compact(needs)) == 1 {
		text = "All requests need " + needs[0] + ": " + strings.Join(names, ", ") + "."
	}
	text += "\n\nSee " + keysAndScopes + "."
	if unscoped && !strings.Contains(p.Requires, "without scopes") {
		text = "Use an API key without scopes: Atlassian documents no scope for some of these requests. Such a key may do everything in the organization.\n\n" + text
	}
	if p.Requires != "" {
		text = p.Requires + "\n\n" + text
	}
	return text
}

// noScope is what an operation needs that Atlassian documents no scope for.
const noScope = "an API key; no scope is documented"

// requirement says which credential an operation needs.
func requirement(operation organization.Operation) string {
	switch {
	case organization.AsksPerson(operation):
		return "the API token of a person (`user_email`, `user_api_token`)"
	case organization.AsksNobody(operation):
		return "no credentials (public, on `marketplace.atlassian.com`)"
	case operation.Scope != "":
		return "the scope `" + operation.Scope + "`"
	}
	return noScope
}
