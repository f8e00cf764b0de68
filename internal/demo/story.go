// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Who and what the story is about; all of it is in examples/quickstart or in the simulator's built-in company.
const (
	domain   = "acme.example"
	missed   = "fatima.haddad@acme.example"
	stranger = "milo.rossi@contractor.example"
	moved    = "dana.novak@acme.example"
	careless = "chen.li@acme.example"

	engineering = "engineering"
	security    = "security-team"
	staff       = "Staff" // the authentication policy
	everyone    = "Everyone"

	attestedBy = "  attested_by = \"ada.okafor@acme.example\"\n"
	reviewed   = "  review      = \"looked again, it requires two-step verification as before\"\n"
)

// What Terraform must find after that, and nothing else.
var drift = []string{
	`create atlassian_group_membership.engineering["` + missed + `"]`,
	`update atlassian_group_members.security: emails -` + stranger,
	`update atlassian_domain_verification.acme: status missing_token -> verified`,
	`update atlassian_authentication_policy_members.staff: emails +` + moved,
	`update atlassian_authentication_policy_attestation.staff: attested_at known after apply, changes 1 -> 0 entries, without_two_step_verification -` + careless,
}

// story is what the demo tells.
type story struct {
	*narrator

	shop    *workshop
	cli     *cli
	company *company
}

// tell goes through the steps, and names the one that did not come out as told.
func (s *story) tell(ctx context.Context) error {
	began := time.Now()

	for _, step := range []struct {
		title string
		do    func(context.Context) error
	}{
		{"Build the provider", s.prepare},
		{"Start a simulated Atlassian organization", s.start},
		{"Apply " + quickstart, s.apply},
		{"Plan again: there must be nothing to do", s.planNothing},
		{"Behind Terraform's back, things change", s.change},
		{"Plan: it must show exactly that", s.planDrift},
		{"Apply that plan: groups and policy members are mended, the rest needs a person", s.mend},
		{"People put the rest back: apply and plan are content", s.restore},
		{"A second chapter, Marketplace apps: apply " + approvedApps, s.approve},
		{"Apps change, as nothing can prevent", s.installApps},
		{"Plan: it must name both", s.planApps},
		{"A person reviews: apply and plan are content", s.review},
		{"A third chapter, somebody leaves: apply " + peopleFromCSV, s.employ},
		{"A row is deleted from the file. Plan: it must show what that takes away", s.planLeaver},
		{"Apply that plan: the leaver is out, in a safe order", s.dismiss},
		{"A fourth chapter, the auditor asks who has access and what fails", s.ask},
		{"Somebody decides on the access of the quarter: apply and plan are content", s.signOff},
		{"Somebody is hired after the review. Plan: it must show who", s.hire},
	} {
		s.step(step.title)

		if err := step.do(ctx); err != nil {
			return fmt.Errorf("step %d (%s) did not go as told: %w", s.steps, step.title, err)
		}
	}

	s.line("", "")
	s.line(bold, fmt.Sprintf("All as told, in %s.", time.Since(began).Round(time.Second)))

	return nil
}

// end leaves nothing running.
func (s *story) end() {
	if s.company != nil {
		s.company.stop()
	}
}

func (s *story) prepare(ctx context.Context) error {
	path := locate()

	if path == "" {
		s.say("there is no terraform or tofu on PATH: fetching the latest Terraform")

		fetched, err := fetch(ctx, filepath.Join(s.shop.directory, "cli"))
		if err != nil {
			return fmt.Errorf("cannot fetch Terraform; install terraform or tofu: %w", err)
		}

		path = fetched
	}

	made, err := newCLI(ctx, path, s.shop.directory)
	if err != nil {
		return err
	}

	s.cli = made
	s.say("for %s (%s); the first build takes a while", s.cli.version, s.cli.path)

	return s.shop.build(ctx, address(s.cli.openTofu()))
}

