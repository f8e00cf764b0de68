// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// renamings give a name to somebody or something else behind Terraform's back. A configuration names what it wants by the name that it had, so
// these are no deeds behind an apply that has to converge.
var renamings = []func(c *chaos, s *simulator.Simulator) error{
	exchangeAddresses,
	passAddressOn,
	renameGroup,
	renameLevel,
	renamePolicy,
}

// aPerson draws a person whom a configuration may name.
func (c *chaos) aPerson() string {
	return pick(c.draft, c.anyone(), c.numbered(firstSeat, lastSeat), c.numbered(firstAccount, lastAccount))
}

func readdress(s *simulator.Simulator, accountID, email string) error {
	return s.ChangeProfile(accountID, simulator.ProfileChange{Email: &email})
}

func exchangeAddresses(c *chaos, s *simulator.Simulator) error {
	one, other := c.aPerson(), c.aPerson()
	if one == other {
		return simulator.ErrNotFound
	}
	its, others := s.Profile(one).Email, s.Profile(other).Email
	for _, step := range []struct{ accountID, email string }{{one, "on.the.way@large.example"}, {other, its}, {one, others}} {
		if err := readdress(s, step.accountID, step.email); err != nil {
			return err
		}
	}
	return nil
}

// passAddressOn gives a person another address, and sometimes the former one to somebody else.
func passAddressOn(c *chaos, s *simulator.Simulator) error {
	one, other := c.aPerson(), c.aPerson()
	former := s.Profile(one).Email
	if err := readdress(s, one, "renamed."+former); err != nil || one == other || c.draft.chance(50) {
		return err
	}
	return readdress(s, other, former)
}

// renameGroup renames a group of the configuration, and sometimes makes another one of the former name.
func renameGroup(c *chaos, s *simulator.Simulator) error {
	name := pick(c.draft, "chaos-1", "chaos-2")
	renamed := "renamed-" + name
	if err := s.UpdateGroup(name, simulator.GroupChange{Name: &renamed}); err != nil || c.draft.chance(50) {
		return err
	}
	_, err := s.CreateGroup(simulator.Group{Name: name, Members: []string{simulated.AccountID(theOutsider)}})
	return err
}

func renameLevel(c *chaos, s *simulator.Simulator) error {
	name := pick(c.draft, "Chaos 1", "Chaos 2")
	for _, level := range s.Organization().ClassificationLevels {
		if level.Name == name {
			level.Name = "Renamed " + name
			if err := s.PutClassificationLevel(level); err != nil || c.draft.chance(50) {
				return err
			}
			return s.PutClassificationLevel(simulator.ClassificationLevel{Name: name, Definition: "Others'."})
		}
	}
	return simulator.ErrNotFound
}

func renamePolicy(c *chaos, s *simulator.Simulator) error {
	name := pick(c.draft, "Chaos office 1", "Chaos office 2", "Chaos data")
	for _, policy := range s.Organization().OrganizationPolicies {
		if policy.Name == name {
			other := simulator.OrganizationPolicy{Name: name, Type: policy.Type, In: policy.In}
			policy.Name = "Renamed " + name
			if err := s.PutOrganizationPolicy(policy); err != nil || c.draft.chance(50) {
				return err
			}
			return s.PutOrganizationPolicy(other)
		}
	}
	return simulator.ErrNotFound
}
