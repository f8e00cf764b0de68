// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The third chapter: who and what it is about, all of it in examples/people-from-csv or in the simulator's company.
const (
	peopleFromCSV = "examples/people-from-csv"

	joiner = "nora.berg@acme.example"
	leaver = "gus.moreau@acme.dev"

	peopleCSV = `email,groups,policy
chen.li@acme.example,engineering,staff
dana.novak@acme.example,engineering,staff
emil.sorensen@acme.example,engineering,
fatima.haddad@acme.example,engineering,
` + leaver + `,engineering,staff
` + joiner + `,engineering,staff
lena.fischer@contractor.example,contractors,
milo.rossi@contractor.example,contractors,
`

	peopleMain = `module "people" {
  source = "./people-from-csv"

  people_csv        = file("people.csv")
  groups            = ["engineering", "contractors"]
  policy_ids        = { staff = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045" }
  leavers_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
}
`
)

// leaving is what the plan must find of it, and nothing else.
func leaving(accountID string) []string {
	return []string{
		`delete module.people.atlassian_user.person["` + leaver + `"]`,
		`update module.people.atlassian_group_members.group["engineering"]: account_ids -` + accountID,
		`update module.people.atlassian_authentication_policy_members.policy["staff"]: account_ids -` + accountID,
	}
}

// people is the directory of the third configuration.
func (w *workshop) people() string { return filepath.Join(w.directory, "people") }

// copyPeople copies the module, and calls it.
func (w *workshop) copyPeople() error {
	module := filepath.Join(w.people(), "people-from-csv")
	if err := os.MkdirAll(module, 0o750); err != nil {
		return fmt.Errorf("cannot copy the module: %w", err)
	}

	files, err := filepath.Glob(filepath.Join(peopleFromCSV, "*.tf"))
	if err != nil {
		return fmt.Errorf("cannot list the module: %w", err)
	}

	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // a path of our own
		if err != nil {
			return fmt.Errorf("cannot read the module: %w", err)
		}

		if err := write(filepath.Join(module, filepath.Base(file)), string(text)); err != nil {
			return err
		}
	}

	if err := write(filepath.Join(w.people(), "people.csv"), peopleCSV); err != nil {
		return err
	}

	return write(filepath.Join(w.people(), "main.tf"), peopleMain)
}

func (s *story) employ(ctx context.Context) error {
	if err := s.shop.copyPeople(); err != nil {
		return err
	}

	s.cli.enter(s.shop.people())
	s.say("people.csv has everybody who is there, and %s, who is not", joiner)
	s.command("init")

	if _, err := s.cli.expect(ctx, 0, "init", "-no-color"); err != nil {
		return err
	}

	if err := s.settled(ctx); err != nil {
		return err
	}

	state, err := s.company.overview(ctx)
	if err != nil {
		return err
	}

	if !state.isMember(engineering, joiner) || !state.isPolicyMember(staff, joiner) || state.status(joiner) != "active" {
		return fmt.Errorf("%s was not invited to %s and put into %s", joiner, engineering, staff)
	}

	s.asTold("%s is invited, in %s, and in the authentication policy %s", joiner, engineering, staff)

	return nil
}

func (s *story) planLeaver(ctx context.Context) error {
	s.say("the row of %s is deleted from people.csv", leaver)

	var kept strings.Builder

	for line := range strings.Lines(peopleCSV) {
		if !strings.HasPrefix(line, leaver) {
			kept.WriteString(line)
		}
	}

	if err := write(filepath.Join(s.shop.people(), "people.csv"), kept.String()); err != nil {
		return err
	}

	_, changes, err := s.planned(ctx, "leaver.tfplan")
	if err != nil {
		return err
	}

	state, err := s.company.overview(ctx)
	if err != nil {
		return err
	}

	if err := exactly(changes, leaving(state.accountID(leaver))); err != nil {
		return err
	}

	s.asTold("exit code 2: one person ends, and leaves one group and one policy")

	return nil
}

func (s *story) dismiss(ctx context.Context) error {
	s.command("apply leaver.tfplan")

	applied, err := s.cli.expect(ctx, 0, "apply", "-no-color", "leaver.tfplan")
	if err != nil {
		return err
	}

	done := outcomes(applied.stdout)
	s.quote(done)

	order := []string{"atlassian_user.person", "atlassian_group_members.group", "atlassian_authentication_policy_members.policy"}

	at := make([]int, len(order))
	for i, one := range order {
		at[i] = strings.Index(done, one)
	}

	if at[0] < 0 || !slices.IsSorted(at) {
		return fmt.Errorf("the leaver was not suspended first, and out of the policy last:\n%s", done)
	}

	state, err := s.company.overview(ctx)
	if err != nil {
		return err
	}

	if state.status(leaver) != "suspended" || state.isMember(engineering, leaver) || state.isPolicyMember(staff, leaver) {
		return fmt.Errorf("%s still has something: status %s", leaver, state.status(leaver))
	}

	s.asTold("suspended first, then out of the group, then out of the policy")

	if err := s.planNothing(ctx); err != nil {
		return err
	}

	return s.checkViolations(ctx)
}

// status is that of a person, given by email address.
func (o overview) status(email string) string {
	for _, user := range o.Users {
		if user.Email == email {
			if user.Status == "" {
				return "active"
			}

			return user.Status
		}
	}

	return "unknown"
}

// accountID is that of a person, given by email address.
func (o overview) accountID(email string) string {
	for _, user := range o.Users {
		if user.Email == email {
			return user.AccountID
		}
	}

	return ""
}
