// SPDX-License-Identifier: MPL-2.0

// Command unverified prints the guide "Experimental and unverified": what the pages of all types say about it, in one place.
package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/schemajson"
)

func main() {
	output := flag.String("o", "", "file to write; standard output when empty")
	flag.Parse()
	text := guide(pages(context.Background(), provider.New("dev")()))
	if err := schemajson.Write(*output, []byte(text)); err != nil {
		fmt.Fprintln(os.Stderr, "unverified:", err)
		os.Exit(1)
	}
}

// linked is the page of a type, with the Markdown that links it.
type linked struct {
	link string
	page base.Page
}

// pages are the pages of all types, sorted by kind and name.
func pages(ctx context.Context, p framework.Provider) []linked {
	found := make(map[string]linked)
	schemajson.EachPage(ctx, p, func(folder, name string, page base.Page) {
		short := strings.TrimPrefix(name, provider.TypeName+"_")
		found[folder+"/"+short] = linked{fmt.Sprintf("[`%s`](../%s/%s.md) (%s)", name, folder, short, strings.TrimSuffix(strings.ReplaceAll(folder, "-", " "), "s")), page}
	})
	all := make([]linked, 0, len(found))
	for _, key := range slices.Sorted(maps.Keys(found)) {
		all = append(all, found[key])
	}
	return all
}

const beginning = `---
page_title: "Experimental and unverified"
description: |-
  Everything in this provider that is off by default, that Atlassian has flagged as deprecated, or that was taken from documentation that leaves it open.
---

# Experimental and unverified

This provider was [not tried against a live organization](../index.md). It is written from Atlassian's documentation, and from reports of live answers. This page lists what may differ. It is generated from the pages of all types.

`

// guide is the text of the guide.
func guide(all []linked) string {
	var text strings.Builder
	text.WriteString(beginning)
	text.WriteString("## Experiments\n\nThese features are built on guesses, and are off by default. The attribute `experimental` of the provider block turns each of them on.\n\n| name | types whose page names it |\n|---|---|\n")
	for _, name := range organization.Experiments() {
		fmt.Fprintf(&text, "| `%s` | %s |\n", name, those(all, naming(name)))
	}
	fmt.Fprintf(&text, "\nThese are experimental without a name for that attribute. Nothing is uninstalled unless the provider block sets `allow_app_uninstall = true`.\n\n| what | types whose page calls it experimental |\n|---|---|\n"+
		"| the type as a whole | %s |\n| `on_unapproved = \"uninstall\"` | %s |\n",
		those(all, func(p base.Page) bool {
			return strings.Contains(p.Summary, "(experimental)") && !slices.ContainsFunc(organization.Experiments(), func(name string) bool { return naming(name)(p) })
		}),
		those(all, func(p base.Page) bool {
			return strings.Contains(p.Markdown(), "`on_unapproved = \"uninstall\"` (**experimental**)")
		}))
	operations(&text, all, "## Deprecated operations\n\nAtlassian has flagged these operations as deprecated, and may disable or withdraw them. The provider then says which capability is withdrawn, and keeps what the state has. "+
		"The guide [Simulator reference](simulator-reference.md) shows how to try that.", func(o organization.Operation) bool { return o.Deprecated })
	operations(&text, all, "## Guessed operations\n\nAtlassian has these operations, but their form could not be read.", func(o organization.Operation) bool { return o.Guessed })
	text.WriteString("\n## Unverified facts\n")
	for _, one := range all {
		if len(one.page.Unverified) > 0 {
			text.WriteString("\n### " + strings.ReplaceAll(one.link[1:strings.Index(one.link, "]")], "`", "") + one.link[strings.LastIndex(one.link, " ("):] + "\n\nSee " + one.link + ".\n\n* " + strings.Join(one.page.Unverified, "\n* ") + "\n")
		}
	}
	return text.String()
}

// naming tells the pages that name an experiment.
func naming(name string) func(base.Page) bool {
	return func(p base.Page) bool { return strings.Contains(p.Markdown(), `"`+name+`"`) }
}

// operations writes a section about operations of a kind, with the types that call each of them.
func operations(text *strings.Builder, all []linked, beginning string, is func(organization.Operation) bool) {
	text.WriteString("\n" + beginning + "\n\n| operation | types that call it |\n|---|---|\n")
	for _, operation := range organization.DocumentedOperations() {
		if is(operation) {
			fmt.Fprintf(text, "| `%s` | %s |\n", operation.Name(), those(all, func(p base.Page) bool { return slices.Contains(p.Operations, operation.ID) }))
		}
	}
}

// those are the links of some types.
func those(all []linked, are func(base.Page) bool) string {
	var links []string
	for _, one := range all {
		if are(one.page) {
			links = append(links, one.link)
		}
	}
	if len(links) == 0 {
		return "none"
	}
	return strings.Join(links, ", ")
}
