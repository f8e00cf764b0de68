// SPDX-License-Identifier: MPL-2.0

package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// policies are the authentication policies that the page shows.
type policies struct {
	table

	Rows    []policy
	Choices []named
}

// policy is one authentication policy.
type policy struct {
	At string // its row

	named

	Default  bool
	Settings world.AuthenticationSettings
	Members  names
}

// Required reports whether the policy asks for two-step verification.
func (p policy) Required() bool { return p.Settings.TwoStepVerification == "required" }

// Session is how long an idle session lasts.
func (p policy) Session() string {
	const day = 24 * 60

	if minutes := p.Settings.IdleSessionMinutes; minutes%day != 0 {
		return strconv.Itoa(minutes) + " minutes"
	}

	return strconv.Itoa(p.Settings.IdleSessionMinutes/day) + " days"
}

func policiesOf(s *world.State) policies {
	shown := policies{table: table{All: len(s.Policies)}}
	rows := map[*world.Policy]int{}

	for _, one := range s.Policies {
		if len(shown.Choices) < maxChoices {
			shown.Choices = append(shown.Choices, named{one.ID, one.Name()})
		}

		if shown.note() {
			rows[one] = len(shown.Rows)
			shown.Rows = append(shown.Rows, policy{At: "policy-" + one.ID, named: named{one.ID, one.Name()}, Default: one.IsDefault(), Settings: one.Settings})
		}
	}

	limit := namesIn(len(shown.Rows))

	for _, account := range s.Accounts {
		if at, ok := rows[s.PolicyOf(account)]; ok {
			shown.Rows[at].Members.add(named{account.ID, labelOf(account)}, limit)
		}
	}

	return shown
}

// setting is a policy of the organization that says nothing about how people sign
// in, or a classification level.
type setting struct {
	Kind   string
	Name   string
	Status string
	Says   []string
	Scope  []string
}

func settingsOf(s *world.State) []setting {
	var shown []setting

	for _, policy := range s.PresentPolicies() {
		one := setting{Kind: policy.Type, Name: policy.Name, Status: policy.Status, Says: policy.In}
		for _, resource := range policy.Resources {
			one.Scope = append(one.Scope, resourceText(s, resource.ID)+" ("+resource.ApplicationStatus+")")
		}

		shown = append(shown, one)
	}

	for _, policy := range s.DataSecurity {
		one := setting{Kind: world.PolicyDataSecurity, Name: policy.Name, Status: policy.Status}
		for rule, effect := range policy.Rules {
			one.Says = append(one.Says, rule+": "+effect)
		}

		slices.Sort(one.Says)

		if policy.Coverage == world.CoverageOrganization {
			one.Scope = []string{"the organization"}
		}

		for _, resource := range policy.Resources {
			one.Scope = append(one.Scope, resourceText(s, resource))
		}

		shown = append(shown, one)
	}

	for at, level := range s.Levels {
		shown = append(shown, setting{Kind: "classification-level", Name: level.Name, Status: strings.ToLower(level.Status), Says: []string{"place " + strconv.Itoa(at+1)}})
	}

	return firstOf(shown, maxRows)
}

// firstOf is the beginning of a list.
func firstOf[T any](list []T, limit int) []T { return list[:min(limit, len(list))] }

// resourceText is a workspace as people call it, or an ARI.
func resourceText(s *world.State, id string) string {
	product, err := world.ResourceOwner(id)
	if err != nil {
		return id
	}

	name, _ := s.SiteOf(world.CloudID(id))
	for _, workspace := range s.Workspaces {
		if workspace.ID == id {
			name = workspace.Name
		}
	}

	return cmp.Or(strings.TrimSuffix(product+" on "+name, " on "), id)
}