func (s *story) start(ctx context.Context) error {
	started, err := startCompany(ctx, s.shop.binary(address(s.cli.openTofu())))
	if err != nil {
		return err
	}

	s.company = started
	s.cli.enter(s.shop.configuration())
	s.cli.use(append(s.company.access.variables(), "TF_CLI_CONFIG_FILE="+s.shop.cliConfig())...)

	state, err := s.company.overview(ctx)
	if err != nil {
		return err
	}

	s.say("%q at %s: %d people, %d groups, %d domains", state.Name, s.company.access.BaseURL, len(state.Users), len(state.Groups), len(state.Domains))

	return nil
}

func (s *story) apply(ctx context.Context) error {
	if err := s.shop.copyQuickstart(); err != nil {
		return err
	}

	s.command("init")

	if _, err := s.cli.expect(ctx, 0, "init", "-no-color"); err != nil {
		return err
	}

	return s.content(ctx)
}

// content applies, and shows what was done.
func (s *story) content(ctx context.Context) error {
	s.command("apply")

	applied, err := s.cli.expect(ctx, 0, "apply", "-no-color", "-auto-approve")
	if err != nil {
		return err
	}

	s.quote(outcomes(applied.stdout))

	return nil
}

// settled applies, after which there must be nothing to do.
func (s *story) settled(ctx context.Context) error {
	if err := s.content(ctx); err != nil {
		return err
	}

	return s.planNothing(ctx)
}

func (s *story) planNothing(ctx context.Context) error {
	s.command("plan -detailed-exitcode")

	_, made, err := s.cli.plan(ctx, 0, "nothing.tfplan")
	if err != nil {
		return err
	}

	changes, err := made.changes()
	if err != nil {
		return err
	}

	if err := exactly(changes, nil); err != nil {
		return err
	}

	s.asTold("exit code 0, no changes")

	return nil
}

func (s *story) change(ctx context.Context) error {
	return s.happen(ctx, []happening{
		{missed + " is taken out of " + engineering, http.MethodDelete, "groups/" + engineering + "/members/" + missed, ""},
		{stranger + ", a stranger, is put into " + security, http.MethodPut, "groups/" + security + "/members/" + stranger, ""},
		{"the DNS record with the token of " + domain + " is gone", http.MethodPut, "domains/" + domain, `{"claim_status": "missing_token"}`},
		{moved + " is moved out of the authentication policy " + staff, http.MethodPut, "authentication-policies/" + everyone + "/members/" + moved, ""},
		{"in the console, " + staff + " no longer requires two-step verification", http.MethodPatch, "authentication-policies/" + staff, `{"two_step_verification": "optional"}`},
		{careless + " switches it off at once", http.MethodPatch, "users/" + careless, `{"mfa": false}`},
	})
}

// happening is something that people do, and how the simulator is told; nothing where it is none of its business.
type happening struct{ told, method, path, body string }

func (s *story) happen(ctx context.Context, happenings []happening) error {
	for _, h := range happenings {
		s.say("%s", h.told)

		if h.method == "" {
			continue
		}

		if err := s.company.control(ctx, h.method, h.path, h.body, nil); err != nil {
			return err
		}
	}

	return nil
}

func (s *story) planDrift(ctx context.Context) error {
	_, changes, err := s.planned(ctx, "drift.tfplan")
	if err != nil {
		return err
	}

	if err := exactly(changes, drift); err != nil {
		return err
	}

	s.asTold("exit code 2, and these %d changes only", len(drift))

	return nil
}

