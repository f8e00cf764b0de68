// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The fourth chapter: the leaver of the third one left something behind, and somebody is hired after the review.
const (
	newcomer = "rosa.lima@acme.example"

	auditMain = `terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

provider "atlassian" {}

data "atlassian_access_review" "all" {}

data "atlassian_security_posture" "all" {}

output "findings" {
  value = { for kind, n in data.atlassian_access_review.all.counts : kind => n if n != null && n != 0 }
}

output "suspended_with_roles" {
  value = [for finding in data.atlassian_access_review.all.findings : "${finding.email}: ${finding.reason}" if finding.kind == "suspended_with_roles"]
}

output "failed_controls" {
  value = data.atlassian_security_posture.all.failed
}
`

	auditDecision = `data "atlassian_group" "reviewed" {
  for_each = toset(["org-admins", "engineering", "contractors", "idp-employees"])

  name = each.key
}

resource "atlassian_access_review_decision" "q4" {
  quarter         = "2026-Q4"
  reviewed_by     = "ada.okafor@acme.example"
  groups          = { for name, group in data.atlassian_group.reviewed : group.id => "SEC-440: the list was read" }
  key_expiry_days = 0 # keys are looked at elsewhere
KEEP}
`

	auditKeep = "  keep            = { \"" + newcomer + "\" = \"SEC-447: hired for the launch\" }\n"
)

// hired is what the plan must find, and nothing else.
var hired = []string{"update atlassian_access_review_decision.q4: undecided 1 -> 0 entries"}

// audit is the directory of the fourth configuration.
func (w *workshop) audit() string { return filepath.Join(w.directory, "audit") }

// decide writes the decision, with what it has to keep.
func (w *workshop) decide(keep string) error {
	return write(filepath.Join(w.audit(), "decision.tf"), strings.Replace(auditDecision, "KEEP", keep, 1))
}

// findings are the outputs of the fourth configuration.
type findings struct {
	Counts    struct{ Value map[string]int } `json:"findings"`
	Suspended struct{ Value []string }       `json:"suspended_with_roles"`
	Failed    struct{ Value []string }       `json:"failed_controls"`
}

func (s *story) ask(ctx context.Context) error {
	if err := os.Mkdir(s.shop.audit(), 0o750); err != nil {
		return fmt.Errorf("cannot make a directory: %w", err)
	}

	if err := write(filepath.Join(s.shop.audit(), "main.tf"), auditMain); err != nil {
		return err
	}

	s.cli.enter(s.shop.audit())
	s.command("init")

	if _, err := s.cli.expect(ctx, 0, "init", "-no-color"); err != nil {
		return err
	}

	s.command("apply")

	applied, err := s.cli.expect(ctx, 0, "apply", "-no-color", "-auto-approve")
	if err != nil {
		return err
	}

	_, shown, _ := strings.Cut(applied.stdout, "Outputs:\n\n")
	s.quote(shown)

	found, err := s.findings(ctx)
	if err != nil {
		return err
	}

	switch {
	case found.Counts.Value["organization_admins"] != 2 || found.Counts.Value["without_two_step_verification"] == 0:
		return fmt.Errorf("the review does not have the two admins and the people without two-step verification: %v", found.Counts.Value)
	case len(found.Suspended.Value) != 1 || !strings.HasPrefix(found.Suspended.Value[0], leaver):
		return fmt.Errorf("the review does not find what %s still has: %v", leaver, found.Suspended.Value)
	case !slices.Contains(found.Failed.Value, "two_step_verification"):
		return fmt.Errorf("some people have no two-step verification, and its control does not fail: %v", found.Failed.Value)
	}

	s.asTold("who has access, what somebody has to look at, and which controls fail; %s is still in jira-users", leaver)

	return nil
}

func (s *story) findings(ctx context.Context) (findings, error) {
	output, err := s.cli.expect(ctx, 0, "output", "-json")
	if err != nil {
		return findings{}, err
	}

	var found findings
	if err := json.Unmarshal([]byte(output.stdout), &found); err != nil {
		return findings{}, fmt.Errorf("cannot read the outputs: %w", err)
	}

	return found, nil
}

func (s *story) signOff(ctx context.Context) error {
	if err := s.happen(ctx, []happening{
		{leaver + " is taken out of jira-users, too", http.MethodDelete, "groups/jira-users/members/" + leaver, ""},
		{"who answers for each group has read its list, and the decision is a pull request", "", "", ""},
	}); err != nil {
		return err
	}

	if err := s.shop.decide(""); err != nil {
		return err
	}

	return s.settled(ctx)
}

func (s *story) hire(ctx context.Context) error {
	if err := s.happen(ctx, []happening{
		{"an admin invites " + newcomer + " in the console", http.MethodPost, "users", `{"email": "` + newcomer + `", "name": "Rosa Lima"}`},
	}); err != nil {
		return err
	}

	readable, changes, err := s.planned(ctx, "hired.tfplan")
	if err != nil {
		return err
	}

	// The outputs of the data sources change with the newcomer, too.
	changes = slices.DeleteFunc(changes, func(line string) bool { return strings.Contains(line, " output.") })
	if err := exactly(changes, hired); err != nil {
		return err
	}

	if !strings.Contains(readable, newcomer) {
		return fmt.Errorf("the plan does not say %q", newcomer)
	}

	s.asTold("exit code 2, and it names who came after the review")
	s.say("somebody decides: the reason is written into keep")

	if err := s.shop.decide(auditKeep); err != nil {
		return err
	}

	if err := s.settled(ctx); err != nil {
		return err
	}

	return s.checkViolations(ctx)
}
