// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// deeds are what others do behind Terraform's back. One that finds nothing to change fails, which is no matter.
var deeds = []func(c *chaos, s *simulator.Simulator) error{
	func(c *chaos, s *simulator.Simulator) error { return s.RemoveMember(c.anyGroup(), c.anyone()) },
	func(c *chaos, s *simulator.Simulator) error { return s.AddMember(c.anyGroup(), c.anyone()) },
	func(c *chaos, s *simulator.Simulator) error {
		return s.DeleteGroup(pick(c.draft, "chaos-1", "chaos-2"))
	},
	func(c *chaos, s *simulator.Simulator) error {
		_, err := s.CreateGroup(simulator.Group{Name: fmt.Sprintf("Others %d", c.draft.random.Int())})
		return err
	},
	func(c *chaos, s *simulator.Simulator) error {
		r := c.anyRole()
		return s.AssignRole(c.anyGroup(), r[0], r[1])
	},
	func(c *chaos, s *simulator.Simulator) error {
		r := c.anyRole()
		return s.RevokeRole(c.anyGroup(), r[0], r[1])
	},
	func(c *chaos, s *simulator.Simulator) error {
		r := c.anyRole()
		return s.GiveUserRole(c.anyone(), r[0], r[1])
	},
	func(c *chaos, s *simulator.Simulator) error {
		r := c.anyRole()
		return s.TakeUserRole(c.anyone(), r[0], r[1])
	},
	func(c *chaos, s *simulator.Simulator) error {
		return s.TakeUserRole(c.anyone(), organizationARI, orgAdmin)
	},
	func(c *chaos, s *simulator.Simulator) error {
		return s.MoveToAuthenticationPolicy(pick(c.draft, simulated.DefaultPolicyID, policyID(firstPolicy), policyID(lastPolicy)), c.anyone())
	},
	func(c *chaos, s *simulator.Simulator) error { return s.Suspend(c.numbered(firstSeat, lastSeat), "") },
	func(c *chaos, s *simulator.Simulator) error { return s.Restore(c.numbered(firstSeat, lastSeat), "") },
	func(c *chaos, s *simulator.Simulator) error {
		title := "Boss"
		return s.ChangeProfile(c.numbered(firstAccount, lastAccount), simulator.ProfileChange{JobTitle: &title})
	},
	func(c *chaos, s *simulator.Simulator) error {
		status := pick(c.draft, "active", "deactivated")
		return s.ChangeUser(c.numbered(firstAccount, lastAccount), simulator.UserChange{Status: &status})
	},
	func(_ *chaos, s *simulator.Simulator) error {
		for _, level := range s.Organization().ClassificationLevels {
			if level.Name == "Chaos 1" {
				level.Definition = "Somebody else's."
				return s.PutClassificationLevel(level)
			}
		}
		return simulator.ErrNotFound
	},
	func(c *chaos, s *simulator.Simulator) error {
		return s.MoveClassificationLevel(pick(c.draft, levels...), 1+c.draft.random.IntN(len(levels)))
	},
	func(_ *chaos, s *simulator.Simulator) error {
		for _, policy := range s.Organization().OrganizationPolicies {
			if policy.Name == "Chaos office 1" {
				policy.In = append(policy.In, "192.0.2.99")
				return s.PutOrganizationPolicy(policy)
			}
		}
		return simulator.ErrNotFound
	},
	func(c *chaos, s *simulator.Simulator) error {
		for _, policy := range s.Organization().OrganizationPolicies {
			if policy.Name == pick(c.draft, "Chaos office 1", "Chaos office 2", "Chaos data") {
				policy.Status = pick(c.draft, simulator.PolicyEnabled, simulator.PolicyDisabled)
				return s.PutOrganizationPolicy(policy)
			}
		}
		return simulator.ErrNotFound
	},
	func(c *chaos, s *simulator.Simulator) error {
		for _, level := range s.Organization().ClassificationLevels {
			if level.Name == pick(c.draft, "Chaos 1", "Chaos 2") {
				level.Status = pick(c.draft, "PUBLISHED", "ARCHIVED")
				return s.PutClassificationLevel(level)
			}
		}
		return simulator.ErrNotFound
	},
	func(c *chaos, s *simulator.Simulator) error {
		return s.RemoveOrganizationPolicy(pick(c.draft, "Chaos office 1", "Chaos office 2", "Chaos data"))
	},
	func(c *chaos, s *simulator.Simulator) error {
		for _, policy := range s.Organization().DataSecurityPolicies {
			if policy.Name == "Chaos rule" && policy.Status == simulator.DataSecurityDraft {
				policy.Rules = map[string]string{"export": pick(c.draft, "allow", "block")}
				return s.PutDataSecurityPolicy(policy)
			}
		}
		return simulator.ErrNotFound
	},
	func(c *chaos, s *simulator.Simulator) error {
		return s.SetUserInstalledApps(simulated.CloudID(1+c.draft.random.IntN(2)), pick(c.draft, "allow", "deny"))
	},
}

// publish lets others publish a data security policy, or change it without publishing it. The provider cannot change a published one, so this
// is no deed behind an apply.
func publish(c *chaos, s *simulator.Simulator) error {
	for _, policy := range s.Organization().DataSecurityPolicies {
		if policy.Name == "Chaos rule" {
			policy.Status = pick(c.draft, simulator.DataSecurityDraft, simulator.DataSecurityActive)
			return s.PutDataSecurityPolicy(policy)
		}
	}
	return simulator.ErrNotFound
}

func (c *chaos) numbered(from, to int) string {
	return simulated.AccountID(from + c.draft.random.IntN(to-from+1))
}

func (c *chaos) anyone() string     { return c.numbered(firstStaff, lastStaff) }
func (c *chaos) anyGroup() string   { return simulated.GroupID(1 + c.draft.random.IntN(untouched)) }
func (c *chaos) anyRole() [2]string { return roles[c.draft.random.IntN(len(roles)-1)] }

// happens lets others do one of some things, and returns which one.
func (c *chaos) happens(things []func(*chaos, *simulator.Simulator) error) (n int, err error) {
	n = c.draft.random.IntN(len(things))
	return n, things[n](c, c.org.Simulator)
}

// outside lets others change something.
func (c *chaos) outside() {
	before := factsOf(c.org.Simulator.Organization())
	for range c.draft.random.IntN(4) {
		n, err := c.happens(deeds)
		c.note("others: deed %d: %v", n, err)
	}
	now := factsOf(c.org.Simulator.Organization())
	for _, path := range difference(before, now) {
		c.others[path] = now[path]
	}
}