func (s *story) mend(ctx context.Context) error {
	s.command("apply drift.tfplan")

	applied, err := s.cli.expect(ctx, 1, "apply", "-no-color", "drift.tfplan")
	if err != nil {
		return err
	}

	s.quote(outcomes(applied.stdout))
	s.quote(strings.Trim(applied.stderr, "\n"))

	// Terraform breaks lines where it likes.
	text := strings.Join(strings.Fields(applied.stderr), " ")
	for _, needed := range []string{domain, "missing_token", "atlassian-domain-verification=", careless} {
		if !strings.Contains(text, needed) {
			return fmt.Errorf("the error does not say %q", needed)
		}
	}

	state, err := s.company.overview(ctx)
	if err != nil {
		return err
	}

	if !state.isMember(engineering, missed) {
		return fmt.Errorf("%s is still not in %s", missed, engineering)
	}

	if state.isMember(security, stranger) {
		return fmt.Errorf("%s is still in %s", stranger, security)
	}

	if !state.isPolicyMember(staff, moved) {
		return fmt.Errorf("%s is still not in the authentication policy %s", moved, staff)
	}

	s.asTold("groups and policy members are as written; the errors say what the domain and the policy need")

	return nil
}

func (s *story) restore(ctx context.Context) error {
	if err := s.happen(ctx, []happening{
		{"the DNS record is back", http.MethodPut, "domains/" + domain, `{"claim_status": "verified"}`},
		{staff + " requires two-step verification again", http.MethodPatch, "authentication-policies/" + staff, `{"two_step_verification": "required"}`},
		{careless + " has enrolled", http.MethodPatch, "users/" + careless, `{"mfa": true}`},
		{"the person who attests has looked at the policy again, and writes so into review", "", "", ""},
	}); err != nil {
		return err
	}

	if err := s.answer(); err != nil {
		return err
	}

	return s.settled(ctx)
}

// answer writes into the configuration that the person who attests has looked again: without that, apply attests nothing anew.
func (s *story) answer() error {
	file := filepath.Join(s.shop.configuration(), "main.tf")

	config, err := os.ReadFile(file) //nolint:gosec // a path of our own
	if err != nil {
		return fmt.Errorf("cannot read the configuration: %w", err)
	}

	answered := strings.Replace(string(config), attestedBy, attestedBy+reviewed, 1)
	if answered == string(config) {
		return fmt.Errorf("%s has no line %s", quickstart, strings.TrimSpace(attestedBy))
	}

	return write(file, answered)
}

// checkViolations checks that the provider has kept to the rules of the API.
func (s *story) checkViolations(ctx context.Context) error {
	var violations []string
	if err := s.company.control(ctx, http.MethodGet, "violations", "", &violations); err != nil {
		return err
	}

	if len(violations) > 0 {
		return errors.New("the provider sent what Atlassian would not accept:\n  " + strings.Join(violations, "\n  "))
	}

	return nil
}

// stay leaves everything as it is until the user has had enough.
func (s *story) stay(ctx context.Context) {
	s.step("Play with it: in another shell")
	s.line("", "")
	s.line("", "export TF_CLI_CONFIG_FILE="+s.shop.cliConfig())

	for _, variable := range s.company.access.variables() {
		s.line("", "export "+variable)
	}

	if onPath, _ := exec.LookPath(s.cli.name); onPath != s.cli.path {
		s.line("", "alias "+s.cli.name+"="+s.cli.path)
	}

	s.line("", "cd "+s.shop.configuration())
	s.line("", s.cli.name+" plan")
	s.line("", "curl -X PUT $ATLASSIAN_BASE_URL/_simulator/groups/"+security+"/members/"+stranger)
	s.line("", s.cli.name+" plan")
	s.line("", "")
	s.say("A browser shows the organization, and changes it, at %s/_simulator/.", s.company.access.BaseURL)
	s.say("Everything is removed when you interrupt this (Ctrl-C).")

	<-ctx.Done()
}

// command shows what is run, as one would type it.
func (s *story) command(arguments string) { s.say("$ %s %s", s.cli.name, arguments) }

// outcomes keeps the lines of an apply that say what was done.
func outcomes(applied string) string {
	return strings.Join(slices.DeleteFunc(slices.Collect(strings.Lines(applied)), func(line string) bool {
		done := strings.Contains(line, " complete after ") && !strings.Contains(line, ": Read complete")

		return !done && !strings.HasPrefix(line, "Apply complete!")
	}), "")
}
