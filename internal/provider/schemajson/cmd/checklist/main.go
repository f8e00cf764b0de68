// SPDX-License-Identifier: MPL-2.0

// Command checklist prints the guide "Shared-responsibility checklist as Terraform", from the duties and controls of the security posture, so
// that the guide and the data source cannot differ.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/schemajson"
)

func main() {
	example := flag.String("example", "", "file with the configuration that the guide shows")
	output := flag.String("o", "", "file to write; standard output when empty")
	flag.Parse()
	if err := run(context.Background(), *example, *output); err != nil {
		fmt.Fprintln(os.Stderr, "checklist:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, example, output string) error {
	configuration, err := os.ReadFile(example) //nolint:gosec // the file that the caller names
	if err != nil {
		return fmt.Errorf("read the example: %w", err)
	}
	text, err := guide(ctx, string(configuration))
	if err != nil {
		return err
	}
	return schemajson.Write(output, []byte(text))
}

const beginning = `---
page_title: "Shared-responsibility checklist as Terraform"
description: |-
  Every duty that Atlassian's shared-responsibility model leaves to the customer: which resource or data source helps, what stays in the console, and which control shows it.
---

# Shared-responsibility checklist as Terraform

Atlassian secures its cloud. You secure what you do with it: who gets in, what they may do, which apps can read your data, and what happens to the data. Atlassian's paper *Atlassian Cloud Security Shared Responsibilities* calls these areas policy and compliance, users, information, and Marketplace apps.

This page lists every duty, and how to meet it with Terraform or in the console. It is generated from the list of the data source ` + "[`atlassian_security_posture`](../data-sources/security_posture.md)" + `, so the two cannot differ. The wording of the duties is this provider's own.

`

const ending = `
## Watch all of it

One data source looks at all controls. With a ` + "`check`" + ` block, every plan warns as long as one fails or is unknown. Give the provider block ` + "`user_email` and `user_api_token`" + `, and ` + "`experimental = [\"backup_policies\"]`" + `, so that it can see apps and backups as well. If a parameter is missing, such as ` + "`attestations`" + ` here, the control is ` + "`unknown`" + ` and says what to set: [examples/secure-organization](https://github.com/orgsec/terraform-provider-atlassian/tree/main/examples/secure-organization) sets them all.

`

// guide is the text of the guide.
func guide(ctx context.Context, configuration string) (string, error) {
	links, err := pages(ctx)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	text.WriteString(beginning)
	area := ""
	for _, duty := range posture.Duties() {
		if duty.Area != area {
			area = duty.Area
			text.WriteString("## " + area + "\n\n| duty | with Terraform | in the console | controls |\n|---|---|---|---|\n")
		}
		row, err := line(duty, links)
		if err != nil {
			return "", err
		}
		text.WriteString(row)
		if next := after(duty); next != area {
			text.WriteString("\n")
		}
	}
	text.WriteString("## Controls of version " + posture.Version + "\n\n| control | severity | what is true when it passes | what to do when it fails |\n|---|---|---|---|\n")
	for _, control := range posture.Controls() {
		fmt.Fprintf(&text, "| `%s` | %s | %s | %s |\n", control.ID, control.Severity, control.Holds, linked(control.Fix, links))
	}
	text.WriteString(ending + "```terraform\n" + strings.TrimSpace(configuration) + "\n```\n\n" +
		"An organization without Atlassian Guard or a Premium plan cannot pass every control. Waive these controls in `waive`, with a reason and an end, so that a person looks at them again.\n\n" +
		"[What stays in the console](what-stays-in-the-console.md) lists what no API can do.\n")
	return text.String(), nil
}

// after is the area of the duty that follows another one.
func after(duty posture.Duty) string {
	all := posture.Duties()
	at := slices.IndexFunc(all, func(one posture.Duty) bool { return one.ID == duty.ID })
	if at+1 == len(all) {
		return ""
	}
	return all[at+1].Area
}

// line is the row of a duty.
func line(duty posture.Duty, links map[string]string) (string, error) {
	types := make([]string, len(duty.Types))
	for i, name := range duty.Types {
		if links[name] == "" {
			return "", fmt.Errorf("duty %s names %s, which is no type of the provider", duty.ID, name)
		}
		types[i] = link(name, links)
	}
	var controls []string
	for _, control := range posture.Controls() {
		if control.Duty == duty.ID {
			controls = append(controls, "`"+control.ID+"`")
		}
	}
	or := func(texts []string, none string) string {
		if len(texts) == 0 {
			return none
		}
		return strings.Join(texts, ", ")
	}
	console := duty.Console
	if console == "" {
		console = "–"
	}
	return fmt.Sprintf("| %s | %s | %s | %s |\n", duty.Does, or(types, "not offered"), console, or(controls, "none: no API shows it, or it needs your own measure")), nil
}

// linked links the types in a text.
func linked(text string, links map[string]string) string {
	words := strings.Fields(text)
	for i, word := range words {
		name := strings.Trim(word, ",;.")
		if links[name] != "" {
			words[i] = strings.Replace(word, name, link(name, links), 1)
		}
	}
	return strings.Join(words, " ")
}

func link(name string, links map[string]string) string {
	return fmt.Sprintf("[`%s`](%s)", name, links[name])
}

// pages are the documentation pages of all types, as a guide links them.
func pages(ctx context.Context) (map[string]string, error) {
	schemas, err := rpc.NewServer(provider.New("dev")()).GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("ask for the schema: %w", err)
	}
	links := make(map[string]string)
	add := func(folder, name string) {
		links[name] = "../" + folder + "/" + strings.TrimPrefix(name, provider.TypeName+"_") + ".md"
	}
	for name := range schemas.ActionSchemas {
		add("actions", name)
	}
	for name := range schemas.DataSourceSchemas {
		add("data-sources", name)
	}
	for name := range schemas.ResourceSchemas { // of a resource and a data source of one name, the guide means the resource
		add("resources", name)
	}
	return links, nil
}
